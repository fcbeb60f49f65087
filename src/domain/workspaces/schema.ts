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
  /** Set when it was deleted, or put aside because rooms are in it: nobody finds it any more. */
  archived_at: z.optional(z.nullable(z.string())),
});

export const responseModes = ["streaming", "conversational"] as const;
export type ResponseMode = (typeof responseModes)[number];
export const engagementModes = ["always", "mention", "keyword", "autonomous"] as const;
export type EngagementMode = (typeof engagementModes)[number];

/** What holds for everything in a workspace, with the defaults filled in. */
export const workspaceSettings = z.object({
  /** Whether the parser of notes writes `^todo-…` ids. */
  todo_block_ids_enabled: z.boolean(),
  default_response_mode: z.nullable(z.enum(responseModes)),
  default_engagement_mode: z.nullable(z.enum(engagementModes)),
  today_pinned_note_id: z.nullable(id),
  theme: z.nullable(z.string()),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export const defaultWorkspaceSettings: WorkspaceSettings = {
  todo_block_ids_enabled: true,
  default_response_mode: null,
  default_engagement_mode: null,
  today_pinned_note_id: null,
  theme: null,
};
export const workspaceMember = z.object({ participant_id: id, role: z.enum(workspaceRoles), participant });

/** A workspace as one member of it sees it. */
export const workspaceDetails = z.extend(workspace, {
  role: z.enum(workspaceRoles),
  member_count: z.number(),
}) satisfies z.ZodMiniType<WorkspaceDetails>;
