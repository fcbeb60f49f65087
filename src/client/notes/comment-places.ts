import type { CommentMark, CommentSelection } from "#/client/notes/comments/comment-types.ts";
import type { CommentRange, NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";

/** Of a quote, as much as is looked for in what is read: marks of Markdown are not in it. */
const looked = 30;

/** What a new comment is put on while one writes: the selected words. */
export function selectedInEditor(handle: NoteEditorHandle | undefined): CommentSelection | null {
  const range = handle?.commentRange();
  if (!range) return null;
  const { start, end } = range.relative;
  return { anchor: { kind: "range", start, end, quote: range.quote }, quote: range.quote };
}

/** What a new comment is put on while one reads: the lines that the selected words stand in, when these stand there once. */
export function selectedLines(markdown: string, words: string): CommentSelection | null {
  const lines = words.split("\n").flatMap((line) => (line.trim() ? [line.trim()] : []));
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return null;
  const from = markdown.indexOf(first);
  const to = markdown.indexOf(last, from);
  if (from < 0 || to < 0 || markdown.includes(first, from + 1)) return null;
  const lineAt = (offset: number) => markdown.slice(0, offset).split("\n").length;
  return { anchor: { kind: "lines", from: lineAt(from), to: lineAt(to) }, quote: words.trim() };
}

/** The same while the page is read: only of what is selected in the text itself. */
export function selectedInReading(markdown: string): CommentSelection | null {
  const selection = window.getSelection();
  const text = document.querySelector("#main article");
  if (!selection || selection.isCollapsed || !text?.contains(selection.anchorNode)) return null;
  return selectedLines(markdown, selection.toString());
}

/** Threads that stand on words, as the editor marks them. */
export function rangesOf(marks: readonly CommentMark[], activeId: string | undefined): CommentRange[] {
  return marks.flatMap(({ id, anchor, resolved }) =>
    anchor.kind === "range"
      ? [{ id, relative: { start: anchor.start, end: anchor.end }, resolved, active: id === activeId }]
      : [],
  );
}

/** Brings the words that a thread stands on into view. */
export function jumpToMark({ anchor, place }: CommentMark, handle: NoteEditorHandle | undefined): void {
  if (handle) {
    const at = anchor.kind === "range" ? handle.placeOf(anchor) : place;
    if (anchor.kind === "block") handle.jumpTo({ block: anchor.block_id });
    else if (at) handle.jumpTo({ offset: at.from });
    return;
  }
  if (anchor.kind === "note") return;
  const words = anchor.quote.split("\n").find((line) => line.trim()) ?? "";
  const wanted = words.trim().slice(0, looked);
  const blocks = [...document.querySelectorAll<HTMLElement>("#main article :is(p, li, h2, h3, h4, h5, h6, td, pre)")];
  blocks.find((block) => wanted !== "" && block.textContent?.includes(wanted))?.scrollIntoView({ block: "center" });
}
