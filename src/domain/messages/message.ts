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
  event_uuid: z.nullable(id),
});
export type Message = z.infer<typeof message>;

/** A thread whole, as of `stream_position`: replies oldest first. */
export const thread = z.object({ stream_position: z.number(), room_id: id, root: message, replies: z.array(message) });
