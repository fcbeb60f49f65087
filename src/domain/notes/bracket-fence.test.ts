import { expect, test } from "vitest";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { textLines } from "#/domain/notes/text-lines.ts";

const tasksOf = (source: string): number[] =>
  [...textLines(source)].flatMap((each) => (each.task === null ? [] : [each.line + 1]));

type Node = { type: string; checked?: boolean | null; position?: { start: { line: number } }; children?: Node[] };
const parsed = (source: string): number[] => {
  const found: number[] = [];
  const walk = (node: Node) => {
    if (node.type === "listItem" && typeof node.checked === "boolean") found.push(node.position!.start.line);
    node.children?.forEach(walk);
  };
  walk(parseMarkdown(source) as unknown as Node);
  return found;
};

test.each<[string, string]>([
  ["a formula", "a\n\n\\[\n- [ ] x\n\\]\n\n- [ ] real"],
  ["one that ends with words before its end", "\\[\n- [ ] x\ny \\]\n- [ ] real"],
  ["one with spaces around", "\\[  \n- [ ] x\n\\]  \n- [ ] real"],
  ["escaped backslashes", "\\[\na \\\\] b\n- [ ] x\n\\]\n- [ ] real"],
  ["words on its line", "\\[ x\n\n- [ ] real\n\n\\]"],
  ["in a list, closed", "- a\n\n  \\[\n  - [ ] x\n  \\]\n\n  - [ ] inner\n- [ ] real"],
  ["two of them", "\\[\n- [ ] x\n\\]\n- [ ] real\n\n\\[\n- [ ] y\n\\]"],
  ["carriage returns", "\\[\r\n- [ ] x\r\n\\]\r\n\r\n- [ ] real\r\n"],
  ["after a paragraph", "words\n\\[\n- [ ] x\n\\]\n\n- [ ] real"],
])("todos are where the Markdown parser sees them: %s", (_, source) => {
  expect(tasksOf(source)).toEqual(parsed(source));
});

test.each<[string, string, number[]]>([
  ["is never closed", "\\[\n- [ ] x\n\n- [ ] y", [2, 4]],
  ["has words after its end", "\\[\n\n- [ ] x\n\\] words", [3]],
  ["has another opening in it", "\\[\n\n- [ ] x\n\\(y\\)\n\n\\]", [3]],
  ["has another fence in it", "\\[\n\n- [ ] x\n$$\n- [ ] y\n$$\n\n\\]", [3]],
  ["leaves what it is in", "> \\[\n> - [ ] x\n\n\\]\n- [ ] y", [2, 5]],
])("nothing is lost of what follows brackets that no formula is made of: one that %s", (_, source, tasks) => {
  expect(tasksOf(source)).toEqual(tasks);
});

test("very many openings take time with the length of the text alone", () => {
  const reads = (count: number) => {
    const source = "\\[\nwords\n".repeat(count);
    let asked = 0;
    for (const each of textLines(source)) asked += each.line >= 0 ? 1 : 0;
    return asked;
  };
  expect(reads(50_000)).toBe(100_001);
});
