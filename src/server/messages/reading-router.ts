import * as z from "zod/mini";
import {
  contextInput,
  followInput,
  historyInput,
  listMentionsInput,
  listThreadsInput,
  markAllReadInput,
  markRoomReadInput,
  messageTargetInput,
  quotesInput,
  readMarkerInput,
  threadReadMarkerInput,
  undoMarkReadInput,
} from "#/domain/messages/inputs.ts";
import { message, messageContext, messageVersion, quote } from "#/domain/messages/message.ts";
import { followedThread } from "#/domain/messages/threads.ts";
import { procedure } from "#/server/api/trpc.ts";
import { readContext, readQuotes } from "#/server/messages/context.ts";
import { followThread, unfollowThread } from "#/server/messages/follow.ts";
import { messageHistory } from "#/server/messages/history.ts";
import { listMentions } from "#/server/messages/list-mentions.ts";
import { listThreads } from "#/server/messages/list-threads.ts";
import { markAllRead, markRoomRead, markThreadsRead, undoMarkRead } from "#/server/messages/mark-all-read.ts";
import { markRead, markThreadRead, markUnread } from "#/server/messages/mark-read.ts";

const position = z.object({ read_position: z.number() });
const following = z.object({ following: z.boolean() });
const counted = z.object({ rooms: z.number(), threads: z.number() });
const markedRead = z.object({
  /** For ten minutes, with `POST /me/undo-mark-read`. */
  token: z.string(),
  rooms: z.number(),
  threads: z.number(),
});

/** How far one has read, and finding the way to what was said. */
export const readingProcedures = {
  markRead: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/read-marker",
      summary: "Moves one's read marker forward to a message; nobody else learns of it.",
      returns: position,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
    })
    .input(readMarkerInput)
    .mutation(({ ctx, input }) => markRead(ctx.use, input)),
  markUnread: procedure
    .meta({
      rest: "POST /rooms/{room_id}/mark-unread",
      summary: "Makes a message and all after it unread again, in the room or in the thread it stands in.",
      returns: position,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
    })
    .input(messageTargetInput)
    .mutation(({ ctx, input }) => markUnread(ctx.use, input)),
  markRoomRead: procedure
    .meta({
      rest: "POST /rooms/{room_id}/mark-read",
      summary: "Marks a room and its threads read, up to the newest message.",
      returns: counted,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER"],
    })
    .input(markRoomReadInput)
    .mutation(({ ctx, input }) => markRoomRead(ctx.use, input)),
  markAllRead: procedure
    .meta({
      rest: "POST /me/mark-all-read",
      summary: "Marks every room and thread read, or those of some rooms; the token takes it back for ten minutes.",
      returns: markedRead,
    })
    .input(markAllReadInput)
    .mutation(({ ctx, input }) => markAllRead(ctx.use, input)),
  undoMarkRead: procedure
    .meta({
      rest: "POST /me/undo-mark-read",
      summary: "Puts every read position back to where it was before all was marked read.",
      returns: counted,
      errors: ["SW_NOT_FOUND"],
    })
    .input(undoMarkReadInput)
    .mutation(({ ctx, input }) => undoMarkRead(ctx.use, input)),
  threads: procedure
    .meta({
      rest: "GET /threads",
      summary: "Lists the threads that one follows, with something unread first, then by their newest reply.",
      returns: z.array(followedThread),
      page: "offset",
    })
    .input(listThreadsInput)
    .query(({ ctx, input }) => listThreads(ctx.use, input)),
  markThreadsRead: procedure
    .meta({
      rest: "POST /threads/mark-read",
      summary: "Marks all threads read that one follows; the token takes it back for ten minutes.",
      returns: markedRead,
    })
    .mutation(({ ctx }) => markThreadsRead(ctx.use)),
  markThreadRead: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/threads/{root_id}/read-marker",
      summary: "Moves one's read marker in a thread forward to one of its messages.",
      returns: position,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
    })
    .input(threadReadMarkerInput)
    .mutation(({ ctx, input }) => markThreadRead(ctx.use, input)),
  follow: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/threads/{root_id}/follow",
      summary: "Follows a thread from here on: its new replies are unread until one reads them.",
      returns: following,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
    })
    .input(followInput)
    .mutation(({ ctx, input }) => followThread(ctx.use, input)),
  unfollow: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/threads/{root_id}/follow",
      summary: "Stops following a thread, until one writes in it again or is mentioned in it.",
      returns: following,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
    })
    .input(followInput)
    .mutation(({ ctx, input }) => unfollowThread(ctx.use, input)),
  mentions: procedure
    .meta({
      rest: "GET /me/mentions",
      summary: "Lists where others named one, or everyone in a room, the newest first; each page looks back some way.",
      returns: z.array(message),
      page: "cursor",
    })
    .input(listMentionsInput)
    .query(({ ctx, input }) => listMentions(ctx.use, input)),
  history: procedure
    .meta({
      rest: "GET /rooms/{room_id}/events/{event_id}/history",
      summary: "Lists every version of a message, the newest first; of a removed one, none.",
      returns: z.array(messageVersion),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_EVENT_NOT_FOUND"],
    })
    .input(historyInput)
    .query(({ ctx, input }) => messageHistory(ctx.use, input)),
  context: procedure
    .meta({
      rest: "GET /rooms/{room_id}/events/{event_id}/context",
      summary: "Answers a message among its neighbours, for a link to it; of a reply, the root of its thread too.",
      returns: messageContext,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_EVENT_NOT_FOUND"],
      example: { input: { before: 25, after: 25 } },
    })
    .input(contextInput)
    .query(({ ctx, input }) => readContext(ctx.use, input)),
  quotes: procedure
    .meta({
      rest: "GET /rooms/{room_id}/quotes",
      summary: "Answers what messages of a room forward or answer, as the originals read at this moment.",
      returns: z.array(quote),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
    })
    .input(quotesInput)
    .query(({ ctx, input }) => readQuotes(ctx.use, input)),
};
