import { expect, test } from "vitest";
import { filterOf, narrows, searchOf } from "#/client/notes/notes-filter.ts";

test("a filter of the list survives its address", () => {
  const filter = {
    view: "archive",
    q: "launch plan",
    status: "draft",
    category: "Projects",
    tag: "q3",
    pinned: true,
    mine: true,
    page: 3,
  } as const;
  const search = Object.fromEntries(Object.entries(searchOf(filter)).map(([key, value]) => [key, value ?? undefined]));
  expect(filterOf(search)).toEqual(filter);
  expect(narrows(filter)).toBe(true);
});

test("what an address makes up is as if it said nothing", () => {
  const plain = filterOf({});
  expect(filterOf({ view: "all", status: "gone", page: "-7", pinned: "yes", q: ["a", "b"] })).toEqual(plain);
  expect(narrows(plain)).toBe(false);
  expect(Object.values(searchOf(plain)).filter(Boolean)).toEqual([]);
  expect(filterOf({ page: "99999999" }).page).toBe(200);
  expect(filterOf({ q: "x".repeat(5000) }).q).toHaveLength(200);
});
