import {
  EditorSelection,
  EditorState,
  type Extension,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import { caretHome, hiddenIdIn, spaceBeforeId } from "#/client/notes/editor/hidden-ids.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";

/**
 * Keeps people out of the ids that they do not see: a caret goes to the visible end of its line, words typed there stay
 * apart from the id, and deleting to the end of a line leaves it. Nothing of others is touched, and nothing in source mode.
 */
export const hiddenIdGuard: Extension = EditorState.transactionFilter.of((transaction) => {
  if (transaction.startState.facet(editorSettings).sourceMode) return transaction;
  if (transaction.isUserEvent("select")) return selected(transaction);
  if (transaction.isUserEvent("input")) return typed(transaction);
  return transaction.isUserEvent("delete") ? deleted(transaction) : transaction;
});

type Answer = Transaction | readonly TransactionSpec[];

function selected(transaction: Transaction): Answer {
  const { selection, newDoc } = transaction;
  if (!selection || transaction.docChanged) return transaction;
  let moved = false;
  const ranges = selection.ranges.map((range) => {
    const line = newDoc.lineAt(range.head);
    const head = caretHome(line.text, line.from, range.head);
    const anchor = range.empty
      ? head
      : range.anchor >= line.from && range.anchor <= line.to
        ? caretHome(line.text, line.from, range.anchor)
        : range.anchor;
    // A selection that goes on beyond the line takes what the line hides along.
    const isWithin = range.empty || anchor >= line.from;
    if (!isWithin || (head === range.head && anchor === range.anchor)) return range;
    moved = true;
    return anchor === head ? EditorSelection.cursor(head) : EditorSelection.range(anchor, head);
  });
  if (!moved) return transaction;
  return [transaction, { selection: EditorSelection.create(ranges, selection.mainIndex), sequential: true }];
}

function typed(transaction: Transaction): Answer {
  const only = singleChange(transaction);
  if (!only || only.from !== only.to) return transaction;
  const line = transaction.startState.doc.lineAt(only.from);
  const insert = spaceBeforeId(line.text, line.from, only.from, only.insert);
  if (insert === only.insert) return transaction;
  const after = only.from + only.insert.length;
  return [transaction, { changes: { from: after, insert: " " }, selection: { anchor: after }, sequential: true }];
}

function deleted(transaction: Transaction): Answer {
  const only = singleChange(transaction);
  if (only?.insert !== "") return transaction;
  const line = transaction.startState.doc.lineAt(only.from);
  const id = hiddenIdIn(line.text, line.from);
  if (!id || only.from === line.from || only.to <= id.home || only.to > id.end || only.from >= id.home)
    return transaction;
  return [{ changes: { from: only.from, to: id.home }, selection: { anchor: only.from }, userEvent: "delete" }];
}

function singleChange(transaction: Transaction): { from: number; to: number; insert: string } | null {
  const found: { from: number; to: number; insert: string }[] = [];
  transaction.changes.iterChanges((from, to, _fromB, _toB, insert) =>
    found.push({ from, to, insert: insert.toString() }),
  );
  return found.length === 1 ? found[0]! : null;
}
