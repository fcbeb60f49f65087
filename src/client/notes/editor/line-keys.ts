import { type Change, closeFence, continueLine, indentItem } from "#/client/messages/marks.ts";
import { hiddenIdIn, splitBeforeId } from "#/client/notes/editor/hidden-ids.ts";

/** A change of one line: places are those of the whole text, as `from` is. */
export type LineEdit = {
  readonly changes: readonly { readonly from: number; readonly to: number; readonly insert: string }[];
  readonly caret: number;
};

const item = /^(\s*(?:>\s?)*)(\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:\[(?: |[xX])\]\s+)?/;

/** Enter: goes on with a list, a todo or a quote, ends it on an empty item, and leaves ids with their line. Null for a plain one. */
export function enterIn(line: string, from: number, caret: number): LineEdit | null {
  const id = hiddenIdIn(line, from);
  const at = caret - from;
  const visible = id ? line.slice(0, id.home - from) : line;
  const prefix = item.exec(id ? `${visible} ` : visible)?.[0];
  if (prefix !== undefined && visible.trimEnd() === prefix.trimEnd() && at >= prefix.trimEnd().length)
    return endItem(line, from, visible.length);
  const change = continueLine(line.slice(0, at), at);
  if (id && caret <= id.start) {
    const begin = change?.insert.startsWith("\n") ? change.insert.slice(1) : "";
    const split = splitBeforeId(line, from, Math.min(caret, id.home), begin);
    return split && { changes: split.changes, caret: split.caret };
  }
  if (!change) return null;
  return { changes: [shifted(change, from)], caret: from + change.select[0] };
}

/** An empty item goes out by one step, and at the margin it becomes an empty line. */
function endItem(line: string, from: number, shown: number): LineEdit {
  const out = indentItem(line, line.length, -1);
  if (out) return { changes: [shifted(out, from)], caret: from + shown - (out.to - out.from) };
  const quote = item.exec(line)?.[1] ?? "";
  return { changes: [{ from, to: from + line.length, insert: quote }], caret: from + quote.length };
}

/** Enter behind the line that opens a fence: `rest` is the text below. */
export function enterFence(line: string, from: number, rest: string): LineEdit | null {
  const change = closeFence(`${line}\n${rest}`, line.length);
  return change && { changes: [shifted(change, from)], caret: from + change.select[0] };
}

/** Backspace right behind the mark of an item: out by one step, or no item any more. Null elsewhere. */
export function backspaceIn(line: string, from: number, caret: number): LineEdit | null {
  const found = item.exec(line);
  const prefix = found?.[0];
  if (prefix === undefined || caret - from !== prefix.length) return null;
  const out = indentItem(line, caret - from, -1);
  if (out) return { changes: [shifted(out, from)], caret: from + out.select[0] };
  const quote = found![1]!;
  return { changes: [{ from: from + quote.length, to: caret, insert: "" }], caret: from + quote.length };
}

/** Tab and Shift+Tab on lines of lists. Null on others. */
export function indentLine(line: string, from: number, step: 1 | -1): LineEdit["changes"][number] | null {
  const change = indentItem(line, 0, step);
  return change && shifted(change, from);
}

function shifted(change: Change, from: number): LineEdit["changes"][number] {
  return { from: from + change.from, to: from + change.to, insert: change.insert };
}
