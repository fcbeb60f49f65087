import { forceParsing, syntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { blockPreview, drawnBlocks } from "#/client/notes/editor/block-preview.ts";
import { livePreview } from "#/client/notes/editor/live-preview.ts";
import { noteMarkdown } from "#/client/notes/editor/note-language.ts";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";

beforeAll(layoutShims);
let view: EditorView | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  view?.destroy();
});

const paragraph = "Some *words* of a **paragraph** with a [[link]] and more of them.\n\n";
const table = "| a | b |\n| - | - |\n| 1 | 2 |\n\n";

/** A megabyte of everything that notes have. */
function longText(): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < 1_000_000; at += 1) {
    const part = at % 20 === 0 ? `## Heading ${at}\n\n` : at % 50 === 7 ? table : paragraph;
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

function open(doc: string): EditorView {
  view = new EditorView({
    state: EditorState.create({ doc, extensions: [noteMarkdown, livePreview] }),
    parent: document.body,
  });
  forceParsing(view, doc.length, 60_000);
  return view;
}

/** How many letters of the text were looked at. */
function counted(work: () => void): number {
  let letters = 0;
  const slice = EditorState.prototype.sliceDoc;
  vi.spyOn(EditorState.prototype, "sliceDoc").mockImplementation(function (this: EditorState, from, to) {
    const words = slice.call(this, from, to);
    letters += words.length;
    return words;
  });
  work();
  vi.restoreAllMocks();
  return letters;
}

test("a letter that is typed into a long note has only what is around it looked at again", () => {
  const it = open(longText());
  const tables = drawnBlocks(it.state).length;
  expect(tables).toBeGreaterThan(200);
  const { length } = it.state.doc;
  for (const at of [0, Math.floor(length / 2), length]) {
    const type = (letter: string) => it.dispatch({ changes: { from: at, insert: letter }, userEvent: "input.type" });
    type("a");
    forceParsing(it, it.state.doc.length, 60_000);
    const letters = counted(() => type("b"));
    expect(letters).toBeLessThan(20_000);
    forceParsing(it, it.state.doc.length, 60_000);
    expect(drawnBlocks(it.state)).toHaveLength(tables);
  }
});

test("what is drawn stays what it is while one types elsewhere, and while one moves the caret", () => {
  const it = open(`words\n\n${table}`);
  const before = it.state.field(blockPreview).decorations;
  const [box] = it.dom.querySelectorAll(".nt-box-table");
  it.dispatch({ changes: { from: 2, insert: "x" } });
  it.dispatch({ selection: EditorSelection.cursor(1) });
  expect(it.dom.querySelector(".nt-box-table")).toBe(box);
  expect(it.state.field(blockPreview).decorations.size).toBe(before.size);
  it.dispatch({ selection: EditorSelection.cursor(it.state.doc.line(3).from) });
  expect(drawnBlocks(it.state).map(({ isOpen }) => isOpen)).toEqual([true]);
});

test("blocks that the parser has not come to again stay drawn", () => {
  const it = open(longText());
  const tables = drawnBlocks(it.state).length;
  // A tree that ends early is what a slow machine has for a while.
  const short = it.state.update({ changes: { from: 0, insert: "# x\n\n" } });
  expect(drawnBlocks(short.state).length).toBe(tables);
  expect(syntaxTree(short.state).length).toBeGreaterThan(0);
});

test("a fence that opens takes the blocks below it out of what is drawn, and gives them back", () => {
  const it = open(`words\n\n${table}end`);
  it.dispatch({ changes: { from: 6, insert: "```\n" } });
  forceParsing(it, it.state.doc.length, 5_000);
  expect(drawnBlocks(it.state)).toEqual([]);
  it.dispatch({ changes: { from: 6, to: 10, insert: "" } });
  forceParsing(it, it.state.doc.length, 5_000);
  expect(drawnBlocks(it.state).map(({ kind }) => kind)).toEqual(["table"]);
});
