import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";
import type { JumpTarget, NoteHeading } from "#/client/notes/editor/note-editor-types.ts";

const maxHeadings = 1_000;

/** The headings of a text in order, without their marks; at most a thousand. */
export function outlineOf(state: EditorState): NoteHeading[] {
  const headings: NoteHeading[] = [];
  const tree = ensureSyntaxTree(state, state.doc.length, 50) ?? syntaxTree(state);
  const start = bodyStart(state.doc);
  for (let node = tree.topNode.firstChild; node && headings.length < maxHeadings; node = node.nextSibling) {
    const level = /^(?:ATX|Setext)Heading([1-6])$/.exec(node.name)?.[1];
    if (level === undefined || node.from < start) continue;
    headings.push({ level: Number(level), text: wordsOf(state.sliceDoc(node.from, node.to)), at: node.from });
  }
  return headings;
}

function wordsOf(source: string): string {
  return source
    .split("\n")[0]!
    .replace(/^\s{0,3}#{1,6}(?:\s+|$)/, "")
    .replace(/\s+#+\s*$/, "")
    .replace(/\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, "$1")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`|(?<!\w)[*_]|[*_](?!\w))/g, "")
    .trim();
}

/** Where a target is in the text; null when it is not there. */
export function placeIn(state: EditorState, target: JumpTarget): number | null {
  if ("offset" in target) return Math.max(0, Math.min(target.offset, state.doc.length));
  if ("heading" in target) {
    const wanted = plain(target.heading);
    return outlineOf(state).find(({ text }) => plain(text) === wanted)?.at ?? null;
  }
  const id = target.block.replace(/^\^/, "");
  if (!/^[\w-]{1,64}$/.test(id)) return null;
  const found = new RegExp(`(?:^|\\s)\\^${id}[ \\t]*$`, "m").exec(state.doc.toString());
  return found ? state.doc.lineAt(found.index + found[0].length).from : null;
}

/** A heading as it is linked: its words, or the id that reading makes of them. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
