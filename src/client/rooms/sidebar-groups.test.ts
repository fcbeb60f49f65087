import { describe, expect, test } from "vitest";
import { neighbour } from "#/client/rooms/neighbour.ts";
import { dm, overview, participant, roomEntry, unread } from "#/client/rooms/overview.testing.ts";
import { roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { inOrder, sidebarGroups } from "#/client/rooms/sidebar-groups.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

const mira = participant("mira", { participant_type: "model" });
const told = (known: ReturnType<typeof overview>, workspaceId = "team") =>
  Object.fromEntries(sidebarGroups(known, workspaceId).map((group) => [group.id, group.rooms.map((room) => room.id)]));

describe("the list of a workspace", () => {
  test("has its own rooms by name, whatever was said last where", () => {
    const known = overview([
      roomEntry("zebra", { last_position: 9 }),
      roomEntry("Apple"),
      roomEntry("elsewhere", { workspace_id: "ana-home" }),
    ]);
    expect(told(known).rooms).toEqual(["Apple", "zebra"]);
  });

  test("puts people and AIs apart, and lists them in every workspace", () => {
    const known = overview([dm("bram"), dm("mira")], [mira]);
    expect(told(known)).toMatchObject({ people: ["dm-bram"], ai: ["dm-mira"] });
    expect(told(known, "ana-home")).toMatchObject({ people: ["dm-bram"], ai: ["dm-mira"] });
  });

  test("shows rooms of foreign workspaces in one's own, and only there", () => {
    const known = overview([roomEntry("guest", { workspace_id: "globex" })]);
    expect(told(known, "ana-home").shared).toEqual(["guest"]);
    expect(told(known, "team").shared).toBeUndefined();
  });

  test("has invitations on top wherever one is, and never among the rooms", () => {
    const known = overview([
      roomEntry("finance", { membership: "invite", workspace_id: "globex" }),
      roomEntry("design"),
    ]);
    expect(Object.keys(told(known))[0]).toBe("invitations");
    expect(told(known)).toMatchObject({ invitations: ["finance"], rooms: ["design"] });
  });

  test("keeps archived rooms apart", () => {
    expect(told(overview([roomEntry("old", { state: "archived" })]))).toMatchObject({ rooms: [], archived: ["old"] });
  });

  test("leaves out empty groups but rooms and people, which teach what belongs there", () => {
    expect(Object.keys(told(overview([])))).toEqual(["rooms", "people"]);
  });
});

describe("the list as one arranged it", () => {
  const arranged = (rooms: RoomEntry[], sidebar: object, workspaceId = "team") => {
    const known = overview(rooms, [mira]);
    Object.assign(known.own.sidebar, sidebar);
    return told(known, workspaceId);
  };
  const section = (id: string, ...room_ids: string[]) => ({ id, name: id.toUpperCase(), room_ids });

  test("has favourites and sections first, in the order one gave them, and lists no room twice", () => {
    const rooms = [roomEntry("a"), roomEntry("b"), roomEntry("c"), roomEntry("d"), dm("bram"), dm("mira")];
    const list = arranged(rooms, { favourites: ["dm-mira", "b"], sections: [section("work", "d", "dm-bram")] });
    expect(list).toEqual({
      favourites: ["dm-mira", "b"],
      "section:work": ["d", "dm-bram"],
      rooms: ["a", "c"],
      people: [],
      ai: [],
    });
    expect(Object.keys(list)).toEqual(["favourites", "section:work", "rooms", "people", "ai"]);
  });

  test("shows of a section what is in this workspace, and a new one that waits for its first room", () => {
    const rooms = [roomEntry("a"), roomEntry("elsewhere", { workspace_id: "ana-home" })];
    const sections = [section("away", "elsewhere"), section("new"), section("gone", "left-long-ago")];
    expect(Object.keys(arranged(rooms, { sections }))).toEqual(["section:new", "rooms", "people", "ai"]);
    expect(arranged(rooms, { sections }, "ana-home")["section:away"]).toEqual(["elsewhere"]);
  });

  test("leaves an archived favourite among the archived, and an invitation on top", () => {
    const rooms = [roomEntry("old", { state: "archived" }), roomEntry("asked", { membership: "invite" })];
    expect(arranged(rooms, { favourites: ["old", "asked"] })).toMatchObject({
      archived: ["old"],
      invitations: ["asked"],
    });
    expect(arranged(rooms, { favourites: ["old", "asked"] }).favourites).toBeUndefined();
  });

  test("is ordered by the newest word, or by what waits, where one wants that", () => {
    const rooms = [
      roomEntry("quiet", { last_position: 9 }),
      roomEntry("new", { last_position: 5, unread: unread(1) }),
      roomEntry("asks", { last_position: 3, unread: unread(2, 1) }),
    ];
    expect(arranged(rooms, { sort: "recent" }).rooms).toEqual(["quiet", "new", "asks"]);
    expect(arranged(rooms, { sort: "unread" }).rooms).toEqual(["asks", "new", "quiet"]);
    expect(arranged(rooms, { sort: "recent", favourites: ["asks", "quiet"] }).favourites).toEqual(["asks", "quiet"]);
  });
});

describe("what a room is called", () => {
  test("is its name, with a number sign in running text", () => {
    const known = overview([]);
    expect(roomName(roomEntry("design"), known)).toBe("design");
    expect(roomTitle(roomEntry("design"), known)).toBe("#design");
  });

  test("is the other one's name for a direct room, also when that one is gone", () => {
    const known = overview([]);
    expect(roomTitle(dm("bram"), known)).toBe("Bram");
    expect(roomTitle(dm("nobody"), known)).toBe("Someone who left");
  });
});

describe("going from room to room by keys", () => {
  const known = overview([roomEntry("a"), roomEntry("b", { unread: unread(1) }), roomEntry("c")]);
  const rooms = inOrder(sidebarGroups(known, "team"));

  test("goes down and up the list, and round at its ends", () => {
    expect(neighbour(rooms, "a", 1, false)?.id).toBe("b");
    expect(neighbour(rooms, "a", -1, false)?.id).toBe("c");
    expect(neighbour(rooms, "c", 1, false)?.id).toBe("a");
  });

  test("begins at an end where no room is shown", () => {
    expect(neighbour(rooms, undefined, 1, false)?.id).toBe("a");
    expect(neighbour(rooms, undefined, -1, false)?.id).toBe("c");
  });

  test("stops only where something waits when asked to, and nowhere when nothing does", () => {
    expect(neighbour(rooms, "c", 1, true)?.id).toBe("b");
    expect(neighbour(rooms, "b", 1, true)).toBeUndefined();
    expect(neighbour([], undefined, 1, false)).toBeUndefined();
  });
});

test("a conversation that one closed is out of the list until something is said in it", () => {
  const closed = dm("bram", { last_position: 7, hidden_until: 7 });
  const listed = (room: RoomEntry) =>
    sidebarGroups(overview([room]), "team").some((group) => group.rooms.some(({ id }) => id === room.id));
  expect(listed(closed)).toBe(false);
  expect(listed({ ...closed, last_position: 8 })).toBe(true);
});
