import type { PlainReason } from "./nodes.ts";

const CONTAINERS_IN_LINE = 32;
const INDENT_OF_MARKER = 96;
/** Emphasis and brackets are matched in time that grows with the square of their number in one block. */
const DELIMITERS_IN_BLOCK = 2_000;
/** Labels in labels are read again for each that closes. */
const OPEN_BRACKETS = 20;
/** Each underlined heading makes the parser rebuild what it has: 20,000 of them take a minute. */
const UNDERLINES = 300;

const CONTAINER = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;
const THEMATIC_BREAK = /^[ \t]*(?:[*\t ]+|[-\t ]+|[_\t ]+)$/;
const MARKER_AFTER_INDENT = /^(?:[-*+]|\d{1,9}[.)])[ \t]/;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;

/**
 * Judges in linear time whether the parser can take `text`: its own time and stack grow faster than linear with nesting, with
 * delimiters in one block, and with underlined headings. `maxLines` bounds the lines outside fences, each of which is a node.
 */
export function tooHardToParse(text: string, maxLines: number): PlainReason | undefined {
  const block = { delimiters: 0, brackets: 0 };
  let underlines = 0;
  let count = 0;
  let fence: Fence | undefined;
  // One that is indented may stand in a list that ends before it does: its lines count, and no fence begins in it.
  let doubtful: Fence | undefined;
  for (const line of lines(text)) {
    if (fence) {
      if (closes(fence, line)) fence = undefined;
      continue;
    }
    if (doubtful && closes(doubtful, line)) doubtful = undefined;
    else if (!doubtful) {
      fence = openedBy(line);
      doubtful = /^ {1,3}\S/.test(line) ? openedBy(line.trimStart()) : undefined;
    }
    count += 1;
    if (count > maxLines) return "too_many_nodes";
    if (fence || line.trim() === "") {
      block.delimiters = 0;
      block.brackets = 0;
      continue;
    }
    if (containers(line) > CONTAINERS_IN_LINE) return "too_deep";
    if (UNDERLINE.test(line)) underlines += 1;
    const deepest = countDelimiters(line, block);
    if (deepest > OPEN_BRACKETS) return "too_deep";
    if (block.delimiters > DELIMITERS_IN_BLOCK || underlines > UNDERLINES) return "too_complex";
  }
  return undefined;
}

interface Fence {
  marker: string;
  size: number;
}

/**
 * A fence at the very start of a line: there the parser sees one too, whatever came before, so that nothing can hide in what is
 * skipped here.
 */
function openedBy(line: string): Fence | undefined {
  const marks = /^(?:(`{3,})[^`]*|(~{3,}).*|(\$\$)[ \t]*)$/.exec(line);
  const mark = marks?.[1] ?? marks?.[2] ?? marks?.[3];
  return mark ? { marker: mark.charAt(0), size: mark.length } : undefined;
}

function closes(fence: Fence, line: string): boolean {
  const mark = line.trim();
  const long = fence.marker === "$" ? mark.length === fence.size : mark.length >= fence.size;
  const indent = line.length - line.trimStart().length;
  return long && indent < 4 && mark === fence.marker.repeat(mark.length);
}

function* lines(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    yield text.slice(start, end);
    start = end + 1;
  }
  yield text.slice(start);
}

/** Quotes and list items that a line opens or continues. */
function containers(line: string): number {
  if (THEMATIC_BREAK.test(line)) return 0;
  let count = 0;
  CONTAINER.lastIndex = 0;
  while (CONTAINER.test(line)) count += 1;
  const indent = line.length - line.trimStart().length;
  const nested = indent > INDENT_OF_MARKER && MARKER_AFTER_INDENT.test(line.slice(indent));
  return nested ? CONTAINERS_IN_LINE + 1 : count;
}

/** Adds runs of emphasis characters and backticks, and each bracket, to the block's; tells the most brackets open at once. */
function countDelimiters(line: string, block: { delimiters: number; brackets: number }): number {
  let deepest = 0;
  let previous = 0;
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    const emphasis = code === 42 || code === 95 || code === 126 || code === 96;
    if (code === 91) block.brackets += 1;
    else if (code === 93) block.brackets = Math.max(0, block.brackets - 1);
    if (code === 91 || code === 93 || (emphasis && code !== previous)) block.delimiters += 1;
    deepest = Math.max(deepest, block.brackets);
    previous = code;
  }
  return deepest;
}
