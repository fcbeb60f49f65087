import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffLine, diffTexts, maxDiffLines } from "#/domain/notes/versions-diff.ts";
import { match } from "#/domain/notes/versions-match.ts";
import { timed } from "../../../tests/support/cpu-time.ts";

const shown = (line: DiffLine) =>
  `${{ same: " ", del: "-", add: "+" }[line.kind]}${line.parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("")}`;

test("tells the lines that changed with those around them, and the words within", () => {
  const before = "one\ntwo\nthree\nfour\nWe launch in May.\nsix\nseven\neight\nnine\n";
  const { hunks, added, removed } = diffTexts(before, before.replace("May", "early June").replace("nine", "nine\nten"));
  expect(hunks.map(({ lines }) => lines.map(shown))).toEqual([
    [
      " two",
      " three",
      " four",
      "-We launch in [May].",
      "+We launch in [early June].",
      " six",
      " seven",
      " eight",
      " nine",
      "+[ten]",
    ],
  ]);
  expect({ added, removed }).toEqual({ added: 2, removed: 1 });
});

test("changes far apart are hunks of their own, with their line numbers", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
  const after = lines.toSpliced(4, 1).toSpliced(30, 0, "new");
  const { hunks } = diffTexts(lines.join("\n"), after.join("\n"));
  expect(hunks.map(({ from, to }) => [from, to])).toEqual([
    [2, 2],
    [29, 28],
  ]);
});

test("lines with nothing in common are shown whole", () => {
  const { hunks } = diffTexts("apples and pears\n", "xyzzy\n");
  expect(hunks[0]?.lines.map(shown)).toEqual(["-[apples and pears]", "+[xyzzy]"]);
});

test("the same text, two empty ones, and one that comes or goes", () => {
  expect(diffTexts("a\nb", "a\nb").hunks).toEqual([]);
  expect(diffTexts("", "").hunks).toEqual([]);
  expect(diffTexts("", "a").hunks[0]?.lines.map(shown)).toEqual(["+[a]"]);
  expect(diffTexts("a", "").hunks[0]?.lines.map(shown)).toEqual(["-[a]"]);
});

test("whatever the texts are, both can be read off the comparison", () => {
  const line = fc.constantFrom("a", "b", "c", "", "x y", "x z");
  const text = fc.array(line, { maxLength: 40 });
  fc.assert(
    fc.property(text, text, (from, to) => {
      const pairs = match(from, to);
      for (const [at, other] of pairs) expect(from[at]).toBe(to[other]);
      for (const [index, [at, other]] of pairs.entries()) {
        if (index > 0) expect([at > pairs[index - 1]![0], other > pairs[index - 1]![1]]).toEqual([true, true]);
      }
      const { hunks } = diffTexts(from.join("\n"), to.join("\n"));
      for (const { lines } of hunks)
        for (const each of lines) {
          const words = each.parts.map((part) => part.text).join("");
          if (each.from !== null) expect(words).toBe(from[each.from - 1]);
          if (each.to !== null) expect(words).toBe(to[each.to - 1]);
        }
    }),
  );
});

test("two long texts without a line in common, or of the same lines in another order, are compared at once", () => {
  const lines = Array.from({ length: 120_000 }, (_, index) => `l${index}`);
  const text = lines.join("\n");
  const alternating = (letters: string) => lines.map((_, index) => letters[index % letters.length]).join("\n");
  for (const [before, after] of [
    [text, lines.map((line) => `m${line}`).join("\n")],
    [text, lines.toReversed().join("\n")],
    [alternating("ab"), alternating("abb")],
  ] as const) {
    const { made, cpuMs } = timed(() => diffTexts(before, after));
    const { truncated, hunks } = made;
    expect(cpuMs).toBeLessThan(10_000);
    expect(truncated).toBe(true);
    expect(hunks.reduce((sum, { lines: { length } }) => sum + length, 0)).toBeLessThanOrEqual(maxDiffLines);
  }
});
