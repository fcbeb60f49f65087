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

/** The next line of a list begins as its line did; on an empty item the list ends. Null outside of lists. */
export function continueList(text: string, caret: number): Change | null {
  const lineStart = text.lastIndexOf("\n", caret - 1) + 1;
  const line = text.slice(lineStart, caret);
  const match = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))\s(\[[ xX]\]\s)?/.exec(line);
  if (!match) return null;
  const [prefix, indent = "", bullet, number, dot = "", box] = match;
  if (line === prefix) return { from: lineStart, to: caret, insert: "", select: [lineStart, lineStart] };
  const marker = bullet ?? `${Number(number) + 1}${dot}`;
  const insert = `\n${indent}${marker} ${box ? "[ ] " : ""}`;
  return { from: caret, to: caret, insert, select: [caret + insert.length, caret + insert.length] };
}
