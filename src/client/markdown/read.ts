import type { ElementContent } from "hast";
import { type ParseOptions, parseMarkdown } from "#/domain/markdown/parse.ts";
import { type HastOptions, toHast } from "#/domain/markdown/to-hast.ts";

/** All that reads Markdown, in one file of the bundle that no page waits for. Take it from `reader.ts`. */
export { CodeBlock } from "#/client/markdown/CodeBlock.tsx";
export { HastNodes, type NodeContext } from "#/client/markdown/HastNodes.tsx";
export { extractMentions, plainText } from "#/domain/markdown/plain-text.ts";

/** The sanitised blocks of a text. */
export function blocksOf(text: string, options: ParseOptions & HastOptions): ElementContent[] {
  return toHast(parseMarkdown(text, options), options).children as ElementContent[];
}
