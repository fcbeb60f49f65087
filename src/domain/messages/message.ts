import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { messageContent } from "#/domain/messages/schema.ts";

export const reaction = z.object({ emoji: z.string(), sender_id: id });
export type Reaction = z.infer<typeof reaction>;

export const threadSummary = z.object({
  count: z.number(),
  /** Unix seconds of the newest reply. */
  last_ts: z.number(),
  /** The first five people who replied, in order of their first reply. */
  participant_ids: z.array(id),
});

/** A message as it stands now: after edits, reactions and redaction. */
export const message = z.object({
  id,
  room_id: id,
  sender_id: id,
  event_type: z.literal("swp.room.message"),
  /** The current words; empty once redacted. */
  content: messageContent,
  stream_position: z.number(),
  /** Unix seconds. */
  origin_ts: z.number(),
  created_at: z.string(),
  edited_at: z.nullable(z.string()),
  /** The words as first sent, present once edited. */
  original_content: z.nullable(messageContent),
  redacted_at: z.nullable(z.string()),
  redacted_by: z.nullable(id),
  redaction_reason: z.nullable(z.string()),
  /** In the order they were added. */
  reactions: z.array(reaction),
  reply_to_event_id: z.nullable(id),
  thread_root_id: z.nullable(id),
  /** Present on a message that has replies in its thread. */
  thread: z.nullable(threadSummary),
  /** Present on a reply that the room's timeline shows too. */
  also_in_room: z.optional(z.literal(true)),
  /** Present on a forward whose original was removed: its words can't be read any more. */
  original_removed: z.optional(z.literal(true)),
  event_uuid: z.nullable(id),
});
export type Message = z.infer<typeof message>;

/** What sending answers: the message, and what its sender should know of whom it reaches. */
export const sentMessage = z.object({
  ...message.shape,
  /** How many people `@room` asks, oneself not counted; present only with `mentions_room`. */
  asks: z.optional(z.number()),
  /** Of the people mentioned, those of this server who are not in the room and will not learn of it. */
  not_in_room: z.optional(z.array(id)),
});
export type SentMessage = z.infer<typeof sentMessage>;

/** What a forward or an answer shows of its original, as it stands now. */
export const quote = z.object({
  /** The message that quotes. */
  event_id: id,
  original: z.object({
    event_id: id,
    sender_id: id,
    created_at: z.string(),
    edited_at: z.nullable(z.string()),
    /** Empty once removed. */
    content: messageContent,
    redacted_at: z.nullable(z.string()),
    /** Where it was said, for one who may see that room. */
    room_id: z.nullable(id),
  }),
});
export type Quote = z.infer<typeof quote>;

/** What a message said from `created_at` on, until the next version of it. */
export const messageVersion = z.object({
  /** Of the message itself, or of the edit. */
  event_id: id,
  content: messageContent,
  created_at: z.string(),
});
export type MessageVersion = z.infer<typeof messageVersion>;

/** A message among its neighbours, oldest first, of the timeline of its room. */
export const messageContext = z.object({
  stream_position: z.number(),
  room_id: id,
  /** The one that was asked for, be it in the timeline or in a thread. */
  event: message,
  /** The message whose thread it stands in; its neighbours are those of this one. Null outside a thread. */
  thread_root: z.nullable(message),
  /** With the message itself, or the root of its thread. */
  messages: z.array(message),
  has_more_before: z.boolean(),
  has_more_after: z.boolean(),
});
export type MessageContext = z.infer<typeof messageContext>;

/** A thread whole, as of `stream_position`: replies oldest first. */
export const thread = z.object({ stream_position: z.number(), room_id: id, root: message, replies: z.array(message) });
