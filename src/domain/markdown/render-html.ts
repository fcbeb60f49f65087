import { toHtml } from "hast-util-to-html";
import { type ParseOptions, parseMarkdown } from "#/domain/markdown/parse.ts";
import { type HastOptions, toHast } from "#/domain/markdown/to-hast.ts";

/** Sanitised HTML, for mails and exports. The client never imports this module: it renders the elements themselves. */
export function renderHtml(markdown: string, options: ParseOptions & HastOptions = {}): string {
  return toHtml(toHast(parseMarkdown(markdown, options), options));
}
