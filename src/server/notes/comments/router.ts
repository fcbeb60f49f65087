import * as z from "zod/mini";
import {
  commentCounts,
  commentInput,
  commentsInput,
  editCommentInput,
  listCommentsInput,
  noteComment,
  postCommentInput,
} from "#/domain/notes/comments-schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import {
  editComment,
  markCommentsRead,
  postComment,
  removeComment,
  resolveComment,
} from "#/server/notes/comments/change-comments.ts";
import { countComments, listComments } from "#/server/notes/comments/read-comments.ts";

/** What people say about a note. Who reads it comments. Each is also reached under the address of the note's workspace. */
export const noteCommentsRouter = router({
  list: procedure
    .meta({
      rest: "GET /notes/{note_id}/comments",
      also: ["GET /workspaces/{workspace_id}/notes/{note_id}/comments"],
      summary:
        "Lists the comments of a note, thread by thread: each on the note, a block or a range, with where that is now.",
      returns: z.array(noteComment),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(listCommentsInput)
    .query(({ ctx, input }) => listComments(ctx.use, input)),
  counts: procedure
    .meta({
      rest: "GET /notes/{note_id}/comments/counts",
      also: ["GET /workspaces/{workspace_id}/notes/{note_id}/comments/counts"],
      summary: "Counts the open threads of a note, and the comments that one has not read.",
      returns: commentCounts,

      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(commentsInput)
    .query(({ ctx, input }) => countComments(ctx.use, input)),
  post: procedure
    .meta({
      rest: "POST /notes/{note_id}/comments",
      also: ["POST /workspaces/{workspace_id}/notes/{note_id}/comments"],
      summary: "Comments on a note, a block, a range or lines of it, or replies in a thread.",
      returns: noteComment,

      errors: ["SW_NOTE_NOT_FOUND", "SW_NOTE_ARCHIVED", "SW_COMMENT_NOT_FOUND", "SW_IDEMPOTENCY_CONFLICT"],
      example: { input: { body: "Is this still the date?", anchor: { kind: "lines", from: 1, to: 1 } } },
    })
    .input(postCommentInput)
    .mutation(({ ctx, input }) => postComment(ctx.use, ctx.app.limits, input)),
  edit: procedure
    .meta({
      rest: "PATCH /notes/{note_id}/comments/{comment_id}",
      also: ["PATCH /workspaces/{workspace_id}/notes/{note_id}/comments/{comment_id}"],
      summary: "Changes the words of one's own comment.",
      returns: noteComment,

      errors: ["SW_NOTE_NOT_FOUND", "SW_COMMENT_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
      example: { input: { body: "Is this still the date?" } },
    })
    .input(editCommentInput)
    .mutation(({ ctx, input }) => editComment(ctx.use, input)),
  resolve: procedure
    .meta({
      rest: "POST /notes/{note_id}/comments/{comment_id}/resolve",
      also: ["POST /workspaces/{workspace_id}/notes/{note_id}/comments/{comment_id}/resolve"],
      summary: "Resolves a thread: it stays, and counts no more.",
      returns: noteComment,

      errors: ["SW_NOTE_NOT_FOUND", "SW_COMMENT_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
    })
    .input(commentInput)
    .mutation(({ ctx, input }) => resolveComment(ctx.use, input, true)),
  reopen: procedure
    .meta({
      rest: "DELETE /notes/{note_id}/comments/{comment_id}/resolve",
      also: ["DELETE /workspaces/{workspace_id}/notes/{note_id}/comments/{comment_id}/resolve"],
      summary: "Opens a resolved thread again.",
      returns: noteComment,

      errors: ["SW_NOTE_NOT_FOUND", "SW_COMMENT_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
    })
    .input(commentInput)
    .mutation(({ ctx, input }) => resolveComment(ctx.use, input, false)),
  markRead: procedure
    .meta({
      rest: "PUT /notes/{note_id}/comments/{comment_id}/read",
      also: ["PUT /workspaces/{workspace_id}/notes/{note_id}/comments/{comment_id}/read"],
      summary: "Remembers that one has read the comments up to this one.",
      returns: z.null(),

      errors: ["SW_NOTE_NOT_FOUND", "SW_COMMENT_NOT_FOUND"],
    })
    .input(commentInput)
    .mutation(({ ctx, input }) => markCommentsRead(ctx.use, input)),
  remove: procedure
    .meta({
      rest: "DELETE /notes/{note_id}/comments/{comment_id}",
      also: ["DELETE /workspaces/{workspace_id}/notes/{note_id}/comments/{comment_id}"],
      summary: "Removes a comment, its words for good: one's own, or any with the right to edit the note.",
      returns: z.null(),

      errors: ["SW_NOTE_NOT_FOUND", "SW_COMMENT_NOT_FOUND", "SW_NOTE_FORBIDDEN"],
    })
    .input(commentInput)
    .mutation(({ ctx, input }) => removeComment(ctx.use, input)),
});
