import { describe, expect, test } from "vitest";
import { neighbour } from "#/client/rooms/neighbour.ts";
import { dm, overview, participant, roomEntry, unread } from "#/client/rooms/overview.testing.ts";
import { roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { inOrder, sidebarGroups } from "#/client/rooms/sidebar-groups.ts";

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
