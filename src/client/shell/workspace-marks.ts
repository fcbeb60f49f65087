import { firstRoom, railOrder, roomHref, workspaceOfRoom, workspacePath } from "#/client/shell/places.ts";
import type { RailWorkspace } from "#/client/workspaces/rail.tsx";
import { unreadOf } from "#/domain/messages/unread.ts";
import type { Overview, WorkspaceEntry } from "#/domain/views/state.ts";

type Known = Pick<Overview, "me" | "workspaces" | "rooms">;

/** What waits in each workspace: direct messages count where they live, in one's own. */
export function railWorkspaces(known: Known, lastRoom: string | null): RailWorkspace[] {
  return railOrder(known).map((workspace) => {
    const rooms = Object.values(known.rooms).filter(
      (room) => room.membership === "join" && workspaceOfRoom(room, known)?.id === workspace.id,
    );
    const marks = rooms.map(unreadOf);
    return {
      id: workspace.id,
      name: workspace.name,
      href: workspaceHref(workspace, known, lastRoom),
      unread: marks.reduce((sum, mark) => sum + mark.count, 0),
      mentions: marks.reduce((sum, mark) => sum + mark.mentions, 0),
    };
  });
}

/** Into a workspace means into a room of it, when there is one. */
export function workspaceHref(workspace: WorkspaceEntry, known: Known, lastRoom: string | null = null): string {
  const room = firstRoom(known, lastRoom, workspace.id);
  return room ? roomHref(room, known, workspace.slug) : workspacePath(workspace.slug);
}

export type TotalMarks = { readonly unread: number; readonly mentions: number; readonly invitations: number };

/** What waits everywhere, as the tab bar of a phone tells it. */
export function totalMarks(known: Pick<Overview, "rooms">): TotalMarks {
  const rooms = Object.values(known.rooms);
  const marks = rooms.filter((room) => room.membership === "join").map(unreadOf);
  return {
    unread: marks.reduce((sum, mark) => sum + mark.count, 0),
    mentions: marks.reduce((sum, mark) => sum + mark.mentions, 0),
    invitations: rooms.filter((room) => room.membership === "invite").length,
  };
}

/** What the title counts: what needs oneself, everywhere. */
export function totalMentions(known: Pick<Overview, "rooms">): number {
  const { mentions, invitations } = totalMarks(known);
  return mentions + invitations;
}
