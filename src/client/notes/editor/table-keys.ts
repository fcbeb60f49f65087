import { syntaxTree } from "@codemirror/language";
import type { ChangeSpec, EditorState, StateCommand } from "@codemirror/state";
import { EditorView, type KeyBinding } from "@codemirror/view";
import { say } from "#/client/language/say.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { emptyLine, readLine, type TableLine, tidied } from "#/client/notes/editor/table-text.ts";

/** A table over this has no cells to walk through: as for what is drawn. */
const longestTable = 60_000;

type Place = { readonly lines: readonly TableLine[]; readonly row: number; readonly column: number };

/**
 * Tab and Shift+Tab go from cell to cell of a table, Enter and Shift+Enter from row to row; behind the last a row is made.
 * Each puts the bars under one another in the same step, which one undo takes back: `separate` begins it.
 */
export function tableKeys(separate: () => void): KeyBinding[] {
  const apart =
    (command: StateCommand): StateCommand =>
    (target) =>
      command({
        state: target.state,
        dispatch(transaction) {
          if (transaction.docChanged) separate();
          target.dispatch(transaction);
        },
      });
  return [
    { key: "Tab", run: apart(toCell(1)), shift: apart(toCell(-1)) },
    { key: "Enter", run: apart(toRow(1)), shift: apart(toRow(-1)) },
  ];
}

/** The table that the selection is in, with the cell. Null outside of one. */
export function placeInTable(state: EditorState): Place | null {
  const { main, ranges } = state.selection;
  if (ranges.length > 1) return null;
  const node = tableAt(state, main.from) ?? tableAt(state, main.to);
  if (!node || main.to > node.to || node.to - node.from > longestTable) return null;
  const lines: TableLine[] = [];
  for (let at = node.from; at <= node.to; ) {
    const line = state.doc.lineAt(at);
    const margin = lines.length === 0 ? node.from - line.from : /^[\s>]*/.exec(line.text)![0].length;
    lines.push(readLine(line.text, line.from, margin));
    at = line.to + 1;
  }
  const row = lines.findIndex(({ to }) => main.head <= to);
  const line = lines[row];
  if (!line || lines.length < 2) return null;
  const column = Math.max(
    0,
    line.cells.findLastIndex(({ start }) => start <= main.head),
  );
  return { lines, row, column: Math.min(column, lines[0]!.cells.length - 1) };
}

function tableAt(state: EditorState, at: number): { from: number; to: number } | null {
  for (const side of [1, -1] as const)
    for (let node = syntaxTree(state).resolveInner(at, side); node.parent; node = node.parent)
      if (node.name === "Table") return node;
  return null;
}

/** Outside of a table, and before its first cell, the key is not taken: it leaves the editor, or moves an item of a list. */
const toCell =
  (step: 1 | -1): StateCommand =>
  (target) => {
    const place = target.state.readOnly ? null : placeInTable(target.state);
    if (!place) return false;
    const columns = place.lines[0]!.cells.length;
    let row = place.row === 1 ? (step > 0 ? 2 : 0) : place.row;
    let column = place.row === 1 ? (step > 0 ? 0 : columns - 1) : place.column + step;
    if (column >= columns) [row, column] = [below(row), 0];
    if (column < 0) [row, column] = [above(row), columns - 1];
    if (row < 0) return false;
    go(target, place, { row, column });
    return true;
  };

const toRow =
  (step: 1 | -1): StateCommand =>
  (target) => {
    const { state } = target;
    const place = state.readOnly || state.facet(editorSettings).sourceMode ? null : placeInTable(state);
    if (!place || !state.selection.main.empty) return false;
    const last = place.lines.at(-1)!;
    if (step > 0 && place.row > 1 && place.row === place.lines.length - 1 && isEmpty(last)) return leave(target, last);
    const row = step > 0 ? below(place.row) : above(place.row);
    if (row < 0) return true;
    go(target, place, { row, column: place.column });
    return true;
  };

// The second line is the rule below the head, which is nobody's place to write.
const below = (row: number): number => (row < 2 ? 2 : row + 1);
const above = (row: number): number => (row === 2 || row === 1 ? 0 : row - 1);

const isEmpty = ({ cells }: TableLine): boolean => cells.every(({ from, to }) => from === to);

/** Enter on a last row with nothing in it ends the table, as it ends a list. */
function leave({ state, dispatch }: Parameters<StateCommand>[0], last: TableLine): boolean {
  const insert = last.prefix.includes(">") ? last.prefix.trimEnd() : "";
  dispatch(
    state.update({
      changes: { from: last.from, to: last.to, insert },
      selection: { anchor: last.from + insert.length },
      userEvent: "input",
      scrollIntoView: true,
    }),
  );
  return true;
}

function go(
  { state, dispatch }: Parameters<StateCommand>[0],
  { lines }: Place,
  to: { readonly row: number; readonly column: number },
): void {
  const words = (from: number, end: number) => state.sliceDoc(from, end);
  const [first, last] = [lines[0]!, lines.at(-1)!];
  const changes: ChangeSpec[] = tidied(lines, words);
  if (to.row >= lines.length) changes.push({ from: last.to, insert: emptyLine(lines, words) });
  const change = state.changes(changes);
  const line = change.apply(state.doc).line(state.doc.lineAt(first.from).number + to.row);
  const { cells } = readLine(line.text, line.from, (lines[to.row] ?? last).prefix.length);
  dispatch(
    state.update({
      changes: change,
      selection: { anchor: (cells[to.column] ?? cells.at(-1))?.to ?? line.to },
      userEvent: change.empty ? "select" : "input.table",
      scrollIntoView: true,
      effects: EditorView.announce.of(
        say("Row {row}, column {column}", { row: rowFor(to.row), column: to.column + 1 }),
      ),
    }),
  );
}

/** As people count: the head is the first, and the rule below it none. */
const rowFor = (row: number): number => (row < 2 ? 1 : row);
