import { expect, test } from "vitest";
import { aheadWords } from "#/client/shell/ahead-words.ts";

const noon = Date.parse("2026-11-20T12:00:00Z") / 1000;

test.each([
  ["Europe/Amsterdam", "UTC", "1 h ahead"],
  ["UTC", "Europe/Amsterdam", "1 h behind"],
  ["America/New_York", "Europe/Amsterdam", "6 h behind"],
  ["Asia/Kathmandu", "UTC", "5.75 h ahead"],
  ["Europe/Berlin", "Europe/Amsterdam", null],
])("the clocks of %s, seen from %s: %s", (there, here, words) => {
  expect(aheadWords(there, here, noon)).toBe(words);
});
