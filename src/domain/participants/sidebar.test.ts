import { describe, expect, test } from "vitest";
import {
  addSection,
  changedSidebar,
  defaultSidebar,
  fold,
  maxPlaced,
  mergeSidebar,
  placeOf,
  placeRoom,
  placeSection,
  removeSection,
  renameSection,
  stepRoom,
  stepSection,
} from "#/domain/participants/sidebar.ts";
import { readSidebar, type Sidebar, updateSidebarInput } from "#/domain/participants/sidebar-schema.ts";

const id = (n: number) => `0193f6c1-5a2e-7c44-9b1d-${String(n).padStart(12, "0")}`;
const [a, b, c, work, home] = [id(1), id(2), id(3), id(101), id(102)] as [string, string, string, string, string];
const list: Sidebar = {
  ...defaultSidebar,
  favourites: [a, b],
  sections: [
    { id: work, name: "Work", room_ids: [c] },
    { id: home, name: "Home", room_ids: [] },
  ],
};
const updated = (before: Sidebar, update: object | null) => mergeSidebar(before, update ?? {});

describe("the list of rooms as one arranges it", () => {
  test("is the product's where nothing was arranged, and reads a row that holds what it does not know", () => {
    expect(readSidebar({})).toEqual(defaultSidebar);
    expect(readSidebar({ sort: "age", favourites: [a], colour: "red" })).toEqual({
      ...defaultSidebar,
      favourites: [a],
    });
  });

  test("keeps what an update leaves out, so that of two devices the last one wins only in what it changed", () => {
    const sorted = updated(list, { sort: "recent" });
    expect(updated(sorted, { unread_only: true })).toEqual({ ...list, sort: "recent", unread_only: true });
  });

  test("has each room in one place: the newer word wins", () => {
    expect(updated(list, { favourites: [c, a, a] })).toMatchObject({
      favourites: [c, a],
      sections: [{ room_ids: [] }, {}],
    });
    expect(updated(list, { sections: [{ id: work, name: "Work", room_ids: [a, c] }] })).toMatchObject({
      favourites: [b],
      sections: [{ room_ids: [a, c] }],
    });
  });

  test("refuses two sections of one id and more rooms than fit", () => {
    const twice = [work, work].map((each) => ({ id: each, name: "Work", room_ids: [] }));
    expect(() => updated(list, { sections: twice })).toThrow(/same id/);
    const many = Array.from({ length: maxPlaced }, (_, n) => id(1000 + n));
    expect(updated(defaultSidebar, { favourites: many }).favourites).toHaveLength(maxPlaced);
    expect(() => updated(list, { favourites: many })).toThrow(/At most 500/);
  });

  test("takes only what it knows, within bounds", () => {
    const accepts = (input: object) => updateSidebarInput.safeParse(input).success;
    expect(accepts({ folded: ["people", `section:${work}`], sort: "unread" })).toBe(true);
    for (const input of [
      { colour: "red" },
      { sort: "age" },
      { favourites: ["design"] },
      { favourites: Array.from({ length: maxPlaced + 1 }, (_, n) => id(n)) },
      { sections: [{ id: work, name: " ", room_ids: [] }] },
      { sections: [{ id: work, name: "x".repeat(41), room_ids: [] }] },
      { sections: Array.from({ length: 31 }, (_, n) => ({ id: id(n), name: "S", room_ids: [] })) },
      { folded: ["<script>"] },
      { unread_only: "yes" },
    ]) {
      expect([input, accepts(input)]).toEqual([input, false]);
    }
  });

  test("tells what changed and nothing else", () => {
    expect(changedSidebar(list, updated(list, { sort: "name" }))).toEqual({});
    expect(changedSidebar(list, updated(list, { favourites: [b, a] }))).toEqual({ favourites: [b, a] });
  });
});

describe("arranging", () => {
  test("puts a room to a place, before another or at the end, and back to its own group", () => {
    expect(placeOf(list, c)).toBe(work);
    expect(updated(list, placeRoom(list, c, "favourites", a))).toMatchObject({
      favourites: [c, a, b],
      sections: [{ room_ids: [] }, {}],
    });
    expect(updated(list, placeRoom(list, a, home))).toMatchObject({
      favourites: [b],
      sections: [{}, { room_ids: [a] }],
    });
    expect(placeOf(updated(list, placeRoom(list, a, null)), a)).toBeNull();
    expect(placeRoom(list, b, "favourites")).toEqual({});
  });

  test("steps past what is shown, also where rooms of other workspaces stand between", () => {
    const three = { ...list, favourites: [a, b, c], sections: [] };
    expect(stepRoom(three, c, -1, [a, c])?.favourites).toEqual([c, a, b]);
    expect(stepRoom(three, a, 1, [a, b, c])?.favourites).toEqual([b, a, c]);
    expect(stepRoom(three, a, 1, [a, c])?.favourites).toEqual([b, c, a]);
    expect(stepRoom(three, a, -1, [a, b, c])).toBeNull();
    expect(stepRoom(three, id(9), 1, [id(9), a])).toBeNull();
  });

  test("makes, renames, moves and removes sections, whose rooms then stand in their own groups again", () => {
    expect(updated(list, addSection(list, { id: id(103), name: "New" })).sections).toHaveLength(3);
    expect(updated(list, renameSection(list, work, "Job")).sections[0]?.name).toBe("Job");
    expect(updated(list, stepSection(list, home, -1)).sections.map((each) => each.name)).toEqual(["Home", "Work"]);
    expect(stepSection(list, home, 1)).toBeNull();
    expect(placeOf(updated(list, removeSection(list, work)), c)).toBeNull();
  });

  test("folds and unfolds a group once", () => {
    const folded = updated(list, fold(list, "people", true));
    expect(folded.folded).toEqual(["archived", "people"]);
    expect(updated(folded, fold(folded, "people", false)).folded).toEqual(["archived"]);
  });
});

test("a section is put before another one or at the end, and nothing changes where it stands", () => {
  const names = (update: object | null) => updated(list, update).sections.map((each) => each.name);
  expect(names(placeSection(list, home, work))).toEqual(["Home", "Work"]);
  expect(names(placeSection(list, work, null))).toEqual(["Home", "Work"]);
  expect(placeSection(list, work, home)).toBeNull();
  expect(placeSection(list, home, null)).toBeNull();
  expect(placeSection(list, home, home)).toBeNull();
  expect(placeSection(list, id(999), null)).toBeNull();
});
