import { expect, test } from "vitest";
import { maxTypingRooms } from "./limits.ts";
import { Typing } from "./typing.ts";

test("typing is told once in two seconds, and its end once", () => {
  const typing = new Typing();
  const told = { room: "r", participant: "p" };
  expect(typing.start("p", "r", 0)).toEqual([{ ...told, typing: true }]);
  expect(typing.start("p", "r", 1_999)).toEqual([]);
  expect(typing.start("p", "r", 2_000)).toEqual([{ ...told, typing: true }]);
  expect(typing.expire(5_999)).toEqual([]);
  expect(typing.expire(6_000)).toEqual([{ ...told, typing: false }]);
  expect(typing.stop("p", "r")).toEqual([]);
  expect(typing.expire(99_000)).toEqual([]);
});

test("someone types in a few rooms at once; the oldest gives way", () => {
  const typing = new Typing();
  for (let room = 1; room <= maxTypingRooms; room += 1) typing.start("p", `r${room}`, room);
  expect(typing.start("p", "one more", 10)).toEqual([
    { room: "one more", participant: "p", typing: true },
    { room: "r1", participant: "p", typing: false },
  ]);
  expect(typing.stopAll("p")).toHaveLength(maxTypingRooms);
  expect(typing.stopAll("p")).toEqual([]);
});
