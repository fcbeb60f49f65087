import type { CommentMark } from "#/client/notes/comments/comment-types.ts";
import type { NoteComment } from "#/domain/notes/comments-schema.ts";

/** A thread: its first comment, and the answers to it, the oldest first. */
export type CommentThread = { readonly root: NoteComment; readonly replies: readonly NoteComment[] };

/**
 * Threads as they are read: on the note as a whole first, then where they stand in the text, then those whose text is gone;
 * of one place the oldest first.
 */
export function threadsOf(comments: readonly NoteComment[]): CommentThread[] {
  const replies = Map.groupBy(
    comments.filter(({ root_id }) => root_id !== null),
    ({ root_id }) => root_id,
  );
  const order = ({ anchor, place }: NoteComment) =>
    anchor.kind === "note" ? -1 : (place?.from ?? Number.POSITIVE_INFINITY);
  const compared = (a: NoteComment, b: NoteComment) => {
    const [one, other] = [order(a), order(b)];
    return one === other ? a.created_at.localeCompare(b.created_at) : one - other;
  };
  return comments
    .filter(({ root_id }) => root_id === null)
    .toSorted(compared)
    .map((root) => ({ root, replies: replies.get(root.id) ?? [] }));
}

/** The words that a thread stands on; undefined for the note as a whole. */
export function quoteOfThread({ root }: CommentThread): string | undefined {
  return root.anchor.kind === "note" ? undefined : root.anchor.quote;
}

/** Whether the words that it was put on are there no more. */
export const isGone = ({ root }: CommentThread): boolean => root.anchor.kind !== "note" && root.place === null;

/** What the text needs to show where comments are. */
export function marksOf(comments: readonly NoteComment[]): CommentMark[] {
  return comments
    .filter(({ root_id, anchor }) => root_id === null && anchor.kind !== "note")
    .map(({ id, anchor, place, resolved_at }) => ({ id, anchor, place, resolved: resolved_at !== null }));
}
