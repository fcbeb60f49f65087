import { NOTE_LENGTH } from "#/domain/markdown/bounds.ts";

/** A run of whole blocks of a note, small enough to be read without a pause that one would feel. */
export interface NoteSlice {
  text: string;
  /** Line of the note, from 0, that the first line of `text` is. */
  firstLine: number;
  /** Lines of `text` that are the note's; those after them are definitions from elsewhere in the note. */
  lines: number;
}

/** A slice ends at the next good place after this many characters. */
const GOOD_LENGTH = 16_384;
/** Without a good place it ends at the end of a line after this many, and a line longer than this is cut. */
const LONGEST = 65_536;
/** Definitions that are repeated for each slice, in characters. */
const DEFINITIONS = 8_192;

const FENCE = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*|(\$\$)[ \t]*|(\\\[)[ \t]*)$/;
/** A link definition, or the name of a footnote's. */
const DEFINITION = /^ {0,3}(\[(?!\^)[^[\]]{1,200}\]:[ \t]*\S.*|\[\^[^\s[\]]{1,100}\]:)/;

/**
 * Divides a note at blank lines before text that stands at the margin, never inside a fence: read one by one, the slices
 * mean what the whole does, except that a list or a quote which fills a whole slice may end there. Over `NOTE_LENGTH` it is cut.
 */
export function noteSlices(markdown: string): NoteSlice[] {
  const source = markdown.toWellFormed().replace(/\r\n?/g, "\n");
  const text = source.length <= NOTE_LENGTH ? source : `${source.slice(0, NOTE_LENGTH).toWellFormed()}…`;
  if (text.length <= GOOD_LENGTH) return [{ text, firstLine: 0, lines: count(text) }];
  const found = divide(text);
  const definitions = found.length > 1 ? definitionsOf(text) : "";
  return found.map(({ text, firstLine, fenced }) => ({
    text: definitions === "" || fenced ? text : `${text}\n\n${definitions}`,
    firstLine,
    lines: count(text),
  }));
}

function count(text: string): number {
  return text.split("\n").length;
}

type Piece = { text: string; firstLine: number; fenced: boolean };

function divide(text: string): Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let length = 0;
  let firstLine = 0;
  let fence: { opener: string; mark: string } | undefined;
  let blank = false;
  const end = (next: number) => {
    if (lines.length > 0) pieces.push({ text: lines.join("\n"), firstLine, fenced: fence !== undefined });
    // What goes on inside a fence begins with its opening line again.
    lines = fence ? [fence.opener] : [];
    firstLine = next - lines.length;
    length = 0;
  };
  for (const [index, line] of text.split("\n").entries()) {
    const good = length >= GOOD_LENGTH && blank && !fence && /^[^\s>*+\-\d|[]/.test(line);
    if (good || length + line.length > LONGEST) end(index);
    for (let rest = line; ; rest = rest.slice(LONGEST)) {
      lines.push(rest.slice(0, LONGEST));
      length += Math.min(rest.length, LONGEST) + 1;
      if (rest.length <= LONGEST) break;
      end(index);
    }
    if (fence) {
      if (closes(fence.mark, line)) fence = undefined;
    } else {
      const marks = FENCE.exec(line);
      const mark = marks?.[1] ?? marks?.[2] ?? marks?.[3] ?? marks?.[4];
      if (mark) fence = { opener: line.slice(0, 200), mark };
    }
    blank = line.trim() === "";
  }
  end(0);
  return pieces;
}

function closes(mark: string, line: string): boolean {
  const closing = line.trim();
  if (mark === "\\[") return closing === "\\]";
  if (mark === "$$") return closing === "$$";
  return closing.length >= mark.length && closing === mark.charAt(0).repeat(closing.length);
}

function definitionsOf(text: string): string {
  const found: string[] = [];
  let length = 0;
  for (const line of text.split("\n")) {
    const definition = DEFINITION.exec(line)?.[1];
    if (!definition) continue;
    const short = definition.startsWith("[^") ? `${definition} .` : definition;
    length += short.length + 2;
    if (length > DEFINITIONS) break;
    found.push(short);
  }
  return found.join("\n\n");
}
