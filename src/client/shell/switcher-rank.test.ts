import { describe, expect, test } from "vitest";
import { dm, overview, participant, roomEntry, unread, workspace } from "#/client/rooms/overview.testing.ts";
import { askedOf, noteTargets, rank, scoreOf, targetsOf } from "#/client/shell/switcher-rank.ts";

const known = overview(
  [
    roomEntry("design", { last_position: 5 }),
    roomEntry("launch", { last_position: 9 }),
    roomEntry("lunch", { last_position: 3, unread: unread(2) }),
    roomEntry("finance", { last_position: 2, unread: unread(3, 1) }),
    dm("bram", { last_position: 4 }),
  ],
  [participant("mira", { participant_type: "model" })],
);
known.workspaces.north = workspace("north", { name: "Studio North" });
const targets = targetsOf(known);
const labels = (typed: string, current?: string) => rank(targets, typed, current).map(({ target }) => target.label);

describe("the switcher with nothing typed", () => {
  test("shows mentions, then unread, then what was said last", () => {
    expect(labels("")).toEqual(["finance", "lunch", "launch", "design", "Bram"]);
  });

  test("leaves out the room that one is in, and people never written with", () => {
    expect(labels("", "launch")).not.toContain("launch");
    expect(labels("")).not.toContain("Chloé");
  });
});

describe("the switcher with something typed", () => {
  test("puts names that begin so before names that contain it", () => {
    expect(labels("la")[0]).toBe("launch");
    expect(labels("sign")).toEqual(["design"]);
  });

  test("finds the beginning of a later word, whatever the case and the accents", () => {
    expect(labels("nor")[0]).toBe("Studio North");
    expect(labels("CHLOE")[0]).toBe("Chloé");
  });

  test("prefers what is unread among equal matches", () => {
    expect(labels("l").slice(0, 2)).toEqual(["lunch", "launch"]);
  });

  test("finds letters in order, and forgives one slip in a longer word", () => {
    expect(labels("lnch")).toContain("launch");
    expect(labels("desgin")).toEqual(["design"]);
    expect(labels("finnce")).toContain("finance");
    expect(labels("zzzz")).toEqual([]);
  });

  test("keeps to people, rooms or commands after their prefix", () => {
    expect(labels("@")).toEqual(["Bram", "Chloé", "Mira"]);
    expect(labels("#l")).toEqual(["lunch", "launch"]);
    expect(labels("~l")).toEqual(["lunch", "launch"]);
    expect(labels(">new")).toEqual(["New direct message", "New note", "New room", "New workspace"]);
  });

  test("shows the notes that the server found, also by another name, and after their prefix alone", () => {
    const found = [{ id: "n1", title: "Launch plan", place: "in Projects", path: "/w/p/n/launch-plan-1" }];
    const all = [...targetsOf(known), ...noteTargets(found, "kick-off")];
    expect(rank(all, "/kick-off", undefined).map(({ target }) => target.label)).toEqual(["Launch plan"]);
    expect(rank(all, "kick-off", undefined).map(({ target }) => target.label)).toContain("Launch plan");
    expect(rank(all, "#kick-off", undefined)).toEqual([]);
    expect(askedOf(" /lau")).toEqual({ kind: "note", query: "lau" });
  });

  test("tells someone one writes with once, not as a person and a room", () => {
    expect(labels("bram")).toEqual(["Bram"]);
  });
});

describe("a match", () => {
  test("tells which letters of the label fit", () => {
    expect(scoreOf({ label: "Studio North", also: "" }, "nor")?.matches).toEqual([[7, 10]]);
    expect(scoreOf({ label: "launch", also: "" }, "lnch")?.matches).toEqual([
      [0, 1],
      [3, 6],
    ]);
  });

  test("keeps its places where folding would change the length", () => {
    expect(scoreOf({ label: "İzmir trip", also: "" }, "trip")?.matches).toEqual([[6, 10]]);
  });
});
