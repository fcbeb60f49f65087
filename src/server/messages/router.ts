import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import {
  editMessageInput,
  forwardInput,
  listMessagesInput,
  reactionInput,
  redactMessageInput,
  sendMessageInput,
} from "#/domain/messages/inputs.ts";
import { message, sentMessage, thread } from "#/domain/messages/message.ts";
import { reportMessageInput } from "#/domain/messages/report-schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { forwardMessage } from "#/server/messages/forward-message.ts";
import { keepingProcedures } from "#/server/messages/keeping-router.ts";
import { listMessages, readThread } from "#/server/messages/list-messages.ts";
import { addReaction, removeReaction } from "#/server/messages/react.ts";
import { readingProcedures } from "#/server/messages/reading-router.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { reportMessage } from "#/server/messages/report-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";

export const messagesRouter = router({
  list: procedure
    .meta({
      rest: "GET /rooms/{room_id}/messages",
      summary: "Lists the messages of a room, oldest first: the newest page, or what is on either side of `from`.",
      returns: z.array(message),
      page: "cursor",
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"],
      example: { input: { limit: 50, direction: "back" } },
    })
    .input(listMessagesInput)
    .query(({ ctx, input }) => listMessages(ctx.use, input)),
  thread: procedure
    .meta({
      rest: "GET /rooms/{room_id}/threads/{root_id}",
      summary: "Answers a thread whole: the message it began with and its replies.",
      returns: thread,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN", "SW_EVENT_NOT_FOUND"],
    })
    .input(z.strictObject({ room_id: id, root_id: id }))
    .query(({ ctx, input }) => readThread(ctx.use, input)),
  send: procedure
    .meta({
      rest: "POST /rooms/{room_id}/send",
      summary: "Says something in a room; the same `event_uuid` with the same content says it once.",
      returns: sentMessage,
      errors: [
        "SW_ROOM_NOT_FOUND",
        "SW_NOT_MEMBER",
        "SW_ROOM_FORBIDDEN",
        "SW_ROOM_FROZEN",
        "SW_CONTENT_TOO_LARGE",
        "SW_EVENT_NOT_FOUND",
        "SW_IDEMPOTENCY_CONFLICT",
      ],
      example: {
        input: {
          content: { msgtype: "swp.text", body: "Good morning! The build is **green**." },
          event_uuid: "0193f6c1-5a2e-7c44-9b1d-6f0a2c8e4d71",
        },
      },
    })
    .input(sendMessageInput)
    .mutation(({ ctx, input }) => sendMessage(ctx.use, input)),
  edit: procedure
    .meta({
      rest: "POST /rooms/{room_id}/events/{event_id}/edit",
      summary: "Replaces the words of one's own message within 24 hours; the first ones stay readable.",
      returns: message,
      errors: ["SW_ROOM_NOT_FOUND", "SW_EVENT_NOT_FOUND", "SW_EVENT_FORBIDDEN", "SW_EVENT_TOO_OLD_TO_EDIT"],
      example: { input: { content: { msgtype: "swp.text", body: "Good morning! The build is green again." } } },
    })
    .input(editMessageInput)
    .mutation(({ ctx, input }) => editMessage(ctx.use, input)),
  redact: procedure
    .meta({
      rest: "POST /rooms/{room_id}/events/{event_id}/redact",
      summary: "Removes the words of a message for good: one's own, or anyone's with a power level of 50.",
      returns: message,
      errors: ["SW_ROOM_NOT_FOUND", "SW_EVENT_NOT_FOUND", "SW_REDACT_FORBIDDEN"],
      example: { input: { reason: "Sent to the wrong room" } },
    })
    .input(redactMessageInput)
    .mutation(({ ctx, input }) => redactMessage(ctx.use, input)),
  report: procedure
    .meta({
      rest: "POST /rooms/{room_id}/events/{event_id}/report",
      summary: "Tells the tenant's admins of a message; once for each person, and again changes nothing.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_EVENT_NOT_FOUND", "SW_RATE_LIMIT_EXCEEDED"],
      example: { input: { reason: "spam", note: "The same words in five rooms." } },
    })
    .input(reportMessageInput)
    .mutation(({ ctx, input }) => reportMessage(ctx.use, ctx.app.limits, input)),
  react: procedure
    .meta({
      rest: "POST /rooms/{room_id}/events/{event_id}/reaction",
      summary: "Adds one's reaction to a message; the same again changes nothing.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
      example: { input: { emoji: "👍" } },
    })
    .input(reactionInput)
    .mutation(({ ctx, input }) => addReaction(ctx.use, input)),
  unreact: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/events/{event_id}/reaction",
      summary: "Takes one's own reaction back; without one it changes nothing.",
      returns: z.null(),
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND"],
      example: { input: { emoji: "👍" } },
    })
    .input(reactionInput)
    .mutation(({ ctx, input }) => removeReaction(ctx.use, input)),
  forward: procedure
    .meta({
      rest: "POST /rooms/{room_id}/forward",
      summary: "Forwards a message that one may read into a room; its words are read where they were said each time.",
      returns: sentMessage,
      errors: [
        "SW_ROOM_NOT_FOUND",
        "SW_NOT_MEMBER",
        "SW_ROOM_FORBIDDEN",
        "SW_ROOM_FROZEN",
        "SW_EVENT_NOT_FOUND",
        "SW_ROOM_TYPE_INVARIANT",
      ],
      example: { input: { comment: "From the other room:" } },
    })
    .input(forwardInput)
    .mutation(({ ctx, input }) => forwardMessage(ctx.use, input)),
  ...readingProcedures,
  ...keepingProcedures,
});
