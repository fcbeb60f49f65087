import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { name, shortText, slug } from "#/domain/text.ts";
import { engagementModes, responseModes } from "#/domain/workspaces/schema.ts";
import { workspaceRoles } from "#/domain/workspaces/workspace.ts";

/** What each verb on workspaces takes. Strict: an unknown key such as `tenant_id` or `kind` is refused, not ignored. */
const workspaceName = name(80);
const description = shortText(500);
/** An emoji or a letter or two. */
const icon = name(8);
const role = z.enum(workspaceRoles);
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);

export const createWorkspaceInput = z.strictObject({
  name: workspaceName,
  /** Its address; made from the name when absent. */
  slug: z.optional(slug),
  description: z.optional(description),
  icon: z.optional(icon),
  event_uuid: z.optional(id),
});
export const workspaceInput = z.strictObject({ workspace_id: id });
export const updateWorkspaceInput = z.strictObject({
  workspace_id: id,
  name: z.optional(workspaceName),
  description: z.optional(z.nullable(description)),
  icon: z.optional(z.nullable(icon)),
});
export const listWorkspacesInput = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 200),
  offset,
});
export const listWorkspaceMembersInput = z.strictObject({
  workspace_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 100),
  offset,
});
export const workspaceRoleInput = z.strictObject({ workspace_id: id, participant_id: id, role });
export const removeWorkspaceMemberInput = z.strictObject({ workspace_id: id, participant_id: id });

/** What is left out stays; null goes back to the default. */
export const workspaceSettingsInput = z.strictObject({
  workspace_id: id,
  todo_block_ids_enabled: z.optional(z.nullable(z.boolean())),
  default_response_mode: z.optional(z.nullable(z.enum(responseModes))),
  default_engagement_mode: z.optional(z.nullable(z.enum(engagementModes))),
  theme: z.optional(z.nullable(slug)),
});

export type CreateWorkspaceInput = z.infer<typeof createWorkspaceInput>;
export type WorkspaceInput = z.infer<typeof workspaceInput>;
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>;
export type ListWorkspacesInput = z.infer<typeof listWorkspacesInput>;
export type ListWorkspaceMembersInput = z.infer<typeof listWorkspaceMembersInput>;
export type WorkspaceRoleInput = z.infer<typeof workspaceRoleInput>;
export type RemoveWorkspaceMemberInput = z.infer<typeof removeWorkspaceMemberInput>;
export type WorkspaceSettingsInput = z.infer<typeof workspaceSettingsInput>;
