import type { Text } from "@codemirror/state";
import { maxFrontmatterLength } from "#/domain/notes/bounds.ts";

const opening = /^---[ \t]*\n/;
const closing = /^(?:---|\.\.\.)[ \t]*(?:\n|$)/m;

/**
 * Where the text after the frontmatter begins; 0 when there is none. The rule of `splitText` in
 * `#/domain/notes/frontmatter.ts`, to which a test holds it: that file brings the parser of YAML along.
 */
export function bodyStart(doc: Text): number {
  if (!doc.line(1).text.startsWith("---")) return 0;
  const head = doc.sliceString(0, maxFrontmatterLength + 128);
  const start = opening.exec(head);
  if (!start) return 0;
  const rest = head.slice(start[0].length, start[0].length + maxFrontmatterLength + 8);
  const end = closing.exec(rest);
  return !end || end.index > maxFrontmatterLength ? 0 : start[0].length + end.index + end[0].length;
}
