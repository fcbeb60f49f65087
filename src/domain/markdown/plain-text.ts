import type { Nodes } from "mdast";
import type { Handles } from "#/domain/markdown/mentions.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";

const PREVIEW_LENGTH = 200;
/** Reading more of a text than this cannot change a preview that is at most a few hundred characters long. */
const READ_PER_CHARACTER = 20;
/** Control characters, and those that turn the direction of all that follows them, also outside the preview. */
const UNSAFE = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * The words of a Markdown text on one line, for previews, notifications and accessible names. At most `maxLength` characters
 * (default 200) and then "…"; free of control and direction characters.
 */
export function plainText(markdown: string, maxLength: number = PREVIEW_LENGTH): string {
  const source = markdown.slice(0, maxLength * READ_PER_CHARACTER);
  const words: string[] = [];
  collect(parseMarkdown(source), words);
  const line = words.join("").replace(/\s+/g, " ").replace(UNSAFE, "").trim();
  const short = line.length <= maxLength ? line : cutAtCharacter(line, maxLength);
  return short === line && source.length === markdown.length ? line : `${short.replace(/…$/, "").trimEnd()}…`;
}

/** Participant ids that a text mentions, each once, in order, at most `MENTIONS`. Code and link labels mention nobody. */
export function extractMentions(markdown: string, handles: Handles): string[] {
  const found = new Set<string>();
  walk(parseMarkdown(markdown, { handles }), (node) => {
    if (node.type === "mention") found.add(node.participantId);
  });
  return [...found];
}

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ("children" in node) for (const child of node.children) walk(child, visit);
}

function collect(node: Nodes, words: string[]): void {
  if (node.type === "mention") words.push("@", node.value);
  else if (node.type === "image" || node.type === "imageReference") words.push(node.alt ?? "");
  else if ("value" in node) words.push(node.value);
  else if ("children" in node) for (const child of node.children) collect(child, words);
  if (!isInline(node)) words.push(" ");
}

function isInline(node: Nodes): boolean {
  return [
    "text",
    "emphasis",
    "strong",
    "delete",
    "link",
    "linkReference",
    "inlineCode",
    "inlineMath",
    "mention",
    "wikiLink",
  ].includes(node.type);
}

/** Cuts between what readers see as characters, so that no emoji or accent is torn. */
function cutAtCharacter(line: string, maxLength: number): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(
    line.slice(0, maxLength * 2),
  )) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
}
