import { readFileSync } from "node:fs";
import { join } from "node:path";
import { infoOf } from "../../src/client/docs/code-sample.ts";
import { contents } from "../../src/client/docs/contents.ts";

export const pagesFolder = join(import.meta.dirname, "../../src/client/docs/pages");

/** One fenced block of a written page. */
export type Block = {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly marks: Readonly<Record<string, string>>;
  readonly code: string;
};

/** The written pages in the order in which they are read. */
export const slugs = contents.flatMap(({ pages }) => pages.map(({ slug }) => slug));

export function markdownOf(slug: string): string {
  return readFileSync(join(pagesFolder, `${slug}.md`), "utf8");
}

export function blocksOf(slug: string): Block[] {
  const text = markdownOf(slug);
  return [...text.matchAll(/^```(\S*)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    page: slug,
    line: text.slice(0, match.index).split("\n").length,
    language: match[1] ?? "",
    marks: infoOf(match[2]),
    code: match[3] ?? "",
  }));
}

export const allBlocks = slugs.flatMap(blocksOf);

export function placeOf({ page, line }: Block): string {
  return `${page}.md:${line}`;
}
