import { maxLinks, maxTitleLength } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { type InlineLink, inlineLinks } from "#/domain/notes/inline-links.ts";
import { type LinkAnchor, linkKey, splitTarget } from "#/domain/notes/link-target.ts";
import { type TextLine, textLines } from "#/domain/notes/text-lines.ts";

/** A `[[name#anchor|alias]]` of a note as it is written. Offsets are UTF-16 units of the whole text. */
export type Link = {
  /** As typed, without anchor and alias; empty for a place in the note itself. */
  name: string;
  key: string;
  anchor: LinkAnchor | null;
  alias: string | null;
  embed: boolean;
  from: number;
  to: number;
  /** Of the text, first is 0. */
  line: number;
  /** The words of its line, at most `maxContext` characters around it. */
  context: string;
};

/** Of one line, as shown beside a backlink. */
const maxContext = 240;
/** All links of a note that are read; of different names only `maxLinks` count. */
const maxRead = maxLinks * 5;

/**
 * The links of a note's whole text in their order. Code, formulas and the frontmatter hold none. It takes time with the length
 * of the text alone, and has no bounds over which a text would lose its links.
 */
export function readLinks(text: string): Link[] {
  const links: Link[] = [];
  if (!text.includes("[[")) return links;
  const names = new Set<string>();
  for (const lines of paragraphs(text)) {
    for (const found of inlineLinks(text, lines[0]!.words!, lines.at(-1)!.to)) {
      const link = readLink(text, found, lines);
      if (!link || (names.size === maxLinks && !names.has(link.key))) continue;
      if (links.length === maxRead) return links;
      names.add(link.key);
      links.push(link);
    }
  }
  return links;
}

/** One for each name that is linked to, in their order; `embeds` if one of its links is an embed. */
export function linkedNames(links: readonly Link[]): { key: string; name: string; embeds: boolean }[] {
  const names = new Map<string, { key: string; name: string; embeds: boolean }>();
  for (const { key, name, embed } of links) {
    if (key === "") continue;
    const known = names.get(key);
    if (known) known.embeds ||= embed;
    else names.set(key, { key, name, embeds: embed });
  }
  return [...names.values()];
}

/** The lines of each paragraph, heading or table: code may go over the end of a line, but not over these. */
function* paragraphs(text: string): Generator<TextLine[]> {
  let lines: TextLine[] = [];
  for (const line of textLines(text, text.length - splitText(text).body.length)) {
    if (line.words !== null && line.goesOn && lines.length > 0) lines.push(line);
    else {
      if (lines.length > 0) yield lines;
      lines = line.words === null ? [] : [line];
    }
  }
  if (lines.length > 0) yield lines;
}

function readLink(text: string, found: InlineLink, lines: readonly TextLine[]): Link | null {
  const { name, anchor } = splitTarget(found.target);
  if ((name === "" && anchor === null) || name.length > maxTitleLength * 2) return null;
  const line = lineAt(lines, found.from);
  const { alias, embed, from, to } = found;
  return {
    name,
    key: linkKey(name),
    anchor,
    alias,
    embed,
    from,
    to,
    line: line.line,
    context: contextOf(text, found, line),
  };
}

function lineAt(lines: readonly TextLine[], at: number): TextLine {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lines[middle]!.from <= at) low = middle;
    else high = middle - 1;
  }
  return lines[low]!;
}

function contextOf(text: string, { from, to }: InlineLink, line: TextLine): string {
  const room = Math.max(0, Math.floor((maxContext - (to - from)) / 2));
  const [start, end] = [Math.max(line.words!, from - room), Math.min(line.to, to + room)];
  const words = text.slice(start, end).toWellFormed().trim();
  return `${start > line.words! ? "…" : ""}${words}${end < line.to ? "…" : ""}`;
}
