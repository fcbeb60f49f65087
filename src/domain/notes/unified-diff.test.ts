import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "#/domain/notes/unified-diff.ts";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test("what changed is shown with three lines around it, and far changes apart", () => {
  const before = lines(30);
  const after = before.with(9, "line ten").toSpliced(25, 1);
  expect(unifiedDiff(`${before.join("\n")}\n`, `${after.join("\n")}\n`)).toEqual({
    diff: [
      "@@ -7,7 +7,7 @@",
      " line 7",
      " line 8",
      " line 9",
      "-line 10",
      "+line ten",
      " line 11",
      " line 12",
      " line 13",
      "@@ -23,7 +23,6 @@",
      " line 23",
      " line 24",
      " line 25",
      "-line 26",
      " line 27",
      " line 28",
      " line 29",
      "",
    ].join("\n"),
    truncated: false,
  });
  expect(unifiedDiff("same\n", "same\n").diff).toBe("");
  expect(unifiedDiff("", "new\n").diff).toBe("@@ -0,0 +1,1 @@\n+new\n");
});

test("the text after can be made of the text before and the diff", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c d", "", "é"), { maxLength: 30 }).map((all) => all.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { diff } = unifiedDiff(before, after);
      expect(patched(before, diff)).toEqual(after.replace(/\n$/, "").split("\n").join("\n"));
    }),
    { numRuns: 500 },
  );
});

test("a diff of a megabyte is cut after a whole line", () => {
  const { diff, truncated } = unifiedDiff("", "words and words\n".repeat(60_000));
  expect(truncated).toBe(true);
  expect(diff.length).toBeLessThanOrEqual(64_000);
  expect(diff.endsWith("+words and words\n")).toBe(true);
});

/** As `patch` reads it. */
function patched(before: string, diff: string): string {
  const old = before === "" ? [] : before.replace(/\n$/, "").split("\n");
  const now: string[] = [];
  let at = 0;
  for (const line of diff === "" ? [] : diff.replace(/\n$/, "").split("\n")) {
    const head = /^@@ -(\d+),(\d+) /.exec(line);
    if (head) {
      const first = Number(head[1]) - (head[2] === "0" ? 0 : 1);
      now.push(...old.slice(at, first));
      at = first;
    } else if (line.startsWith("+")) now.push(line.slice(1));
    else {
      expect(old[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) now.push(line.slice(1));
      at += 1;
    }
  }
  return [...now, ...old.slice(at)].join("\n");
}
