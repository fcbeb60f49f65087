import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { findBlocks } from "#/client/notes/editor/block-find.ts";
import { withOpen } from "#/client/notes/editor/block-preview.ts";
import { previewOf } from "#/client/notes/editor/live-preview.ts";
import { noteMarkdown, noteParser } from "#/client/notes/editor/note-language.ts";
import { outlineOf, placeIn } from "#/client/notes/editor/outline.ts";
import { slashOffers, withCaret } from "#/client/notes/editor/slash-menu.ts";

/** A state with the caret at `¦`. */
function stateOf(marked: string): EditorState {
  const anchor = marked.indexOf("¦");
  const doc = anchor < 0 ? marked : marked.slice(0, anchor) + marked.slice(anchor + 1);
  const state = EditorState.create({ doc, selection: { anchor: Math.max(0, anchor) }, extensions: [noteMarkdown] });
  ensureSyntaxTree(state, doc.length, 5_000);
  return state;
}

type Spec = { class?: string; widget?: object; attributes?: Record<string, string> };

/** What a person sees of the text: without what is hidden, widgets by name. */
function seen(marked: string, focused = marked.includes("¦")): string {
  const state = stateOf(marked);
  const found = previewOf(state, { from: 0, to: state.doc.length, focused });
  const gone = found
    .filter(({ from, to, value }) => from < to && (value.spec as Spec).class === undefined)
    .sort((a, b) => a.from - b.from);
  let text = "";
  let at = 0;
  for (const { from, to, value } of gone) {
    if (from < at) continue;
    const { widget } = value.spec as Spec;
    text += state.sliceDoc(at, from) + (widget ? `<${widget.constructor.name}>` : "");
    at = to;
  }
  return text + state.sliceDoc(at);
}

function classes(marked: string): string[] {
  const state = stateOf(marked);
  return previewOf(state, { from: 0, to: state.doc.length, focused: false }).flatMap(
    ({ value }) => (value.spec as Spec).class ?? [],
  );
}

test("marks are hidden but on the line of the cursor", () => {
  const text = "# Title\n\n**bold** and *em* and ~~no~~ and `code`";
  expect(seen(text)).toBe("Title\n\nbold and em and no and code");
  expect(seen(`# Ti¦tle\n\n**bold**`)).toBe("# Title\n\nbold");
  expect(seen(`# Title\n\n**bo¦ld**`)).toBe("Title\n\n**bold**");
});

test("without the focus no line shows its marks", () => {
  expect(seen("# Ti¦tle", false)).toBe("Title");
});

test("the marks of a heading hang in the gutter, so that its words stay where they are", () => {
  const state = stateOf("## Ti¦tle");
  const hang = previewOf(state, { from: 0, to: state.doc.length, focused: true }).find(
    ({ value }) => (value.spec as Spec).class === "nt-hang",
  );
  expect([hang?.from, hang?.to]).toEqual([0, 3]);
});

test("links show their words; only addresses that reading follows can be followed", () => {
  expect(seen("[words](https://example.com) <https://a.example> [[Note#Part|shown]] [[Note]]")).toBe(
    "words https://a.example shown Note",
  );
  const hrefs = (text: string) => {
    const state = stateOf(text);
    return previewOf(state, { from: 0, to: text.length, focused: false }).flatMap(
      ({ value }) => (value.spec as Spec).attributes?.["data-href"] ?? [],
    );
  };
  expect(hrefs("[a](https://example.com)")).toEqual(["https://example.com"]);
  expect(hrefs("[a](javascript:alert(1)) [b](data:text/html,x) [c](https://u@evil.example)")).toEqual([]);
});

test("todos are boxes, items are bullets, ids are not seen", () => {
  expect(seen("- [ ] call ^todo-ab12c\n- one\n1. two")).toBe("<Checkbox>call\n<Bullet>one\n1. two");
  expect(seen("- [ ] ca¦ll ^todo-ab12c")).toBe("<Checkbox>call");
  expect(seen("- [¦ ] call")).toBe("- [ ] call");
});

test("math is drawn by the rules of reading: money is no formula", () => {
  expect(seen("costs $5 and $6, but $x^2$ is \\(y\\)")).toBe("costs $5 and $6, but <InlineMath> is <InlineMath>");
  expect(seen("`$x$` and \\$x$")).toBe("$x$ and $x$");
});

test("quotes, callouts and code have their looks on each line", () => {
  expect(classes("> [!warning] Careful\n> words")).toEqual(
    expect.arrayContaining(["nt-quote nt-callout nt-callout-warn", "nt-callout-title"]),
  );
  expect(seen("> [!warning] Careful\n> words")).toBe("Careful\nwords");
  expect(classes("```ts\nlet x\n```").filter((name) => name === "nt-pre")).toHaveLength(3);
});

test("nothing inside the frontmatter or a fence is drawn", () => {
  expect(seen("---\ntitle: '**x**'\n---\n**y**")).toBe("---\ntitle: '**x**'\n---\ny");
  expect(seen("```\n**x** [[y]]\n```\n")).toContain("**x** [[y]]");
});

test("blocks that are drawn open when the cursor comes in", () => {
  const kinds = ["table", "math", "image", "embed", "todos"] as const;
  const blocksOf = (state: EditorState) =>
    withOpen(state, findBlocks(state, kinds, ensureSyntaxTree(state, state.doc.length, 5_000)!));
  const table = "| a | b |\n| - | - |\n| 1 | 2 |";
  const text = `${table}\n\n$$\nx\n$$\n\n![alt](/v1/media/1)\n\n![[Other]]\n\n\`\`\`todos\nstatus: open\n\`\`\`\n`;
  expect(blocksOf(stateOf(`${text}\n¦end`)).map(({ kind, isOpen }) => [kind, isOpen])).toEqual([
    ["table", false],
    ["math", false],
    ["image", false],
    ["embed", false],
    ["todos", false],
  ]);
  const [open] = blocksOf(stateOf(`¦${text}`));
  expect(open).toMatchObject({ kind: "table", isOpen: true, from: 0, to: table.length });
  expect(
    blocksOf(stateOf(`${text}\n¦`))
      .map(({ source }) => source)
      .slice(1),
  ).toEqual(["x", "![alt](/v1/media/1)", "Other", "status: open"]);
});

test("an unclosed formula ends with what holds it", () => {
  const tree = noteParser.parse("- a\n  $$\n  x\n\nafter");
  const names: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void names.push(`${name} ${from}-${to}`) });
  expect(names.some((name) => name.startsWith("BlockMath"))).toBe(true);
  expect(names.some((name) => name.startsWith("Paragraph 14"))).toBe(true);
});

test("the outline has the headings in order, without their marks, and places are found by them", () => {
  const state = stateOf(
    "---\na: b\n---\n# One **two** [[x|three]]\n\ntext ^note-1\n\nFour\n----\n\n```\n# no\n```\n### Five ###\n",
  );
  expect(outlineOf(state).map(({ level, text }) => [level, text])).toEqual([
    [1, "One two three"],
    [2, "Four"],
    [3, "Five"],
  ]);
  expect(placeIn(state, { heading: "four" })).toBe(state.doc.toString().indexOf("Four"));
  expect(placeIn(state, { block: "^note-1" })).toBe(state.doc.toString().indexOf("text"));
  expect(placeIn(state, { heading: "nowhere" })).toBeNull();
  expect(placeIn(state, { block: "(" })).toBeNull();
});

test("the slash menu finds by words in any order of letters typed, and knows where the caret goes", () => {
  expect(slashOffers("tab").map(({ label }) => label)).toEqual(["Table"]);
  expect(slashOffers("h2").map(({ label }) => label)).toEqual(["Heading 2"]);
  expect(slashOffers("").length).toBeGreaterThan(10);
  expect(slashOffers("zzz")).toEqual([]);
  expect(withCaret("- [ ] | x")).toEqual({ text: "- [ ]  x", caret: 6 });
});
