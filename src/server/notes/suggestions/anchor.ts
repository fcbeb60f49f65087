import { decodeRelativePosition, getItem, Item } from "yjs";
import type { Hunk } from "#/domain/notes/suggestions.ts";
import { indexOf, positionAt, type Range, rangeAt } from "#/server/notes/comments/anchor.ts";
import { type NoteDocument, textOf } from "#/server/notes/document.ts";

export type SuggestionAnchor = { from: string; to: string };

/** What holds a suggestion in the text: the first and the last letter of it; of an insertion, the letters around it. */
export function anchorOf(document: NoteDocument, { from, to }: Hunk): SuggestionAnchor {
  const isInsertion = from === to;
  return {
    from: positionAt(document, from, isInsertion ? -1 : 0),
    to: positionAt(document, to, isInsertion ? 0 : -1),
  };
}

/**
 * Where a suggestion can be applied now; null when the words there are others, or, of an insertion, when neither of the
 * letters that it stood between is there any more.
 */
export function placeOf(document: NoteDocument, anchor: SuggestionAnchor, before: string): Range | null {
  if (before === "") {
    const from = indexOf(document, anchor.from);
    const stands = holds(document, anchor.from) || holds(document, anchor.to);
    return from === null || !stands ? null : { from, to: from };
  }
  const range = rangeAt(document, anchor.from, anchor.to);
  return range && textOf(document).slice(range.from, range.to) === before ? range : null;
}

/** The letter that holds a position is still there; the beginning and the end of the text always are. */
function holds(document: NoteDocument, encoded: string): boolean {
  const { item } = decodeRelativePosition(Buffer.from(encoded, "base64"));
  if (item === null) return true;
  const found = getItem(document.store, item);
  return found instanceof Item && !found.deleted;
}
