import { expect, test } from "vitest";
import { tokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import { cpuTime } from "../../../../tests/support/cpu-time.ts";

test("counts prose as the tokenizer does", async () => {
  const count = await tokenCounter();
  expect(count("The quick brown fox jumps over the lazy dog.")).toBe(10);
  expect(count("")).toBe(0);
});

test("takes the marks of a tokenizer for plain words", async () => {
  const count = await tokenCounter();
  expect(count("<|endoftext|>")).toBeGreaterThan(1);
});

test.each([
  ["one letter", "a"],
  ["writing without spaces", "日本語の文章"],
  ["emoji", "🦊"],
  ["spaces", " "],
  ["punctuation", "-="],
  ["a lone half of a letter", "\ud83e"],
])("is done with a page of %s in no time", async (_name, piece) => {
  const count = await tokenCounter();
  const page = piece.repeat(65_536 / piece.length);
  expect(cpuTime(() => expect(count(page)).toBeGreaterThan(500))).toBeLessThan(3_000);
});
