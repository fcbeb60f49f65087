import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { emoji, messageContent } from "#/domain/messages/schema.ts";
import { shortText } from "#/domain/text.ts";

/** What each verb on messages takes. Strict: an unknown key such as `sender_id` is refused, not ignored. */
export const sendMessageInput = z.strictObject({
  room_id: id,
  content: messageContent,
  event_uuid: z.optional(id),
});
export const editMessageInput = z.strictObject({
  room_id: id,
  event_id: id,
  content: messageContent,
  event_uuid: z.optional(id),
});
export const redactMessageInput = z.strictObject({
  room_id: id,
  event_id: id,
  reason: z.optional(shortText(500)),
});
export const reactionInput = z.strictObject({ room_id: id, event_id: id, emoji });
export const readMarkerInput = z.strictObject({ room_id: id, event_id: id });

/** A page of history: older than `from` by default. */
export const listMessagesInput = z.strictObject({
  room_id: id,
  from: z.optional(z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))),
  direction: z._default(z.enum(["back", "forward"]), "back"),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});

export type SendMessageInput = z.infer<typeof sendMessageInput>;
export type EditMessageInput = z.infer<typeof editMessageInput>;
export type RedactMessageInput = z.infer<typeof redactMessageInput>;
export type ReactionInput = z.infer<typeof reactionInput>;
export type ReadMarkerInput = z.infer<typeof readMarkerInput>;
export type ListMessagesInput = z.infer<typeof listMessagesInput>;
