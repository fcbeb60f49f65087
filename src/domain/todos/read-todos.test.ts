import fc from "fast-check";
import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { maxTodos } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { isDate, readTodos } from "#/domain/todos/read-todos.ts";
import { cpuTime } from "../../../tests/support/cpu-time.ts";

const shape = (text: string) => readTodos(text).map(({ text, done }) => [done ? "x" : " ", text]);

test.each([
  ["- [ ] call Ana", [[" ", "call Ana"]]],
  [
    "* [x] done\n+ [X] too\n1. [ ] one\n2) [ ] two",
    [
      ["x", "done"],
      ["x", "too"],
      [" ", "one"],
      [" ", "two"],
    ],
  ],
  [
    "- [ ] parent\n  - [ ] child\n\t- [ ] by tab",
    [
      [" ", "parent"],
      [" ", "child"],
      [" ", "by tab"],
    ],
  ],
  [
    "> - [ ] quoted\n> > - [x] twice",
    [
      [" ", "quoted"],
      ["x", "twice"],
    ],
  ],
  ["- > - [ ] quoted in a list", [[" ", "quoted in a list"]]],
  ["- - [ ] a list in a list", [[" ", "a list in a list"]]],
  ["text\n- [ ] after words", [[" ", "after words"]]],
  [
    "- [ ] a\r\n- [ ] b\r\n",
    [
      [" ", "a"],
      [" ", "b"],
    ],
  ],
  [
    "- [ ] too\n      - [ ] deep",
    [
      [" ", "too"],
      [" ", "deep"],
    ],
  ],
  ["-\t[ ] tab after the marker", [[" ", "tab after the marker"]]],
  ["- [ ]\n- [ ] \n- []\n- [y] no\n-[ ] no\n[ ] no\n- [ ]no\n- \\[ ] no", []],
  ["```\n- [ ] no\n```\n- [ ] yes", [[" ", "yes"]]],
  ["~~~md\n```\n- [ ] no\n~~~\n- [ ] yes", [[" ", "yes"]]],
  ["````\n```\n- [ ] no\n````\n- [ ] yes", [[" ", "yes"]]],
  ["```\n- [ ] never closed", []],
  ["- a\n  ```\n  - [ ] no\n  ```\n  - [ ] yes", [[" ", "yes"]]],
  ["- ```\n  - [ ] no\n- [ ] the item has ended, and its fence", [[" ", "the item has ended, and its fence"]]],
  ["> ```\n> - [ ] no\n- [ ] the quote has ended", [[" ", "the quote has ended"]]],
  ["$$\n- [ ] no\n$$\n- [ ] yes", [[" ", "yes"]]],
  ["    - [ ] indented code\n\n- [ ] yes", [[" ", "yes"]]],
  ["- a\n\n      - [ ] code in an item\n\n- [ ] yes", [[" ", "yes"]]],
  ["---\ntodo: |\n  - [ ] no\n---\n- [ ] yes", [[" ", "yes"]]],
] as const)("the todos of %j", (text, todos) => {
  expect(shape(text)).toEqual(todos);
});

test.each([
  [
    "!high 📅 2026-11-30 @Ana-Maria #work #home/garden",
    { text: "", priority: "high", due: "2026-11-30", assignee: "ana-maria", tags: ["work", "home/garden"] },
  ],
  ["a due: 2026-02-28 b", { text: "a b", due: "2026-02-28" }],
  ["a due:2026-02-28", { text: "a", due: "2026-02-28" }],
  ["a 📅2028-02-29", { text: "a", due: "2028-02-29" }],
  ["a 📅 2026-02-29", { text: "a 📅 2026-02-29", due: null }],
  ["a due: 2026-13-01 due: tomorrow", { text: "a due: 2026-13-01 due: tomorrow", due: null }],
  ["a 📅 2026-02-29 📅 2026-03-01", { text: "a 📅 2026-02-29", due: "2026-03-01" }],
  ["!low !high", { text: "!high", priority: "low" }],
  ["!urgent wow!high !HIGH", { text: "!urgent wow!high !HIGH", priority: null }],
  [
    "mail ana@example.org about #12 and C#",
    { text: "mail ana@example.org about #12 and C#", assignee: null, tags: [] },
  ],
  ["@ana @ben", { text: "@ben", assignee: "ana" }],
  ["run `x @ben !high #tag` now", { text: "run `x @ben !high #tag` now", assignee: null, priority: null, tags: [] }],
  ["#Tag #tag", { text: "", tags: ["Tag"] }],
  ["see [[Note#^todo-abcde]]", { text: "see [[Note#^todo-abcde]]", hasId: false }],
  ["a ^todo-r9k4f", { text: "a", hasId: true, blockId: "todo-r9k4f" }],
  ["a ^my-own-Block  ", { text: "a", hasId: true, blockId: "my-own-Block" }],
  ["a ^todo-r9k4f b", { text: "a ^todo-r9k4f b", hasId: false, blockId: "line-0" }],
  ["a ^line-7", { text: "a ^line-7", hasId: false, blockId: "line-0" }],
] as const)("the metadata of %j", (words, expected) => {
  expect(readTodos(`- [ ] ${words}`)[0]).toMatchObject(expected);
});

test("places are those of the whole text, and an id counts once", () => {
  const text = "---\na: 1\n---\n\n- [ ] one ^todo-aaaaa\n\t* [x] two ^todo-aaaaa\n";
  const [one, two] = readTodos(text);
  expect(one).toMatchObject({ line: 4, ordinal: 0, blockId: "todo-aaaaa" });
  expect(two).toMatchObject({ line: 5, ordinal: 1, blockId: "line-1", hasId: false });
  expect(text[two!.mark]).toBe("x");
  expect(text.slice(two!.from, two!.to)).toBe("\t* [x] two ^todo-aaaaa");
  expect(text.slice(one!.spans.id!.from, one!.spans.id!.to)).toBe("^todo-aaaaa");
});

test("days that no calendar has are none", () => {
  expect(["2026-02-29", "2026-04-31", "0000-01-01", "2026-1-1", "99999-01-01"].some(isDate)).toBe(false);
  expect(["2028-02-29", "1999-12-31"].every(isDate)).toBe(true);
});

const piece = fc.constantFrom(
  "- [ ] a", "- [x] b", "* [ ] c", "1. [ ] d", "> - [ ] e", "- f", "> g", "text", "", "", "```", "~~~", "$$", "# h", "---",
  "  ", "    ", "\t", "- - [ ] i", "> ```", "- ```", "===",
); // biome-ignore format: one look
const indent = fc.constantFrom("", "", "", "  ", "    ", "\t", "> ", "   ");
const document = fc.array(fc.tuple(indent, piece).map((parts) => parts.join("")), { maxLength: 14 }).map((lines) => lines.join("\n")); // biome-ignore format: one look

test("whatever the Markdown parser shows as a todo is one, and nothing that it shows as code or a formula", () => {
  fc.assert(
    fc.property(document, (text) => {
      fc.pre(splitText(text).block === null);
      const found = new Set(readTodos(text).map(({ line }) => line));
      const { tasks, code } = parsed(text);
      expect([...tasks].filter((line) => !found.has(line))).toEqual([]);
      expect([...found].filter((line) => code.has(line))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

/** The lines that the product's Markdown parser shows with a checkbox, and those in code and formulas. */
function parsed(text: string): { tasks: Set<number>; code: Set<number> } {
  const [tasks, code] = [new Set<number>(), new Set<number>()];
  const walk = (node: Nodes) => {
    const first = node.position?.start.line ?? 0;
    // What its container ends is said to end where the next line begins.
    const last = (node.position?.end.line ?? 0) - (node.position?.end.column === 1 ? 1 : 0);
    if (node.type === "listItem" && typeof node.checked === "boolean") tasks.add(first - 1);
    if (node.type === "code" || node.type === "math")
      for (let line = first; line <= last; line += 1) code.add(line - 1);
    if ("children" in node) node.children.forEach(walk);
  };
  walk(parseMarkdown(text));
  return { tasks, code };
}

test("there is a bound to them, and reading takes time with the length of the text", () => {
  expect(readTodos("- [ ] a\n".repeat(maxTodos + 10))).toHaveLength(maxTodos);
  const hostile = [
    (size: number) => `${"- ".repeat(size / 2)}[ ] a`,
    (size: number) => "> ".repeat(size / 2),
    (size: number) => "- [ ] a\n".repeat(size / 8),
    (size: number) => `- [ ] ${"`".repeat(size)}`,
    (size: number) => `- [ ] ${"` `` ``` ".repeat(size / 9)}`,
    (size: number) => `- [ ] ${"@a.".repeat(size / 3)}`,
    (size: number) => `- [ ] ${"#".repeat(size)}`,
    (size: number) => `- [ ] ${" ".repeat(size)}`,
    (size: number) => "  ".repeat(200) + "- [ ] a\n".repeat(size / 8),
    (size: number) => "\n".repeat(size),
    (size: number) => "> - > - > - a\n\n".repeat(size / 15),
    (size: number) => "\t".repeat(size),
    (size: number) => "* ".repeat(size / 2),
    (size: number) => `- [ ] ${"^a ".repeat(size / 3)}`,
  ];
  for (const make of hostile) {
    const [small, large] = [make(60_000), make(960_000)];
    const time = (text: string) => {
      return Math.min(...[0, 1, 2].map(() => cpuTime(() => readTodos(text))));
    };
    time(small);
    // Sixteen times the text: far below the 256 of what grows with the square. A busy machine is no reason to fail.
    expect(time(large), make(30)).toBeLessThan(Math.max(time(small), 15) * 80);
  }
});
