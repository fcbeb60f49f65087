import { expect, test } from "vitest";
import { type Hunk, hunksBetween, maxPassageLength, maxSuggestionsAtOnce } from "#/domain/notes/suggestions.ts";

const hunks = (text: string, wanted: string): Hunk[] => {
  const found = hunksBetween(text, wanted);
  if (typeof found === "string") throw new Error(found);
  return found;
};
const told = (text: string, wanted: string) => hunks(text, wanted).map(({ before, after }) => [before, after]);
const applied = (text: string, all: readonly Hunk[]) =>
  all.toReversed().reduce((done, { from, to, after }) => done.slice(0, from) + after + done.slice(to), text);

test("a changed word is one hunk, whole words on both sides", () => {
  expect(told("We meet on Monday in Utrecht.\n", "We meet on Tuesday in Utrecht.\n")).toEqual([["Monday", "Tuesday"]]);
  expect(told("The launching is near.\n", "The launch is near.\n")).toEqual([["launching", "launch"]]);
  expect(told("naïve café\n", "naïve cafés\n")).toEqual([["café", "cafés"]]);
});

test("passages far apart are decided apart, and those with a word between them together", () => {
  const text = "Ana calls the printer before noon, and Ben writes the invitations tonight.\n";
  expect(told(text, text.replace("Ana", "Cleo").replace("tonight", "tomorrow"))).toEqual([
    ["Ana", "Cleo"],
    ["tonight", "tomorrow"],
  ]);
  expect(told("one two three four\n", "uno two tres four\n")).toEqual([["one two three", "uno two tres"]]);
});

test("a line that comes or goes is an insertion or a removal of a whole line", () => {
  expect(told("- a\n- b\n", "- a\n- x\n- b\n")).toEqual([["", "- x\n"]]);
  expect(told("- a\n- x\n- b\n", "- a\n- b\n")).toEqual([["- x\n", ""]]);
  expect(hunks("- a\n- b\n", "- a\n- x\n- b\n")).toMatchObject([{ from: 4, to: 4 }]);
  expect(told("", "Begin.")).toEqual([["", "Begin."]]);
  expect(told("End", "End\nmore")).toEqual([["", "\nmore"]]);
});

test("what comes within a line has the word beside it, so that it is found again", () => {
  expect(told("Bring cake and tea.\n", "Bring cake, fruit and tea.\n")).toEqual([["cake", "cake, fruit"]]);
  expect(told("tea\n", "more tea\n")).toEqual([["tea", "more tea"]]);
  expect(told("- [ ] Fuel\n", "- [ ] Fuel !high\n")).toEqual([["Fuel", "Fuel !high"]]);
});

test("lines that have little in common are replaced whole", () => {
  const before = "The quick brown fox jumps over the lazy dog.\n";
  const after = "Nobody expects rain in the desert this year.\n";
  expect(told(`# A\n${before}end\n`, `# A\n${after}end\n`)).toEqual([[before, after]]);
});

test("what is decided leads to the wanted text, whatever both are", () => {
  const pieces = ["a", "bc", " ", "\n", "\n\n", "- ", "é", "👩‍🚀", ".", "word", "[[X]]"];
  let seed = 7;
  const draw = (count: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % count;
  };
  const some = () => Array.from({ length: draw(30) }, () => pieces[draw(pieces.length)]).join("");
  for (let round = 0; round < 500; round += 1) {
    const [text, wanted] = [some(), some()];
    const found = hunksBetween(text, wanted);
    if (found === "same") expect(wanted).toBe(text);
    else {
      if (typeof found === "string") throw new Error(found);
      expect(applied(text, found)).toBe(wanted);
      for (const { from, to, before } of found) expect(text.slice(from, to)).toBe(before);
      for (const { after, before } of found)
        expect([after.isWellFormed(), before.isWellFormed()]).toEqual([true, true]);
    }
  }
});

test("many changes of a line become one before there are too many", () => {
  const far = "a word and then another word and more ";
  const line = Array.from({ length: 60 }, (_, n) => `x${n} ${far}`).join("");
  expect(hunks(`${line}\n`, `${line.replaceAll("x", "y")}\n`)).toHaveLength(1);
  const lines = Array.from({ length: 60 }, (_, n) => `x${n} ${far}\nThis one stays as it was before.`).join("\n\n");
  expect(hunksBetween(lines, lines.replaceAll("x", "y"))).toBe("too_many");
  expect(
    hunks(lines.replaceAll("\n\n", "\n"), lines.replaceAll("x", "y").replaceAll("\n\n", "\n")).length,
  ).toBeLessThan(maxSuggestionsAtOnce);
});

test("nothing is suggested of the same text, nor a passage that nobody reads at once", () => {
  expect(hunksBetween("a\n", "a\n")).toBe("same");
  expect(hunksBetween("", "x ".repeat(maxPassageLength))).toBe("too_long");
});
