/** A change to the text of a field: what to put in place of `from…to`, and what is selected afterwards. */
export type Change = { from: number; to: number; insert: string; select: [start: number, end: number] };

/** Puts a mark such as `**` around the selection, or takes it away where it stands already. */
export function toggleMark(text: string, start: number, end: number, mark: string): Change {
  const size = mark.length;
  const selected = text.slice(start, end);
  if (isMarked(text.slice(0, start), text.slice(end), mark)) {
    return { from: start - size, to: end + size, insert: selected, select: [start - size, end - size] };
  }
  if (selected.length >= 2 * size && isInside(selected, mark)) {
    const insert = selected.slice(size, -size);
    return { from: start, to: end, insert, select: [start, start + insert.length] };
  }
  return { from: start, to: end, insert: mark + selected + mark, select: [start + size, end + size] };
}

/** One `*` beside another belongs to `**`: it is not the mark of emphasis. */
function isMarked(before: string, after: string, mark: string): boolean {
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false;
  const inner = /\**$/.exec(before)![0].length;
  return mark !== "*" || inner % 2 === 1;
}

function isInside(selected: string, mark: string): boolean {
  if (!selected.startsWith(mark) || !selected.endsWith(mark)) return false;
  return mark !== "*" || !selected.startsWith("**") || selected.startsWith("***");
}

/** A pasted address over selected words makes a link of them. Null when this is no such paste. */
export function linkOver(text: string, start: number, end: number, pasted: string): Change | null {
  const url = pasted.trim();
  const words = text.slice(start, end);
  if (start === end || !/^https?:\/\/[^\s()<>]+$/.test(url) || /[[\]\n]/.test(words) || /^https?:/.test(words))
    return null;
  const insert = `[${words}](${url})`;
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}

/** `[words](|)`, or `[|](…)` without words. */
export function linkTo(text: string, start: number, end: number): Change {
  const words = text.slice(start, end);
  const insert = `[${words}]()`;
  const caret = words === "" ? start + 1 : start + insert.length - 1;
  return { from: start, to: end, insert, select: [caret, caret] };
}

/** What began the line goes on in the next one, and ends on a line that holds nothing else. Null elsewhere. */
export function continueLine(text: string, caret: number): Change | null {
  return continueList(text, caret) ?? continueQuote(text, caret);
}

/** The next line of a list begins as its line did; on an empty item the list ends. Null outside of lists. */
export function continueList(text: string, caret: number): Change | null {
  const { start, line } = lineAt(text, caret);
  const match = listItem.exec(line);
  if (!match) return null;
  const [prefix, indent = "", bullet, number, dot = "", box] = match;
  if (line === prefix) return { from: start, to: caret, insert: "", select: [start, start] };
  const marker = bullet ?? `${Number(number) + 1}${dot}`;
  return inserted(caret, `\n${indent}${marker} ${box ? "[ ] " : ""}`);
}

const listItem = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))\s(\[[ xX]\]\s)?/;

function continueQuote(text: string, caret: number): Change | null {
  const { start, line } = lineAt(text, caret);
  const prefix = /^ {0,3}(?:> ?)+/.exec(line)?.[0];
  if (prefix === undefined) return null;
  if (line === prefix) return { from: start, to: caret, insert: "", select: [start, start] };
  return inserted(caret, `\n${prefix.trimEnd()} `);
}

/** Enter behind the line that opens a fence makes its end as well. Null unless such a line stands there without an end. */
export function closeFence(text: string, caret: number): Change | null {
  const { line } = lineAt(text, caret);
  const mark = /^ {0,3}(`{3,}|~{3,})[\w+#.-]*$/.exec(line)?.[1];
  const rest = text.slice(caret);
  if (!mark || (rest !== "" && !rest.startsWith("\n"))) return null;
  if (rest.split("\n").some((each) => each.trim().startsWith(mark))) return null;
  return { from: caret, to: caret, insert: `\n\n${mark}`, select: [caret + 1, caret + 1] };
}

/** An item of a list goes in by two spaces, or (`step` -1) out. Null outside of lists and where it can go no further. */
export function indentItem(text: string, caret: number, step: 1 | -1): Change | null {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? text.length : end);
  const indent = listItem.exec(line)?.[1];
  if (indent === undefined || (step < 0 && indent === "") || indent.length >= deepest) return null;
  if (step > 0) return { from: start, to: start, insert: "  ", select: [caret + 2, caret + 2] };
  const less = Math.min(2, indent.length);
  const place = Math.max(start, caret - less);
  return { from: start, to: start + less, insert: "", select: [place, place] };
}

/** Spaces; deeper lists are told from code by nobody. */
const deepest = 12;

function lineAt(text: string, caret: number): { start: number; line: string } {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  return { start, line: text.slice(start, caret) };
}

function inserted(caret: number, insert: string): Change {
  return { from: caret, to: caret, insert, select: [caret + insert.length, caret + insert.length] };
}
