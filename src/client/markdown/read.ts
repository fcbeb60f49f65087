import type { ElementContent } from "hast";
import { isServer } from "solid-js/web";
import type { Handles } from "#/domain/markdown/mentions.ts";
import { type ParseOptions, parseMarkdown } from "#/domain/markdown/parse.ts";
import { type HastOptions, toHast } from "#/domain/markdown/to-hast.ts";

/** All that reads Markdown, in one file of the bundle that no page waits for. Take it from `reader.ts`. */
export { CodeBlock } from "#/client/markdown/CodeBlock.tsx";
export { formulasSettled, loadFormulas } from "#/client/markdown/formulas.ts";
export { HastNodes, type NodeContext } from "#/client/markdown/HastNodes.tsx";
export { readNote } from "#/client/markdown/read-note.ts";
export { extractMentions, plainText } from "#/domain/markdown/plain-text.ts";

/** Rows go and come back while one scrolls: what was read lately is not read again. */
const maxKept = 500;
const longestKept = 4_000;
const nobody: Handles = new Map();
const kept = new WeakMap<Handles, Map<string, ElementContent[]>>();

/** The sanitised blocks of a text; not to be changed. */
export function blocksOf(text: string, options: ParseOptions & HastOptions): readonly ElementContent[] {
  // The server keeps nobody's words.
  if (isServer || options.wikiHref || text.length > longestKept) return read(text, options);
  const handles = options.handles ?? nobody;
  const known = kept.get(handles) ?? new Map<string, ElementContent[]>();
  kept.set(handles, known);
  const { me, host, headingBase, maxLength, maxNodes, openFormulas } = options;
  const key = JSON.stringify([text, me, host, headingBase, maxLength, maxNodes, openFormulas]);
  const blocks = known.get(key) ?? read(text, options);
  known.delete(key);
  known.set(key, blocks);
  if (known.size > maxKept) known.delete(known.keys().next().value!);
  return blocks;
}

function read(text: string, options: ParseOptions & HastOptions): ElementContent[] {
  return toHast(parseMarkdown(text, options), options).children as ElementContent[];
}
