import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { maxCommentLength } from "#/domain/notes/bounds.ts";
import { maxQuoteLength } from "#/domain/notes/comments.ts";

const blockId = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));
/** A Yjs relative position, as the editor encodes it, in base64. */
const position = z.string().check(z.regex(/^[A-Za-z0-9+/]{1,400}={0,2}$/));
const quote = z.string().check(
  z.maxLength(maxQuoteLength),
  z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
  z.refine((text) => !text.includes("\u0000"), "Text can't contain NUL."),
);
const line = z.int().check(z.minimum(1), z.maximum(1_000_000));

/** What a comment is put on: the note, a block that has an id, a range that the editor holds, or lines of the text as it is stored. */
export const anchorInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("note") }),
  z.strictObject({ kind: z.literal("block"), block_id: blockId }),
  z.strictObject({
    kind: z.literal("range"),
    start: position,
    end: position,
    /** Taken where the words are so new that they aren't stored yet; otherwise the note's own words are. */
    quote: z.optional(quote),
  }),
  z.strictObject({ kind: z.literal("lines"), from: line, to: line }),
]);
export type AnchorInput = z.infer<typeof anchorInput>;

/** What a comment stands on; the words it was put on stay beside it when they are gone from the note. */
export const storedAnchor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("note") }),
  z.object({ kind: z.literal("block"), block_id: z.string(), quote: z.string() }),
  z.object({ kind: z.literal("range"), start: z.string(), end: z.string(), quote: z.string() }),
]);
export type StoredAnchor = z.infer<typeof storedAnchor>;

export const noteComment = z.object({
  id,
  note_id: id,
  /** The first comment of its thread; null for that one. */
  root_id: z.nullable(id),
  author_id: id,
  author_name: z.string(),
  /** Markdown; empty when it was removed and its thread goes on. */
  body: z.string(),
  anchor: storedAnchor,
  /** Where that is in the note's text now, in UTF-16 units of `markdown`; null for the whole note, and when it is gone. */
  place: z.nullable(z.object({ from: z.int(), to: z.int() })),
  mentions: z.array(id),
  created_at: z.string(),
  edited_at: z.nullable(z.string()),
  resolved_at: z.nullable(z.string()),
  resolved_by: z.nullable(id),
  removed: z.boolean(),
  /** Written by somebody else since one read the comments. */
  unread: z.boolean(),
});
export type NoteComment = z.infer<typeof noteComment>;

export const commentCounts = z.object({
  /** Threads that aren't resolved. */
  unresolved: z.int(),
  /** Comments that one hasn't read. */
  unread: z.int(),
});
export type CommentCounts = z.infer<typeof commentCounts>;

const body = z.string().check(
  z.maxLength(maxCommentLength),
  z.refine((text) => text.trim() !== "", "Write a comment."),
  z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
  z.refine((text) => !text.includes("\u0000"), "Text can't contain NUL."),
);
const ofNote = {
  note_id: id,
  /** Only in the addresses that begin with the workspace. */ workspace_id: z.optional(id),
};

export const listCommentsInput = z.strictObject({
  ...ofNote,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 200),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});
export const commentsInput = z.strictObject(ofNote);
export const postCommentInput = z.strictObject({
  ...ofNote,
  body,
  /** The whole note when absent. A reply stands on what its thread stands on. */
  anchor: z.optional(anchorInput),
  reply_to: z.optional(id),
  event_uuid: z.optional(id),
});
export const editCommentInput = z.strictObject({ ...ofNote, comment_id: id, body });
export const commentInput = z.strictObject({ ...ofNote, comment_id: id });

export type ListCommentsInput = z.infer<typeof listCommentsInput>;
export type CommentsInput = z.infer<typeof commentsInput>;
export type PostCommentInput = z.infer<typeof postCommentInput>;
export type EditCommentInput = z.infer<typeof editCommentInput>;
export type CommentInput = z.infer<typeof commentInput>;
