import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type Text,
} from "yjs";
import type { CommentRange, NoteRange } from "#/client/notes/editor/note-editor-types.ts";
import { fromBase64, toBase64 } from "#/client/notes/editor/note-frames.ts";

type Placed = { readonly id: string; readonly from: number; readonly to: number; readonly comment: CommentRange };

export const setComments = StateEffect.define<readonly Placed[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setComments)) return drawn(effect.value, transaction.newDoc.length);
    return decorations.map(transaction.changes);
  },
  provide: (own) => EditorView.decorations.from(own),
});

function drawn(placed: readonly Placed[], length: number): DecorationSet {
  const ranges = placed
    .filter(({ from, to }) => from < to && to <= length)
    .map(({ id, from, to, comment }) => {
      const name = `nt-comment${comment.resolved ? " nt-resolved" : ""}${comment.active ? " nt-active" : ""}`;
      return Decoration.mark({ class: name, attributes: { "data-comment": id } }).range(from, to);
    });
  return Decoration.set(ranges, true);
}

/** Comments as marks in the text; pressing one tells which. */
export function commentMarks(onComment: (id: string) => void): Extension {
  return [
    field,
    EditorView.domEventHandlers({
      click(event) {
        const id = (event.target as Element).closest<HTMLElement>("[data-comment]")?.dataset.comment;
        if (id) onComment(id);
      },
    }),
  ];
}

export function relativeOf(text: Text, range: { from: number; to: number }): NoteRange["relative"] {
  const place = (at: number, side: number) =>
    toBase64(encodeRelativePosition(createRelativePositionFromTypeIndex(text, at, side)));
  return { start: place(range.from, 0), end: place(range.to, -1) };
}

/** Where a range is now; null when its words are gone or belong to another document. */
export function placedOf(text: Text, relative: NoteRange["relative"]): { from: number; to: number } | null {
  const from = absolute(text, relative.start);
  const to = absolute(text, relative.end);
  return from === null || to === null || from > to ? null : { from, to };
}

function absolute(text: Text, base64: string): number | null {
  const bytes = fromBase64(base64);
  if (!bytes || !text.doc) return null;
  try {
    const found = createAbsolutePositionFromRelativePosition(decodeRelativePosition(bytes), text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null;
  }
}

export function placeComments(text: Text, comments: readonly CommentRange[]): Placed[] {
  return comments.flatMap((comment) => {
    const place = placedOf(text, comment.relative);
    return place ? [{ id: comment.id, comment, ...place }] : [];
  });
}
