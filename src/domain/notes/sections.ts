import { slugOf } from "#/domain/markdown/note-marks.ts";
import type { LinkAnchor } from "#/domain/notes/link-target.ts";
import { type TextLine, textLines } from "#/domain/notes/text-lines.ts";

/** The part of a note's body that an anchor names, as Markdown; null when there is none. */
export function sectionOf(body: string, { kind, value }: LinkAnchor): string | null {
  const lines = [...textLines(body)];
  const span = kind === "heading" ? underHeading(body, lines, value) : blockAt(body, lines, value);
  return span && body.slice(span[0]!.from, span.at(-1)!.to).trimEnd();
}

/** The heading and all up to the next one that is not below it. */
function underHeading(body: string, lines: TextLine[], value: string): TextLine[] | null {
  const slug = slugOf(value);
  const first = lines.findIndex(({ heading, words, to }) => {
    if (heading === null) return false;
    const title = body.slice(words! + heading, to).replace(/\s#+\s*$/, "");
    return slugOf(title) === slug;
  });
  if (first === -1) return null;
  const level = lines[first]!.heading!;
  const after = lines.findIndex(({ heading }, index) => index > first && heading !== null && heading <= level);
  return lines.slice(first, after === -1 ? undefined : after);
}

/** The paragraph or list item that ends a line with `^id`, with what is nested in it. */
function blockAt(body: string, lines: TextLine[], id: string): TextLine[] | null {
  const at = lines.findIndex(({ words, from, to }) => {
    if (words === null) return false;
    const line = body.slice(Math.max(from, to - 200), to).trimEnd();
    return line.endsWith(`^${id}`) && /(?:^|\s)$/.test(line.slice(0, -id.length - 1));
  });
  if (at === -1) return null;
  let first = at;
  while (lines[first]!.goesOn) first -= 1;
  let last = at;
  const depth = indentOf(lines[first]!);
  while (lines[last + 1] && (lines[last + 1]!.goesOn || isInside(lines[last + 1]!, depth))) last += 1;
  return lines.slice(first, last + 1);
}

const indentOf = ({ words, from }: TextLine): number => words! - from;
const isInside = (line: TextLine, depth: number): boolean =>
  line.words !== null && line.heading === null && indentOf(line) > depth;
