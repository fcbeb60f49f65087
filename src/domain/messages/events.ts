import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { replacedDraft } from "#/domain/messages/draft-schema.ts";
import { threadSummary } from "#/domain/messages/message.ts";
import { pin } from "#/domain/messages/pin-schema.ts";
import { reportOutcomes } from "#/domain/messages/reports.ts";
import { messageContent } from "#/domain/messages/schema.ts";
import { unreadRef } from "#/domain/messages/unread-ref.ts";

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
  "swp.room.read_marker": z.object({
    event_id: z.nullable(id),
    read_position: z.number(),
    /** Present when the marker was set anew, back too: then exactly these are unread. Without it, it only moves forward. */
    unread: z.optional(z.array(unreadRef)),
  }),
  /** Those it is told to follow this thread from here on, or no more. Nobody learns who else does. */
  "swp.room.thread.follow": z.object({ root_id: id, following: z.boolean() }),
  /** One's own marker in a thread moved; `unread` as in the marker of a room. */
  "swp.room.thread.read_marker": z.object({
    root_id: id,
    read_position: z.number(),
    unread: z.optional(z.array(unreadRef)),
  }),
  /** The pinned messages whole, in their order. */
  "swp.room.pins": z.object({ pins: z.array(pin) }),
  /** The original of what this message forwards was removed, maybe in a room that the reader can't see. */
  "swp.room.original_removed": z.object({ event_id: id, original_id: id }),
  /** To admins alone: a message was reported, or a report resolved. It says nothing of the message. */
  "swp.report": z.object({ report_id: id, outcome: z.nullable(z.enum(reportOutcomes)) }),
  /**
   * One's draft of a room or thread changed: `content` is null once it is sent or discarded. Only one's own devices hear
   * of it, and its words are forgotten with the next one. The event's id is the version.
   */
  "swp.draft": z.object({
    thread_root_id: z.nullable(id),
    content: z.nullable(messageContent),
    updated_at: z.string(),
    /** What this write replaced without having seen it. */
    replaced: z.nullable(replacedDraft),
  }),
};
