import { expect, test } from "vitest";
import { rangesOf, selectedLines } from "#/client/notes/comment-places.ts";

const text = "# Plan\n\nTwo weeks on one line.\n\n- first\n- second\n- second\n";

test("selected words are the lines that they stand in", () => {
  expect(selectedLines(text, "weeks on one")?.anchor).toEqual({ kind: "lines", from: 3, to: 3 });
  expect(selectedLines(text, "one line.\n\nfirst")?.anchor).toEqual({ kind: "lines", from: 3, to: 5 });
});

test("words that stand nowhere, or twice, are no place", () => {
  expect(selectedLines(text, "second")).toBeNull();
  expect(selectedLines(text, "not there")).toBeNull();
  expect(selectedLines(text, " \n ")).toBeNull();
});

test("only threads on words are marked in the text", () => {
  const place = { from: 8, to: 11 };
  const range = {
    id: "a",
    anchor: { kind: "range", start: "s", end: "e", quote: "Two" },
    place,
    resolved: false,
  } as const;
  const note = { id: "b", anchor: { kind: "note" }, place: null, resolved: true } as const;
  expect(rangesOf([range, note], "a")).toEqual([
    { id: "a", relative: { start: "s", end: "e" }, resolved: false, active: true },
  ]);
});
