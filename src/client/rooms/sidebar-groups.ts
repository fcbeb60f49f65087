import { say } from "#/client/language/say.ts";
import { otherOf, roomName } from "#/client/rooms/room-names.ts";
import { unreadOf } from "#/domain/messages/unread.ts";
import { isAi } from "#/domain/participants/participant.ts";
import type { RoomSort } from "#/domain/participants/sidebar.ts";
import { isHidden } from "#/domain/rooms/own-settings.ts";
import type { Overview, RoomEntry } from "#/domain/views/state.ts";

export type SidebarGroup = {
  /** `invitations`, `favourites`, `section:<id>`, `rooms`, `people`, `ai`, `shared`, `archived`. */
  readonly id: string;
  readonly label: string;
  /** In a section of one's own. */
  readonly sectionId?: string;
  readonly rooms: readonly RoomEntry[];
};

type Known = Pick<Overview, "me" | "participants" | "workspaces" | "rooms" | "own" | "ai">;

/**
 * The list of one workspace: favourites and one's own sections in the order one gave them, its other rooms, everyone one
 * talks to directly, and in the personal workspace also the rooms whose workspace one is not in. Invitations wait on top
 * wherever one is. By name unless one chose otherwise, so that nothing moves under the eye.
 */
export function sidebarGroups(known: Known, workspaceId: string): SidebarGroup[] {
  const { favourites, sections, sort } = known.own.sidebar;
  const all = Object.values(known.rooms).toSorted(orderOf(known, sort));
  const joined = all.filter((room) => room.membership === "join");
  const direct = joined.filter((room) => room.room_type === "dm" && room.state === "open" && !isHidden(room));
  const others = joined.filter((room) => room.room_type !== "dm");
  const here = others.filter((room) => room.workspace_id === workspaceId);
  const isPersonal = workspaceId === known.me.personal_workspace_id;
  const foreign = isPersonal ? others.filter((room) => !known.workspaces[room.workspace_id]) : [];
  const withAi = (room: RoomEntry) => {
    const other = otherOf(room, known);
    return other !== undefined && isAi(other);
  };
  const open = new Map(
    [...here, ...foreign, ...direct].filter((room) => room.state === "open").map((room) => [room.id, room]),
  );
  const byHand = (ids: readonly string[]) => ids.map((id) => open.get(id)).filter((room) => room !== undefined);
  const placed = new Set([...favourites, ...sections.flatMap((section) => section.room_ids)]);
  const free = (rooms: readonly RoomEntry[]) => rooms.filter((room) => room.state === "open" && !placed.has(room.id));
  const isAiShown = !known.ai?.hidden && !known.own.screen.hide_ai;
  const groups: SidebarGroup[] = [
    { id: "invitations", label: say("Invitations"), rooms: all.filter((room) => room.membership === "invite") },
    { id: "favourites", label: say("Favourites"), rooms: byHand(favourites) },
    ...sections.map(({ id, name, room_ids }) => ({
      id: `section:${id}`,
      label: name,
      sectionId: id,
      rooms: byHand(room_ids),
    })),
    { id: "rooms", label: say("Rooms"), rooms: free(here) },
    { id: "people", label: say("People"), rooms: free(direct).filter((room) => !withAi(room)) },
    { id: "ai", label: say("AI assistants"), rooms: isAiShown ? free(direct).filter(withAi) : [] },
    { id: "shared", label: say("Shared with me"), rooms: free(foreign) },
    { id: "archived", label: say("Archived"), rooms: [...here, ...foreign].filter((room) => room.state !== "open") },
  ];
  // Assistants that one has not talked to yet wait under theirs.
  const always = new Set([
    "rooms",
    "people",
    ...(isAiShown && Object.values(known.participants).some(isAi) ? ["ai"] : []),
  ]);
  // A section whose rooms are all of other workspaces is not shown; one without any waits for the first.
  const isNew = (group: SidebarGroup) =>
    sections.some((section) => section.id === group.sectionId && section.room_ids.length === 0);
  return groups.filter((group) => group.rooms.length > 0 || always.has(group.id) || isNew(group));
}

/** The rooms as the eye meets them, for going from one to the next. */
export function inOrder(groups: readonly SidebarGroup[]): RoomEntry[] {
  return groups.flatMap((group) => group.rooms);
}

function orderOf(known: Known, sort: RoomSort): (a: RoomEntry, b: RoomEntry) => number {
  const compare = new Intl.Collator("en", { sensitivity: "base", numeric: true }).compare;
  const byName = (a: RoomEntry, b: RoomEntry) =>
    compare(roomName(a, known), roomName(b, known)) || (a.id < b.id ? -1 : 1);
  if (sort === "recent") return (a, b) => b.last_position - a.last_position || byName(a, b);
  if (sort === "unread") return (a, b) => weightOf(b) - weightOf(a) || byName(a, b);
  return byName;
}

/** What needs oneself before what is merely new. */
function weightOf(room: RoomEntry): number {
  const { count, mentions } = unreadOf(room);
  return mentions > 0 ? 2 : count > 0 ? 1 : 0;
}
