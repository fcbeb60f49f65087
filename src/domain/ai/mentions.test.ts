import { expect, test } from "vitest";
import { namedIn } from "#/domain/ai/mentions.ts";
import { cpuTime } from "../../../tests/support/cpu-time.ts";

const handles = new Map([
  ["ana", "p-ana"],
  ["ben", "p-ben"],
]);

test("whom words name is who stands in them, once and in order, not in code and not in what they quote", () => {
  expect(namedIn("@ben, ask @Ana and **@ben**.", handles)).toEqual(["p-ben", "p-ana"]);
  expect(namedIn("`@ana`\n\n```\n@ben\n```", handles)).toEqual([]);
  expect(namedIn("> @ana said so\n\nwell, @ben?", handles)).toEqual(["p-ben"]);
  expect(namedIn("ana@example.org @nobody @room @anabel", handles)).toEqual([]);
});

test("a text that is made to be hard is read only so far", () => {
  for (const hard of ["`".repeat(200_000), "a `` ".repeat(60_000)]) {
    expect(cpuTime(() => expect(namedIn(`${hard} @ana`, handles)).toEqual([]))).toBeLessThan(5_000);
  }
});
