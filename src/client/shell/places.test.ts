import { describe, expect, test } from "vitest";
import { dm, overview, roomEntry, unread } from "#/client/rooms/overview.testing.ts";
import { firstRoom, isMisplaced, railOrder, roomHref } from "#/client/shell/places.ts";
import { railWorkspaces, totalMentions } from "#/client/shell/workspace-marks.ts";

describe("the address of a room", () => {
  const known = overview([]);

  test("is in its workspace, wherever one comes from", () => {
    expect(roomHref(roomEntry("design"), known, "ana-home")).toBe("/w/team/r/design");
  });

  test("is in one's own workspace when the room's is not one's", () => {
    expect(roomHref(roomEntry("guest", { workspace_id: "globex" }), known)).toBe("/w/ana-home/r/guest");
  });

  test("of a direct room stays in the workspace one is in", () => {
    expect(roomHref(dm("bram"), known, "team")).toBe("/w/team/r/dm-bram");
    expect(roomHref(dm("bram"), known)).toBe("/w/ana-home/r/dm-bram");
  });

  test("is wrong in another workspace, and in one that is not there", () => {
    expect(isMisplaced(roomEntry("design"), "team", known)).toBe(false);
    expect(isMisplaced(roomEntry("design"), "ana-home", known)).toBe(true);
    expect(isMisplaced(dm("bram"), "team", known)).toBe(false);
    expect(isMisplaced(dm("bram"), "nowhere", known)).toBe(true);
  });
});

describe("where one begins", () => {
  const known = overview([
    roomEntry("quiet", { last_position: 2 }),
    roomEntry("busy", { last_position: 5 }),
    roomEntry("asked", { membership: "invite", last_position: 9 }),
    dm("bram", { last_position: 8 }),
  ]);

  test("is the room last seen on this device, if one is still in it", () => {
    expect(firstRoom(known, "quiet")?.id).toBe("quiet");
    expect(firstRoom(known, "gone")?.id).toBe("busy");
  });

  test("is a room before a direct conversation, and never an invitation", () => {
    expect(firstRoom(known, null)?.id).toBe("busy");
    expect(firstRoom(overview([dm("bram")]), null)?.id).toBe("dm-bram");
    expect(firstRoom(overview([]), null)).toBeUndefined();
  });

  test("keeps to the workspace asked for", () => {
    expect(firstRoom(known, null, "ana-home")?.id).toBe("dm-bram");
  });
});

describe("the rail", () => {
  test("has shared workspaces first, and counts direct messages in one's own", () => {
    const known = overview([roomEntry("design", { unread: unread(3, 1) }), dm("bram", { unread: unread(2) })]);
    expect(railOrder(known).map((each) => each.id)).toEqual(["team", "ana-home"]);
    expect(railWorkspaces(known, null).map(({ id, unread, mentions }) => [id, unread, mentions])).toEqual([
      ["team", 3, 1],
      ["ana-home", 2, 2],
    ]);
  });

  test("an invitation needs oneself as a mention does", () => {
    expect(
      totalMentions(overview([roomEntry("asked", { membership: "invite" }), dm("bram", { unread: unread(2) })])),
    ).toBe(3);
  });
});
