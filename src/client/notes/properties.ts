import { maxTagLength, maxTags } from "#/domain/notes/bounds.ts";

/** Tags as one writes them in a field: with commas or spaces between, with or without `#`. */
export function tagsOf(text: string): string[] {
  const tags = text.split(/[\s,]+/).map((tag) => tag.replace(/^#+/, "").slice(0, maxTagLength));
  return [...new Set(tags.filter(Boolean))].slice(0, maxTags);
}

const longestGuess = 80;

/** The first line of what is saved, without the marks of Markdown: most notes are called after it. */
export function titleOf(body: string): string {
  const line = body.split("\n").find((each) => /[\p{L}\p{N}]/u.test(each)) ?? "";
  const plain = line
    .replace(/!?\[\[([^\]|]*)(?:\|([^\]]*))?\]\]/g, (_, target: string, text?: string) => text ?? target)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[\s>#*+-]+|[*_`~]+/g, "")
    .trim();
  return plain.length > longestGuess ? `${plain.slice(0, longestGuess).replace(/\s+\S*$/, "")}…` : plain;
}
