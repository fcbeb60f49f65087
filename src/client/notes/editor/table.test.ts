import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { noteMarkdown } from "#/client/notes/editor/note-language.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { tableKeys } from "#/client/notes/editor/table-keys.ts";
import { widthOf } from "#/client/notes/editor/table-text.ts";

const bindings = tableKeys(() => undefined);
type Key = "Tab" | "Shift-Tab" | "Enter" | "Shift-Enter";

/** The text with the caret at `¦`. */
function stateOf(marked: string, sourceMode = false): EditorState {
  const anchor = marked.indexOf("¦");
  const doc = marked.replace("¦", "");
  const settings = editorSettings.of({ sourceMode, canWrite: true, draws: ["table"] });
  const state = EditorState.create({ doc, selection: { anchor }, extensions: [noteMarkdown, settings] });
  ensureSyntaxTree(state, doc.length, 5_000);
  return state;
}

function marked(state: EditorState): string {
  const { head } = state.selection.main;
  return `${state.sliceDoc(0, head)}¦${state.sliceDoc(head)}`;
}

/** The text after keys; null when the last of them was not taken. How many steps it took is told by `steps`. */
function press(text: string, ...keys: Key[]): string | null {
  let state = stateOf(text);
  let taken = false;
  for (const key of keys) {
    const binding = bindings.find(({ key: name }) => name === key.replace("Shift-", ""))!;
    let steps = 0;
    const run = (key.startsWith("Shift-") ? binding.shift : binding.run) as never as (target: object) => boolean;
    ensureSyntaxTree(state, state.doc.length, 5_000);
    taken = run({
      state,
      dispatch: (transaction: { state: EditorState }) => {
        steps += 1;
        state = transaction.state;
      },
    });
    expect(steps).toBeLessThanOrEqual(1);
  }
  return taken ? marked(state) : null;
}

const table = "| a | b |\n| - | - |\n| 1 | 2 |";

test("Tab goes to the next cell and puts the bars under one another in the same step", () => {
  expect(press("| Na¦me | b |\n|-|-|\n| 1 | longer |", "Tab")).toBe(
    "| Name | b¦      |\n| ---- | ------ |\n| 1    | longer |",
  );
  expect(press("| Name | b ¦|\n|-|-|\n| 1 | longer |", "Tab")).toBe(
    "| Name | b      |\n| ---- | ------ |\n| 1¦    | longer |",
  );
});

test("Shift+Tab goes back, over the rule below the head, and leaves the table from its first cell", () => {
  expect(press("| a | b |\n| - | - |\n| 1¦ | 2 |", "Shift-Tab")).toContain("| b¦");
  expect(press("| a¦ | b |\n| - | - |\n| 1 | 2 |", "Shift-Tab")).toBeNull();
});

test("Tab in the last cell makes a row, and Enter goes down and makes one below the last", () => {
  const made = "| a   | b   |\n| --- | --- |\n| 1   | 2   |\n| ¦    |     |";
  expect(press(`${table.slice(0, -2)}¦ |`, "Tab")).toBe(made);
  expect(press(`${table.replace("1", "1¦")}`, "Enter")).toBe(made);
  expect(press(table.replace("b", "b¦"), "Enter")).toContain("| 2¦");
  expect(press(table.replace("b", "b¦"), "Enter", "Enter")).toMatch(/\| {5}\| ¦ {4}\|$/);
  expect(press(table.replace("2", "2¦"), "Shift-Enter")).toContain("| b¦");
});

test("Enter on an empty last row ends the table", () => {
  expect(press(`${table}\n| ¦  |   |`, "Enter")).toBe(`${table}\n¦`);
  expect(press("> | a |\n> | - |\n> | ¦ |\n\nafter", "Enter")).toBe("> | a |\n> | - |\n>¦\n\nafter");
});

test("outside of a table the keys are not taken", () => {
  expect(press(`wo¦rds\n\n${table}`, "Tab")).toBeNull();
  expect(press(`${table}\n\nwo¦rds`, "Enter")).toBeNull();
  expect(press("- it¦em", "Tab")).toBeNull();
  expect(press(`\`\`\`\n| a¦ | b |\n| - | - |\n\`\`\``, "Tab")).toBeNull();
});

test("bars that are escaped are words, sides of columns are kept, and missing cells and bars come", () => {
  expect(press("a¦ | b\n:-: | -:\nx \\| y | 1\nonly", "Tab")).toBe(
    "|   a    |   b¦ |\n| :----: | --: |\n| x \\| y |   1 |\n|  only  |     |",
  );
});

test("tables in quotes keep the sign on each line", () => {
  expect(press("> | a | b |\n> | - | - |\n> | 1 | 2¦ |", "Tab")).toBe(
    "> | a   | b   |\n> | --- | --- |\n> | 1   | 2   |\n> | ¦    |     |",
  );
});

test("wide letters take two places and marks on letters none", () => {
  expect(["ab", "日本", "é", "e\u0301", "🎉"].map(widthOf)).toEqual([2, 4, 1, 1, 2]);
});

test("one very long cell does not widen its column, and a table over the bound keeps its spaces", () => {
  const long = "word ".repeat(20).trim();
  expect(press(`| a¦ | b |\n|-|-|\n| ${long} | 1 |\n| 2 | 3 |`, "Tab")).toBe(
    `| a   | b¦   |\n| --- | --- |\n| ${long} | 1   |\n| 2   | 3   |`,
  );
  const many = `| a¦ | b |\n|-|-|\n${"|1|2|\n".repeat(3_000)}`;
  expect(press(many, "Tab")).toBe(many.replace("¦", "").replace("b", "b¦"));
});

test("nothing is walked through in a text that cannot be written", () => {
  const state = EditorState.create({
    doc: table,
    selection: { anchor: 3 },
    extensions: [noteMarkdown, EditorState.readOnly.of(true)],
  });
  const [tab] = bindings;
  expect((tab!.run as never as (target: object) => boolean)({ state, dispatch: () => undefined })).toBe(false);
});
