import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { workspace } from "#/domain/workspaces/schema.ts";
import { workspaceRoles } from "#/domain/workspaces/workspace.ts";

export const workspaceEvents = {
  /** Someone's role changed; `role` null means removed. Carries the workspace for the one who just gained it. */
  "swp.workspace.member": z.object({
    participant_id: id,
    role: z.nullable(z.enum(workspaceRoles)),
    changed_by: id,
    workspace,
  }),
  "swp.workspace.updated": z.object({ workspace }),
};
