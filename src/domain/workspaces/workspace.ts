import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { name, shortText, slug } from "#/domain/text.ts";

export const workspaceRoles = ["viewer", "editor", "owner"] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];

export const workspace = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  icon: z.nullable(z.string()),
  kind: z.enum(["personal", "shared"]),
  created_at: z.string(),
});
export type Workspace = z.infer<typeof workspace>;

export const createWorkspaceInput = z.strictObject({
  name: name(80),
  slug: z.optional(slug),
  description: z.optional(shortText(500)),
  icon: z.optional(z.string().check(z.maxLength(32))),
  event_uuid: z.optional(id),
});

export type WorkspaceAction = "read" | "create_room" | "manage";

const needs: Record<WorkspaceAction, WorkspaceRole> = { read: "viewer", create_room: "editor", manage: "owner" };

/** Owners manage, editors create, viewers read. No role means no. */
export function workspaceAllows(role: WorkspaceRole | null, action: WorkspaceAction): boolean {
  return role !== null && workspaceRoles.indexOf(role) >= workspaceRoles.indexOf(needs[action]);
}
