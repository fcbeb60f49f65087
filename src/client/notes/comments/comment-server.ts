import type { CommentServer } from "#/client/notes/comments/comment-types.ts";
import { api } from "#/client/sync/api.ts";
import type { NoteComment } from "#/domain/notes/comments-schema.ts";

const pageSize = 200;
/** As many as a note can have. */
const maxPages = 12;

export const commentServer: CommentServer = {
  async list(note_id) {
    const found: NoteComment[] = [];
    for (let page = 0; page < maxPages; page += 1) {
      const offset = page * pageSize;
      const { items, has_more } = await api.noteComments.list.query({ note_id, limit: pageSize, offset });
      found.push(...items);
      if (!has_more) break;
    }
    return found;
  },
  post: (note_id, { body, eventUuid: event_uuid, anchor, replyTo }) =>
    api.noteComments.post.mutate({
      note_id,
      body,
      event_uuid,
      ...(anchor ? { anchor } : {}),
      ...(replyTo ? { reply_to: replyTo } : {}),
    }),
  edit: (note_id, comment_id, body) => api.noteComments.edit.mutate({ note_id, comment_id, body }),
  settle: (note_id, comment_id, isResolved) =>
    isResolved
      ? api.noteComments.resolve.mutate({ note_id, comment_id })
      : api.noteComments.reopen.mutate({ note_id, comment_id }),
  remove: (note_id, comment_id) => api.noteComments.remove.mutate({ note_id, comment_id }),
  markRead: (note_id, comment_id) => api.noteComments.markRead.mutate({ note_id, comment_id }),
  async members(workspace_id) {
    const { items } = await api.workspaces.listMembers.query({ workspace_id, limit: pageSize });
    return items.map((member) => member.participant_id);
  },
};
