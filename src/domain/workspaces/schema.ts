import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";
import { type WorkspaceDetails, workspaceRoles } from "#/domain/workspaces/workspace.ts";

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

/** A workspace as one member of it sees it. */
export const workspaceDetails = z.extend(workspace, {
  role: z.enum(workspaceRoles),
  member_count: z.number(),
}) satisfies z.ZodMiniType<WorkspaceDetails>;
