import type { Nodes } from "mdast";
import { NOTE_LENGTH, NOTE_NODES } from "#/domain/markdown/bounds.ts";
import type { WikiLink } from "#/domain/markdown/nodes.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { maxLinks, maxTitleLength } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { type LinkAnchor, linkKey, splitTarget } from "#/domain/notes/link-target.ts";

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
 * The links of a note's whole text in their order, frontmatter included, which like code and formulas holds none. A text that
 * the Markdown parser refuses as too hard has none, as it is shown without any.
 */
export function readLinks(text: string): Link[] {
  if (!text.includes("[[")) return [];
  const { body } = splitText(text);
  const lines = new Lines(text, text.length - body.length);
  const names = new Set<string>();
  const links: Link[] = [];
  for (const node of wikiLinks(body)) {
    if (links.length === maxRead) break;
    const link = readLink(text, node, lines);
    if (!link || (names.size === maxLinks && !names.has(link.key))) continue;
    names.add(link.key);
    links.push(link);
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

function readLink(text: string, { target, value, embed, position }: WikiLink, lines: Lines): Link | null {
  if (!position) return null;
  const { name, anchor } = splitTarget(target);
  if ((name === "" && anchor === null) || name.length > maxTitleLength * 2) return null;
  const from = lines.offsetOf(position.start.line - 1, position.start.column - 1);
  const to = lines.offsetOf(position.end.line - 1, position.end.column - 1);
  const line = lines.first + position.start.line - 1;
  const alias = value === target ? null : value;
  return { name, key: linkKey(name), anchor, alias, embed, from, to, line, context: contextOf(text, from, to) };
}

function contextOf(text: string, from: number, to: number): string {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const found = text.indexOf("\n", to);
  const lineEnd = found === -1 ? text.length : found;
  const room = Math.max(0, Math.floor((maxContext - (to - from)) / 2));
  const [start, end] = [Math.max(lineStart, from - room), Math.min(lineEnd, to + room)];
  const words = text.slice(start, end).toWellFormed().trim();
  return `${start > lineStart ? "…" : ""}${words}${end < lineEnd ? "…" : ""}`;
}

function wikiLinks(body: string): WikiLink[] {
  const found: WikiLink[] = [];
  const walk = (node: Nodes) => {
    if (node.type === "wikiLink") found.push(node);
    else if ("children" in node) for (const child of node.children) walk(child);
  };
  walk(parseMarkdown(body, { maxLength: NOTE_LENGTH, maxNodes: NOTE_NODES }));
  return found;
}

/** Where lines begin. The parser counts each kind of line end as one, and so its offsets are not the text's. */
class Lines {
  readonly #starts: number[];
  /** How many lines stand before the body. */
  readonly first: number;

  constructor(text: string, start: number) {
    this.first = 0;
    this.#starts = [start];
    for (const end of text.matchAll(/\r\n?|\n/g)) {
      const next = end.index + end[0].length;
      if (next <= start) this.first += 1;
      else this.#starts.push(next);
    }
  }

  offsetOf(line: number, column: number): number {
    return (this.#starts[line] ?? 0) + column;
  }
}
