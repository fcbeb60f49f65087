/** A cell between its bars: `start` to `end`; its words, without the spaces around them, are `from` to `to`. */
export type TableCell = { readonly start: number; readonly end: number; readonly from: number; readonly to: number };

/** A line of a table. Places count from the beginning of the document. */
export type TableLine = {
  readonly from: number;
  readonly to: number;
  /** What stands before the table on this line: an indent, the sign of a quote. */
  readonly prefix: string;
  readonly cells: readonly TableCell[];
  /** Whether it begins and ends with a bar. */
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
};

export type TableChange = { readonly from: number; readonly to: number; readonly insert: string };

/** Wider words do not widen their column: one long cell would push all others out of sight. */
const widestPadded = 40;
const narrowest = 3;
/** A table over this is walked through, and left as it is written. */
const mostCells = 4_000;

/** A line of a table that begins at `from`; `margin` letters of it come before the table. */
export function readLine(text: string, from: number, margin: number): TableLine {
  const hasStart = text[margin] === "|";
  const cells: TableCell[] = [];
  let start = margin + (hasStart ? 1 : 0);
  let escaped = false;
  let hasEnd = false;
  for (let at = start; at <= text.length; at += 1) {
    if (at < text.length && (escaped || text[at] !== "|")) {
      escaped = !escaped && text[at] === "\\";
      continue;
    }
    const isRest = at === text.length;
    if (!isRest || text.slice(start, at).trim() !== "" || cells.length === 0) cells.push(cellOf(text, from, start, at));
    else hasEnd = true;
    start = at + 1;
  }
  return { from, to: from + text.length, prefix: text.slice(0, margin), cells, hasStart, hasEnd };
}

function cellOf(text: string, from: number, start: number, end: number): TableCell {
  const raw = text.slice(start, end);
  const before = raw.trim() === "" ? Math.min(1, raw.length) : raw.length - raw.trimStart().length;
  const words = raw.trim().length;
  return {
    start: from + start,
    end: from + end,
    from: from + start + before,
    to: from + start + before + words,
  };
}

/** How wide words are in a fixed width: wide letters take two places, marks on a letter none. */
export function widthOf(words: string): number {
  let width = 0;
  for (const letter of words) {
    if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(letter)) continue;
    width +=
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
        letter,
      )
        ? 2
        : 1;
  }
  return width;
}

/**
 * The changes that put the bars of a table under one another, and give each line as many cells as the first. Only spaces,
 * dashes and bars change: what others write in a cell meanwhile stays. `words` reads the text.
 */
export function tidied(lines: readonly TableLine[], words: (from: number, to: number) => string): TableChange[] {
  const columns = lines[0]?.cells.length ?? 0;
  if (columns * lines.length > mostCells) return [];
  const widths = widthsOf(lines, words);
  const aligns = (lines[1]?.cells ?? []).map(({ from, to }) => alignOf(words(from, to)));
  return lines.flatMap((line, index) => {
    const changes: TableChange[] = [];
    if (!line.hasStart)
      changes.push({ from: line.from + line.prefix.length, to: line.from + line.prefix.length, insert: "|" });
    line.cells.forEach((cell, column) => {
      if (column >= columns) return;
      const width = widths[column] ?? narrowest;
      const align = aligns[column] ?? "none";
      if (index === 1) changes.push(...replaced(cell.start, cell.end, ` ${rule(align, width)} `, words));
      else changes.push(...padded(cell, { width, align }, words));
    });
    const missing = widths.slice(line.cells.length).map((width, at) => {
      const column = line.cells.length + at;
      return index === 1 ? ` ${rule(aligns[column] ?? "none", width)} |` : ` ${" ".repeat(width)} |`;
    });
    const end = `${line.hasEnd ? "" : "|"}${missing.join("")}`;
    if (end !== "") changes.push({ from: line.to, to: line.to, insert: end });
    return changes;
  });
}

/** An empty line with as many cells as the first, to come after the last. */
export function emptyLine(lines: readonly TableLine[], words: (from: number, to: number) => string): string {
  const cells = widthsOf(lines, words).map((width) => ` ${" ".repeat(width)} |`);
  return `\n${lines.at(-1)?.prefix ?? ""}|${cells.join("")}`;
}

function widthsOf(lines: readonly TableLine[], words: (from: number, to: number) => string): number[] {
  return (lines[0]?.cells ?? []).map((_, column) => {
    let widest = narrowest;
    lines.forEach((line, index) => {
      const cell = line.cells[column];
      if (!cell || index === 1 || cell.to - cell.from > widestPadded * 2) return;
      const width = widthOf(words(cell.from, cell.to));
      if (width <= widestPadded) widest = Math.max(widest, width);
    });
    return widest;
  });
}

type Align = "none" | "start" | "center" | "end";

function alignOf(rule: string): Align {
  const [first, last] = [rule.startsWith(":"), rule.endsWith(":")];
  return first && last ? "center" : last ? "end" : first ? "start" : "none";
}

function rule(align: Align, width: number): string {
  switch (align) {
    case "center":
      return `:${"-".repeat(width - 2)}:`;
    case "end":
      return `${"-".repeat(width - 1)}:`;
    case "start":
      return `:${"-".repeat(width - 1)}`;
    default:
      return "-".repeat(width);
  }
}

function padded(
  cell: TableCell,
  to: { readonly width: number; readonly align: Align },
  words: (from: number, to: number) => string,
): TableChange[] {
  const spare = Math.max(0, to.width - widthOf(words(cell.from, cell.to)));
  if (cell.from === cell.to) return replaced(cell.start, cell.end, " ".repeat(to.width + 2), words);
  const left = to.align === "end" ? spare : to.align === "center" ? Math.floor(spare / 2) : 0;
  return [
    ...replaced(cell.start, cell.from, " ".repeat(left + 1), words),
    ...replaced(cell.to, cell.end, " ".repeat(spare - left + 1), words),
  ];
}

function replaced(
  from: number,
  to: number,
  insert: string,
  words: (from: number, to: number) => string,
): TableChange[] {
  return words(from, to) === insert ? [] : [{ from, to, insert }];
}
