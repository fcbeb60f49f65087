import fc from "fast-check";
import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { maxLinks } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { linkKey, linkNames, splitTarget } from "#/domain/notes/link-target.ts";
import { linkedNames, readLinks } from "#/domain/notes/links.ts";
import { cpuTime } from "../../../tests/support/cpu-time.ts";

test.each([
  [
    "see [[Launch plan]].",
    [{ name: "Launch plan", key: "launch plan", anchor: null, alias: null, embed: false, from: 4, to: 19 }],
  ],
  ["[[Plan|the plan]]", [{ name: "Plan", alias: "the plan" }]],
  ["[[Plan#Costs#In May]]", [{ name: "Plan", anchor: { kind: "heading", value: "In May" } }]],
  ["![[Plan#^todo-abcde]]", [{ name: "Plan", embed: true, anchor: { kind: "block", value: "todo-abcde" } }]],
  ["[[#Costs]]", [{ name: "", key: "", anchor: { kind: "heading", value: "Costs" } }]],
  [
    "[[C#]] and [[C# for all]]",
    [
      { name: "C#", anchor: null },
      { name: "C# for all", anchor: null },
    ],
  ],
  ["| a |\n|---|\n| [[Plan\\|p]] |", [{ name: "Plan", alias: "p" }]],
  ["- [ ] read [[A]]\n> [[B]]\n# [[C]]", [{ name: "A" }, { name: "B" }, { name: "C" }]],
  ["[[ Plan ]]", [{ name: "Plan" }]],
  ["a\r\n[[B]] c\r\n", [{ name: "B", line: 1, from: 3, context: "[[B]] c" }]],
  ["`[[A]]` ``[[B]] ` `` $[[C]]$ $$[[D]]$$ \\[[E]]", []],
  ["\\$$[[A]]$", [{ name: "A" }]],
  ["`[[A]]", [{ name: "A" }]],
  ["`a\n[[A]]`", []],
  ["costs $5 [[A]] and $6", [{ name: "A" }]],
  ["```\n[[A]]\n```\n    [[B]]\n\n$$\n[[C]]\n$$", []],
  ["---\na: '[[A]]'\n---\n[[B]]", [{ name: "B", line: 3 }]],
  ["[[]] [[ ]] [[a\nb]] [[a[b]] [a]] [[a]", []],
] as const)("the links of %j", (text, links) => {
  const found = readLinks(text);
  expect(found).toMatchObject(links);
  for (const { from, to } of found) expect(text.slice(from, to)).toMatch(/^!?\[\[.*\]\]$/);
});

test("the context is the words of the line around it", () => {
  const long = `${"a ".repeat(300)}[[B]]${" c".repeat(300)}`;
  const [link] = readLinks(`> - first\n> - ${long}`);
  expect(link!.context).toMatch(/^….*\[\[B\]\].*…$/);
  expect(link!.context.length).toBeLessThanOrEqual(242);
});

test("names are compared without case and double spaces, each counts once", () => {
  expect(linkKey("  Launch  PLAN ")).toBe("launch plan");
  expect(linkedNames(readLinks("[[A]] ![[a]] [[#x]] [[B|A]]"))).toEqual([
    { key: "a", name: "A", embeds: true },
    { key: "b", name: "B", embeds: false },
  ]);
  expect(splitTarget("A#^b ")).toEqual({ name: "A", anchor: { kind: "block", value: "b" } });
  expect(linkNames("[[A|b]] [[a#c]] `[[D]]` [[A]]")).toEqual(["A", "a", "D"]);
});

const piece = fc.constantFrom(
  "[[A]]", "![[B|c]]", "[[C#d]]", "`", "``", "$", "$$", "\\", "\\(", "\\)", "\\[", "\\]", "[", "]", "!", " ", " ", "a", "5", "\n", "\n", "\n\n", "\n- ", "\n> ", "\n```\n",
  "\n$$\n", "\n    ", "# ", "*", "[x](y)",
); // biome-ignore format: one look
const document = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));

test("whatever the Markdown parser shows as a link is one, and nothing that it shows as code or a formula", () => {
  fc.assert(
    fc.property(document, (text) => {
      // A formula that a line of its own opens is read as words: one that is never closed would hide all that follows.
      fc.pre(splitText(text).block === null && !/\\\[[ \t]*$/m.test(text));
      const found = readLinks(text);
      const { links, code } = parsed(text);
      const places = new Set(found.map(({ from, to }) => `${from}-${to}`));
      expect(links.filter((link) => !places.has(link))).toEqual([]);
      expect(found.filter(({ from }) => code.some((span) => span.from <= from && from < span.to))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

function parsed(text: string): { links: string[]; code: { from: number; to: number }[] } {
  const links: string[] = [];
  const code: { from: number; to: number }[] = [];
  const walk = (node: Nodes) => {
    const [from, to] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
    if (node.type === "wikiLink" && splitTarget(node.target).name !== "") links.push(`${from}-${to}`);
    if (["code", "inlineCode", "math", "inlineMath"].includes(node.type)) code.push({ from, to });
    if ("children" in node) node.children.forEach(walk);
  };
  walk(parseMarkdown(text));
  return { links, code };
}

test("there is a bound to them, and reading takes time with the length of the text", () => {
  const many = Array.from({ length: maxLinks + 10 }, (_, index) => `[[n${index}]]`).join(" ");
  expect(linkedNames(readLinks(many))).toHaveLength(maxLinks);
  const hostile = [
    "[",
    "[[",
    "[[a",
    "![[",
    "`",
    "` `` ",
    "$",
    "$a",
    "$a ",
    "\\$",
    "[[a\n",
    "> ",
    "[[a]] ",
    "a\n",
    "$$a\n",
    "\\",
  ];
  const time = (text: string) => {
    return Math.min(...[0, 1, 2].map(() => cpuTime(() => readLinks(text))));
  };
  for (const part of hostile) {
    const make = (size: number) => `[[x]] ${part.repeat(size / part.length)}`;
    time(make(30_000));
    // Sixteen times the text: far below the 256 of what grows with the square. A busy machine is no reason to fail.
    expect(time(make(480_000)), part).toBeLessThan(Math.max(time(make(30_000)), 15) * 80);
  }
});
