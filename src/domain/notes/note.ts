import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";

export const noteStatuses = ["draft", "published", "archived"] as const;
export type NoteStatus = (typeof noteStatuses)[number];

export type NoteAction =
  | "read"
  /** Text, title, frontmatter, status between draft and published, pin, aliases, versions. */
  | "write"
  | "comment"
  /** Archive, restore, give to another owner, delete for good. */
  | "manage";

/** What the rules look at. `role` is the actor's role in the note's workspace; null for none. */
export type NoteStanding = { role: WorkspaceRole | null; status: NoteStatus; isOwner: boolean };

/**
 * Viewers read what is published, editors write, and the note's owner and the workspace's owners manage. A draft is there
 * for editors alone. An archived note is read only, and as hidden from viewers as it was before.
 */
export function noteAllows(
  { role, status, isOwner }: NoteStanding,
  action: NoteAction,
  archivedFrom?: NoteStatus | null,
): boolean {
  if (role === null) return false;
  const edits = role !== "viewer";
  const seen = status === "archived" ? (archivedFrom ?? "published") : status;
  if (seen === "draft" && !edits) return false;
  switch (action) {
    case "read":
      return true;
    case "comment":
      return status !== "archived";
    case "write":
      return edits && status !== "archived";
    case "manage":
      return role === "owner" || (isOwner && edits);
  }
}
