import type { ErrorCode } from "#/domain/errors.ts";
import { type WorkspaceRole, workspaceAllows } from "#/domain/workspaces/workspace.ts";

export type RoleChange = {
  kind: "personal" | "shared";
  /** The one who acts. */
  actor: { id: string; role: WorkspaceRole };
  /** The one acted on, with the role they have now. */
  subject: { id: string; role: WorkspaceRole | null };
  /** The role they are to have; null removes them. */
  to: WorkspaceRole | null;
  /** How many owners there are now. */
  owners: number;
};

/**
 * Whether a role may change so: null when it may, else the code to refuse with. Owners manage everybody, each other
 * included; anyone may leave; a workspace keeps at least one owner, and a personal one is its person's alone.
 */
export function mayChangeRole(change: RoleChange): ErrorCode | null {
  const leaving = change.actor.id === change.subject.id && change.to === null;
  if (!leaving && !workspaceAllows(change.actor.role, "manage")) return "SW_WORKSPACE_FORBIDDEN";
  if (change.subject.role === "owner" && change.to !== "owner" && change.owners <= 1) return "SW_WORKSPACE_NEEDS_OWNER";
  if (change.kind === "personal" && change.subject.role === null) return "SW_WORKSPACE_FORBIDDEN";
  return null;
}
