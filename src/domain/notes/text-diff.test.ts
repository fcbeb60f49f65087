import fc from "fast-check";
import { expect, test } from "vitest";
import { applySplices, splicesBetween } from "#/domain/notes/text-diff.ts";
import { cpuTime } from "../../../tests/support/cpu-time.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "\n", "word ", "😀", "é", "- [ ] x\n"), { maxLength: 60 })
  .map((parts) => parts.join(""));

test("the changes between any two texts make one of the other", () => {
  fc.assert(
    fc.property(text, text, (from, to) => {
      expect(applySplices(from, splicesBetween(from, to))).toBe(to);
    }),
  );
});

test("large texts are compared by lines, and the rest is left alone", () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of many`);
  const from = lines.join("\n");
  const to = [...lines.slice(0, 10), "new", ...lines.slice(10, 19_000), ...lines.slice(19_002)].join("\n");
  const splices = splicesBetween(from, to);
  expect(applySplices(from, splices)).toBe(to);
  expect(splices.length).toBeLessThan(6);
  expect(splices.reduce((sum, { remove, insert }) => sum + remove + insert.length, 0)).toBeLessThan(200);
});

test("texts that have nothing in common are compared in bounded time, and edits all over a long one stay apart", () => {
  const lines = (letter: string) => Array.from({ length: 100_000 }, (_, index) => `${letter}${index}`);
  const [from, to] = [lines("a"), lines("b")].map((all) => all.join("\n"));
  const worked = cpuTime(() => expect(applySplices(from!, splicesBetween(from!, to!))).toBe(to));
  expect(worked).toBeLessThan(10_000);
  const edited = lines("a").map((line, index) => (index % 1_000 === 0 ? `${line} edited` : line));
  const splices = splicesBetween(from!, edited.join("\n"));
  expect(applySplices(from!, splices)).toBe(edited.join("\n"));
  expect(splices).toHaveLength(100);
});

test("texts that are long enough for lines are compared right, whatever repeats in them", () => {
  const long = fc
    .array(fc.constantFrom("\n", "same\n", "a\n", "b 😀\n", "c".repeat(900), "- [ ] x\n"), { maxLength: 40 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(long, long, (from, to) => {
      expect(applySplices(from, splicesBetween(from, to))).toBe(to);
    }),
  );
});

test("a letter of two units is never cut in half", () => {
  for (const { at, remove, insert } of splicesBetween("a😀b", "a😁b")) {
    expect([at, remove, insert]).toEqual([1, 2, "😁"]);
  }
});
