import { expect, test } from "vitest";
import { dmKey } from "#/domain/rooms/dm.ts";
import { systemLine } from "#/domain/rooms/system-line.ts";

const ana = { id: "a", display_name: "Ana" };
const ben = { id: "b", display_name: "Ben" };

test("a line about oneself and about another read differently", () => {
  expect(systemLine({ kind: "join", participant: ben, by: ben })).toEqual({
    msgtype: "swp.system",
    kind: "join",
    participant_id: "b",
    by: "b",
    body: "Ben joined.",
  });
  expect(systemLine({ kind: "join", participant: ben, by: ana }).body).toBe("Ana added Ben.");
});

test("two people of the same name are still two", () => {
  expect(systemLine({ kind: "join", participant: { ...ben, display_name: "Ana" }, by: ana }).body).toBe(
    "Ana added Ana.",
  );
});

test("a topic that was removed is told as such", () => {
  expect(systemLine({ kind: "topic", participant: ana, by: ana, value: null })).toMatchObject({
    value: null,
    body: "Ana removed the topic.",
  });
});

test("a pair has one key, whoever starts", () => {
  expect(dmKey("b", "a")).toBe(dmKey("a", "b"));
  expect(dmKey("a", "c")).not.toBe(dmKey("a", "b"));
});
