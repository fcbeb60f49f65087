import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";
import { workspaceRoles } from "#/domain/workspaces/workspace.ts";

export const workspace = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  icon: z.nullable(z.string()),
  kind: z.enum(["personal", "shared"]),
  created_at: z.string(),
});
export const workspaceMember = z.object({ participant_id: id, role: z.enum(workspaceRoles), participant });
