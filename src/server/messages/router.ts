import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import {
  editMessageInput,
  listMessagesInput,
  reactionInput,
  readMarkerInput,
  redactMessageInput,
  sendMessageInput,
} from "#/domain/messages/inputs.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { listMessages, readThread } from "#/server/messages/list-messages.ts";
import { markRead } from "#/server/messages/mark-read.ts";
import { addReaction, removeReaction } from "#/server/messages/react.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";

export const messagesRouter = router({
  list: procedure
    .meta({ rest: "GET /rooms/{room_id}/messages" })
    .input(listMessagesInput)
    .query(({ ctx, input }) => listMessages(ctx.use, input)),
  thread: procedure
    .meta({ rest: "GET /rooms/{room_id}/threads/{root_id}" })
    .input(z.strictObject({ room_id: id, root_id: id }))
    .query(({ ctx, input }) => readThread(ctx.use, input)),
  send: procedure
    .meta({ rest: "POST /rooms/{room_id}/send" })
    .input(sendMessageInput)
    .mutation(({ ctx, input }) => sendMessage(ctx.use, input)),
  edit: procedure
    .meta({ rest: "POST /rooms/{room_id}/events/{event_id}/edit" })
    .input(editMessageInput)
    .mutation(({ ctx, input }) => editMessage(ctx.use, input)),
  redact: procedure
    .meta({ rest: "POST /rooms/{room_id}/events/{event_id}/redact" })
    .input(redactMessageInput)
    .mutation(({ ctx, input }) => redactMessage(ctx.use, input)),
  react: procedure
    .meta({ rest: "POST /rooms/{room_id}/events/{event_id}/reaction" })
    .input(reactionInput)
    .mutation(({ ctx, input }) => addReaction(ctx.use, input)),
  unreact: procedure
    .meta({ rest: "DELETE /rooms/{room_id}/events/{event_id}/reaction" })
    .input(reactionInput)
    .mutation(({ ctx, input }) => removeReaction(ctx.use, input)),
  markRead: procedure
    .meta({ rest: "PUT /rooms/{room_id}/read-marker" })
    .input(readMarkerInput)
    .mutation(({ ctx, input }) => markRead(ctx.use, input)),
});
