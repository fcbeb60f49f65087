import type { PlainReason } from "./nodes.ts";

/** Characters read of a chat text: the content bound of the protocol (65,536 bytes). */
export const MESSAGE_LENGTH = 65_536;
/** Characters read of a note: the bound of a note's text. */
export const NOTE_LENGTH = 1_048_576;
/** Nodes of a rendered chat text. Every node costs the reader's browser and the server that renders the page. */
export const MESSAGE_NODES = 6_000;
/** Nodes of a rendered note. */
export const NOTE_NODES = 60_000;
/** Mentions of one text that are resolved; the rest stays text. Each is a chip, and may be a notification. */
export const MENTIONS = 500;
/** Levels of nesting of a parsed tree: a list in a list counts two. */
export const DEPTH = 64;
/** A destination longer than this is no link. */
export const LINK_LENGTH = 2_048;

const CONTAINERS_IN_LINE = 32;
const INDENT_OF_MARKER = 96;
/** Emphasis and brackets are matched in time that grows with the square of their number in one block. */
const DELIMITERS_IN_BLOCK = 2_000;
/** Each underlined heading makes the parser rebuild what it has: 20,000 of them take a minute. */
const UNDERLINES = 300;

const CONTAINER = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;
const THEMATIC_BREAK = /^[ \t]*(?:[*\t ]+|[-\t ]+|[_\t ]+)$/;
const MARKER_AFTER_INDENT = /^(?:[-*+]|\d{1,9}[.)])[ \t]/;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;

/**
 * Judges in linear time whether the parser can take `text`: its own time and stack grow faster than linear with nesting, with
 * delimiters in one block, and with underlined headings.
 */
export function tooHardToParse(text: string): PlainReason | undefined {
  let delimiters = 0;
  let underlines = 0;
  for (const line of lines(text)) {
    if (line.trim() === "") {
      delimiters = 0;
      continue;
    }
    if (containers(line) > CONTAINERS_IN_LINE) return "too_deep";
    if (UNDERLINE.test(line)) underlines += 1;
    delimiters += countDelimiters(line);
    if (delimiters > DELIMITERS_IN_BLOCK || underlines > UNDERLINES) return "too_complex";
  }
  return undefined;
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

/** Runs of emphasis characters, each bracket, and each backtick run. */
function countDelimiters(line: string): number {
  let count = 0;
  let previous = 0;
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    const bracket = code === 91 || code === 93;
    const emphasis = code === 42 || code === 95 || code === 126 || code === 96;
    if (bracket || (emphasis && code !== previous)) count += 1;
    previous = code;
  }
  return count;
}
