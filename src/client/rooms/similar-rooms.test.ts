import { expect, test } from "vitest";
import { similarRooms } from "./similar-rooms.ts";

const rooms = ["Design", "Design Team", "designs", "Café", "Launch", "HR", "Finance 2026", null].map(
  (name, number) => ({
    id: String(number),
    name,
  }),
);
const found = (name: string) => similarRooms(rooms, name).map((room) => room.name);

test("rooms that say nearly the same are found, the nearest first", () => {
  expect(found("design")).toEqual(["Design", "designs", "Design Team"]);
  expect(found("#Design-Team!")).toEqual(["Design Team", "Design"]);
  expect(found("cafe")).toEqual(["Café"]);
  expect(found("lunch")).toEqual(["Launch"]);
  expect(found("finance")).toEqual(["Finance 2026"]);
});

test("short names, other names and nothing find none", () => {
  for (const name of ["", "HR", "h", "Marketing", "  ", "—"]) expect(found(name)).toEqual([]);
});
