import { expect, test } from "vitest";
import { usersOfGroups } from "./group-closure.ts";

const user = (id: string) => ({ type: "user" as const, id });
const group = (id: string) => ({ type: "group" as const, id });

test("a group has the users of the groups in it, also where groups hold each other", () => {
  const found = usersOfGroups([
    { id: "a", name: "A", members: [user("1"), group("b")] },
    { id: "b", name: "B", members: [user("2"), group("c")] },
    { id: "c", name: "C", members: [user("3"), user("1"), group("a"), group("c"), group("unlisted")] },
    { id: "d", name: "D", members: [] },
  ]);
  expect([...found].map(([id, users]) => [id, [...users].sort()])).toEqual([
    ["a", ["1", "2", "3"]],
    ["b", ["1", "2", "3"]],
    ["c", ["1", "2", "3"]],
    ["d", []],
  ]);
});

test("a chain of thousands of groups is walked without growing the stack", () => {
  const groups = Array.from({ length: 5_000 }, (_, index) => ({
    id: String(index),
    name: "G",
    members: [group(String(index + 1)), ...(index === 4_999 ? [user("deep")] : [])],
  }));
  expect(usersOfGroups([groups[0]!, ...groups.slice(1, 3)]).get("0")!.size).toBe(0);
  expect(usersOfGroups(groups).get("0")).toEqual(new Set(["deep"]));
});
