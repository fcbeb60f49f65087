import { expect, test } from "vitest";
import { commentAllows, quoteOf, rangeOfBlock, rangeOfLines, rangeOfQuote } from "#/domain/notes/comments.ts";

test("authors edit and remove their own; those who edit the note remove and resolve any; viewers nobody else's", () => {
  const may = (role: "viewer" | "editor" | "owner", isAuthor: boolean) =>
    (["edit", "remove", "resolve"] as const).filter((action) => commentAllows({ role, isAuthor }, action));
  expect(may("viewer", true)).toEqual(["edit", "remove", "resolve"]);
  expect(may("editor", false)).toEqual(["remove", "resolve"]);
  expect(may("owner", false)).toEqual(["remove", "resolve"]);
  expect(may("viewer", false)).toEqual([]);
});

const text = "---\ntags: a\n---\n# Plan\n\nWe launch.\n";
const part = (range: { from: number; to: number } | null, of = text) => range && of.slice(range.from, range.to);

test.each([
  [1, 1, "---"],
  [4, 4, "# Plan"],
  [4, 6, "# Plan\n\nWe launch."],
  [6, 99, "We launch.\n"],
  [5, 5, null],
  [7, 9, null],
  [99, 100, null],
])("lines %i to %i", (from, to, expected) => {
  expect(part(rangeOfLines(text, from, to))).toBe(expected);
});

test.each([
  ["- [ ] Call ^todo-abcde\nnext", "- [ ] Call"],
  ["one\n\nA paragraph\nof two ^todo-abcde  ", "of two"],
  ["one\n\n| a |\n| b |\n\n^todo-abcde\n", "| a |\n| b |"],
  ["^todo-abcde", null],
  ["see ^todo-abcde here", null],
  ["x^todo-abcde", null],
  ["Call ^todo-abcdef", null],
])("the block of an id in %j", (of, expected) => {
  expect(part(rangeOfBlock(of, "todo-abcde"), of)).toBe(expected);
});

test("a long quote is cut, and no letter in half", () => {
  const long = `${"a".repeat(298)}😀${"b".repeat(50)}`;
  expect(quoteOf(long, { from: 0, to: long.length })).toBe(`${"a".repeat(298)}…`);
  expect(quoteOf("abc", { from: 1, to: 2 })).toBe("b");
});

test("words that were moved are found again where they are the only ones", () => {
  expect(rangeOfQuote("so: a long sentence here", "a long sentence")).toEqual({ from: 4, to: 19 });
  expect(rangeOfQuote("a long sentence, a long sentence", "a long sentence")).toBeNull();
  expect(rangeOfQuote("the end", "the")).toBeNull();
});
