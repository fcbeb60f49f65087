import type { Text } from "@codemirror/state";
import { maxFrontmatterLength } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";

/** Where the text after the frontmatter begins; 0 when there is none. */
export function bodyStart(doc: Text): number {
  if (!doc.line(1).text.startsWith("---")) return 0;
  const head = doc.sliceString(0, maxFrontmatterLength + 64);
  const { block, body } = splitText(head);
  return block === null ? 0 : head.length - body.length;
}
