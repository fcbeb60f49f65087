import type { Room } from "#/domain/rooms/room.ts";
import type { Overview, RoomEntry, WorkspaceEntry } from "#/domain/views/state.ts";

type Known = Pick<Overview, "me" | "workspaces" | "rooms">;

export function personalWorkspace(known: Known): WorkspaceEntry | undefined {
  return known.me.personal_workspace_id === null ? undefined : known.workspaces[known.me.personal_workspace_id];
}

/** One's workspaces in the order of the rail: those shared with others first, one's own last. */
export function railOrder(known: Known): WorkspaceEntry[] {
  return Object.values(known.workspaces).toSorted(
    (a, b) => Number(a.kind === "personal") - Number(b.kind === "personal") || a.created_at.localeCompare(b.created_at),
  );
}

/** Where a room is shown: in its workspace, or in one's own when it is direct or its workspace is not one's. */
export function workspaceOfRoom(
  room: Pick<Room, "workspace_id" | "room_type">,
  known: Known,
): WorkspaceEntry | undefined {
  const own = room.room_type === "dm" ? undefined : known.workspaces[room.workspace_id];
  return own ?? personalWorkspace(known) ?? railOrder(known)[0];
}

export function workspaceBySlug(slug: string | undefined, known: Known): WorkspaceEntry | undefined {
  return Object.values(known.workspaces).find((workspace) => workspace.slug === slug);
}

export function workspacePath(slug: string): string {
  return `/w/${slug}`;
}

export function roomPath(slug: string, roomId: string): string {
  return `/w/${slug}/r/${roomId}`;
}

/** The list of notes: of one workspace, or of all of one's own. */
export function notesPath(slug?: string): string {
  return slug === undefined ? "/notes" : `${workspacePath(slug)}/notes`;
}

/**
 * The address of a room as linked from a list. People are listed in every workspace, so going to one of them stays in the
 * workspace one is in.
 */
export function roomHref(room: Pick<Room, "id" | "workspace_id" | "room_type">, known: Known, here?: string): string {
  if (room.room_type === "dm" && here !== undefined) return roomPath(here, room.id);
  return roomPath(workspaceOfRoom(room, known)?.slug ?? here ?? "-", room.id);
}

export type Panel = { readonly is: "members" | "pins" | "notes" } | { readonly is: "thread"; readonly rootId: string };

/** What the address says stands beside the room: `?thread=<id>`, `?panel=members`, `pins` or `notes`. */
export function panelOf(search: string): Panel | undefined {
  const asked = new URLSearchParams(search);
  const rootId = asked.get("thread");
  if (rootId) return { is: "thread", rootId };
  const panel = asked.get("panel");
  return panel === "members" || panel === "pins" || panel === "notes" ? { is: panel } : undefined;
}

/**
 * Whether a room belongs to another workspace than the one in its address. Direct rooms are at home in each; an address
 * with a workspace that one does not have is never right.
 */
export function isMisplaced(room: Pick<Room, "workspace_id" | "room_type">, slug: string, known: Known): boolean {
  if (room.room_type === "dm" && workspaceBySlug(slug, known)) return false;
  return workspaceOfRoom(room, known)?.slug !== slug;
}

/**
 * Where to begin, of the rooms one is in: the one last seen on this device, else the one with the newest word, a room before
 * a direct conversation, and in the first workspace of the rail before the others.
 */
export function firstRoom(known: Known, last: string | null, workspaceId?: string): RoomEntry | undefined {
  const mine = Object.values(known.rooms).filter(
    (room) =>
      room.membership === "join" &&
      room.state === "open" &&
      (workspaceId === undefined || workspaceOfRoom(room, known)?.id === workspaceId),
  );
  const first = railOrder(known)[0]?.id;
  const order = (room: RoomEntry) => (room.room_type === "dm" ? 2 : room.workspace_id === first ? 0 : 1);
  return (
    mine.find((room) => room.id === last) ??
    mine.toSorted((a, b) => order(a) - order(b) || b.last_position - a.last_position || (a.id < b.id ? -1 : 1))[0]
  );
}
