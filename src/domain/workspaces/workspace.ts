import type * as z from "zod/mini";
import type { workspace, workspaceMember } from "#/domain/workspaces/schema.ts";

export const workspaceRoles = ["viewer", "editor", "owner"] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];

export type Workspace = z.infer<typeof workspace>;

/** A workspace as one member of it sees it. */
export type WorkspaceDetails = Workspace & { role: WorkspaceRole; member_count: number };

export type WorkspaceMember = z.infer<typeof workspaceMember>;

export type WorkspaceAction = "read" | "create_room" | "manage";

const needs: Record<WorkspaceAction, WorkspaceRole> = { read: "viewer", create_room: "editor", manage: "owner" };

/** Owners manage, editors create, viewers read. No role means no. */
export function workspaceAllows(role: WorkspaceRole | null, action: WorkspaceAction): boolean {
  return role !== null && workspaceRoles.indexOf(role) >= workspaceRoles.indexOf(needs[action]);
}
