import { type Document, parseDocument } from "yaml";
import { maxCategoryLength, maxFrontmatterLength, maxTagLength, maxTags } from "#/domain/notes/bounds.ts";

/** A text in two parts: `block` is the YAML between the two `---` lines, null when there is none; `body` follows the second. */
export type Parts = { block: string | null; body: string };

const opening = /^---[ \t]*\r?\n/;
const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;

/** Divides a note's text. A block that is never closed is text, and so is one over the bound. */
export function splitText(text: string): Parts {
  const start = opening.exec(text);
  if (!start) return { block: null, body: text };
  const rest = text.slice(start[0].length, start[0].length + maxFrontmatterLength + 8);
  const end = closing.exec(rest);
  if (!end || end.index > maxFrontmatterLength) return { block: null, body: text };
  return { block: rest.slice(0, end.index), body: text.slice(start[0].length + end.index + end[0].length) };
}

/** What the frontmatter says, and what of it the lists show. What is not YAML, or no mapping, says nothing. */
export function readFrontmatter(text: string): {
  frontmatter: Record<string, unknown>;
  category: string | null;
  tags: string[];
} {
  const { block } = splitText(text);
  const frontmatter = block === null ? {} : (mappingOf(parse(block)) ?? {});
  return { frontmatter, category: categoryOf(frontmatter.category), tags: tagsOf(frontmatter.tags) };
}

/**
 * The text with another frontmatter: keys that stay the same keep their place, their comments and how they are written.
 * An empty one takes the block away.
 */
export function withFrontmatter(text: string, frontmatter: Record<string, unknown>): string {
  const { block, body } = splitText(text);
  if (Object.keys(frontmatter).length === 0) return body;
  const document = parse(block ?? "");
  const before = document && mappingOf(document);
  if (!document || !before) return `---\n${written(frontmatter)}---\n${body}`;
  for (const key of Object.keys(before)) if (!Object.hasOwn(frontmatter, key)) document.delete(key);
  for (const [key, value] of Object.entries(frontmatter)) {
    if (JSON.stringify(before[key]) !== JSON.stringify(value)) document.set(key, value);
  }
  return `---\n${document.toString()}---\n${body}`;
}

function written(frontmatter: Record<string, unknown>): string {
  const document = parseDocument("{}", { schema: "core" });
  document.contents = document.createNode(frontmatter) as typeof document.contents;
  return document.toString();
}

// Aliases are off: a few lines of them can stand for gigabytes.
function parse(block: string): Document | null {
  const document = parseDocument(block, { schema: "core", strict: false, uniqueKeys: false, logLevel: "silent" });
  return document.errors.length > 0 || /(^|[\s,[{:-])[&*]\w/.test(block) ? null : document;
}

function mappingOf(document: Document | null): Record<string, unknown> | null {
  const value: unknown = document?.toJS({ maxAliasCount: 0 }) ?? (document ? {} : null);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  // As JSON, which is what it is kept as: a date becomes text, and a key such as __proto__ only a key.
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

function categoryOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, maxCategoryLength) : null;
}

function tagsOf(value: unknown): string[] {
  const listed = typeof value === "string" ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
  const tags = listed
    .filter((tag): tag is string | number => typeof tag === "string" || typeof tag === "number")
    .map((tag) => String(tag).trim().replace(/^#/, "").slice(0, maxTagLength))
    .filter((tag) => tag !== "");
  return [...new Set(tags)].slice(0, maxTags);
}
