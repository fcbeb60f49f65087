import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { threadSummary } from "#/domain/messages/message.ts";
import { messageContent } from "#/domain/messages/schema.ts";

export const messageEvents = {
  "swp.room.message": messageContent,
  "swp.room.message.edit": z.object({ event_id: id, content: messageContent, edited_at: z.string() }),
  "swp.room.redaction": z.object({
    event_id: id,
    redacted_by: id,
    redacted_at: z.string(),
    reason: z.nullable(z.string()),
    /** What is left of the thread that a removed reply stood in; null when it stood in none. */
    thread: z.nullable(z.object({ root_id: id, summary: z.nullable(threadSummary) })),
  }),
  "swp.room.reaction": z.object({ event_id: id, emoji: z.string(), action: z.enum(["add", "remove"]) }),
  /** One's own marker moved, on another device. Nobody else learns of it. */
  "swp.room.read_marker": z.object({ event_id: z.nullable(id), read_position: z.number() }),
};
