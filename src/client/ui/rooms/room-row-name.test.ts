import { expect, test } from "vitest";
import { badgeText, roomRowName, trailingSlot, typingLine } from "./room-row-name.ts";

test("a row says everything it shows, in one order", () => {
  expect(roomRowName({ name: "design", unread: 3, mentions: 1, draft: "Hello", call: 3, muted: true })).toBe(
    "design, 3 unread, 1 mention, draft, call with 3 people, muted",
  );
  expect(roomRowName({ name: "ops", mentions: 2, call: 1 })).toBe("ops, 2 mentions, call with 1 person");
  expect(roomRowName({ name: "quiet" })).toBe("quiet");
});

test("the trailing slot shows the first thing that applies", () => {
  const all = { name: "x", call: 2, mentions: 1, typing: ["Ana"], draft: "d", unread: 4 };
  expect(trailingSlot(all)).toBe("call");
  expect(trailingSlot({ ...all, call: 0 })).toBe("mentions");
  expect(trailingSlot({ ...all, call: 0, mentions: 0 })).toBe("typing");
  expect(trailingSlot({ ...all, call: 0, mentions: 0, typing: [] })).toBe("draft");
  expect(trailingSlot({ name: "x", unread: 4 })).toBe("unread");
  expect(trailingSlot({ name: "x" })).toBeUndefined();
});

test("an invitation is told in words of its own, and before anything else that is not a call", () => {
  expect(roomRowName({ name: "finance", invited: true })).toBe("finance, you are invited");
  expect(roomRowName({ name: "Rooms", unread: 3, mentions: 1, invitations: 2 })).toBe(
    "Rooms, 3 unread, 1 mention, 2 invitations",
  );
  expect(trailingSlot({ name: "finance", invited: true, mentions: 1 })).toBe("invited");
});

test("a muted row never badges", () => {
  expect(trailingSlot({ name: "x", muted: true, unread: 9, mentions: 2 })).toBe("muted");
});

test("the typing line names at most two", () => {
  expect(typingLine(["Ana"])).toBe("Ana is typing");
  expect(typingLine(["Ana", "Bram"])).toBe("Ana and Bram are typing");
  expect(typingLine(["Ana", "Bram", "Chen"])).toBe("Several people are typing");
  expect(typingLine([])).toBe("");
});

test("a badge counts to 99", () => {
  expect([badgeText(1), badgeText(99), badgeText(100), badgeText(-3)]).toEqual(["1", "99", "99+", "0"]);
});
