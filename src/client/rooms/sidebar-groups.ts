import { otherOf, roomName } from "#/client/rooms/room-names.ts";
import { isAi } from "#/domain/participants/participant.ts";
import type { Overview, RoomEntry } from "#/domain/views/state.ts";

export type SidebarGroup = {
  readonly id: "invitations" | "rooms" | "people" | "ai" | "shared" | "archived";
  readonly label: string;
  readonly rooms: readonly RoomEntry[];
};

type Known = Pick<Overview, "me" | "participants" | "workspaces" | "rooms">;

/**
 * The list of one workspace: its rooms, everyone one talks to directly, and in the personal workspace also the rooms whose
 * workspace one is not in. Invitations wait on top wherever one is. By name and not by time, so that nothing moves under
 * the eye.
 */
export function sidebarGroups(known: Known, workspaceId: string): SidebarGroup[] {
  const all = Object.values(known.rooms).toSorted(byName(known));
  const joined = all.filter((room) => room.membership === "join");
  const direct = joined.filter((room) => room.room_type === "dm" && room.state === "open");
  const others = joined.filter((room) => room.room_type !== "dm");
  const here = others.filter((room) => room.workspace_id === workspaceId);
  const isPersonal = workspaceId === known.me.personal_workspace_id;
  const foreign = isPersonal ? others.filter((room) => !known.workspaces[room.workspace_id]) : [];
  const withAi = (room: RoomEntry) => {
    const other = otherOf(room, known);
    return other !== undefined && isAi(other);
  };
  const groups: SidebarGroup[] = [
    { id: "invitations", label: "Invitations", rooms: all.filter((room) => room.membership === "invite") },
    { id: "rooms", label: "Rooms", rooms: here.filter((room) => room.state === "open") },
    { id: "people", label: "People", rooms: direct.filter((room) => !withAi(room)) },
    { id: "ai", label: "AI assistants", rooms: direct.filter(withAi) },
    { id: "shared", label: "Shared with me", rooms: foreign.filter((room) => room.state === "open") },
    { id: "archived", label: "Archived", rooms: [...here, ...foreign].filter((room) => room.state !== "open") },
  ];
  const always = new Set(["rooms", "people"]);
  return groups.filter((group) => group.rooms.length > 0 || always.has(group.id));
}

/** The rooms as the eye meets them, for going from one to the next. */
export function inOrder(groups: readonly SidebarGroup[]): RoomEntry[] {
  return groups.flatMap((group) => group.rooms);
}

function byName(known: Known): (a: RoomEntry, b: RoomEntry) => number {
  const compare = new Intl.Collator("en", { sensitivity: "base", numeric: true }).compare;
  return (a, b) => compare(roomName(a, known), roomName(b, known)) || (a.id < b.id ? -1 : 1);
}
