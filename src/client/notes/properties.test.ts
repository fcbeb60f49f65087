import { expect, test } from "vitest";
import { tagsOf, titleOf } from "#/client/notes/properties.ts";

test("tags are taken with commas, spaces and signs, once each", () => {
  expect(tagsOf(" #q3,launch  ##plan, q3,, ")).toEqual(["q3", "launch", "plan"]);
  expect(tagsOf("")).toEqual([]);
  expect(tagsOf(`${"x".repeat(100)}`)[0]).toHaveLength(64);
  expect(tagsOf(Array.from({ length: 80 }, (_, index) => `t${index}`).join())).toHaveLength(50);
});

test("a saved message is called after its first line of words, without marks", () => {
  expect(titleOf("---\n\n> ## **Launch** [[Plan|plan]] of [the team](https://x.test)\nmore")).toBe(
    "Launch plan of the team",
  );
  expect(titleOf("🎉\n")).toBe("");
  expect(titleOf("word ".repeat(60))).toMatch(/^(word ){10,16}?word…$/);
});
