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

const threadInput = { room_id: id, root_id: id };

export const draftInput = z.strictObject({ room_id: id, thread_root_id: z.optional(id) });
/** `base` is the version that the writer saw, null for none; without it nothing counts as unseen. */
export const setDraftInput = z.strictObject({
  room_id: id,
  thread_root_id: z.optional(id),
  content: z.nullable(messageContent),
  base: z.optional(z.nullable(id)),
});
export const listDraftsInput = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(1_000)), 0),
});
export const messageTargetInput = z.strictObject({ room_id: id, event_id: id });
export const markRoomReadInput = z.strictObject({ room_id: id });
/** Only in these rooms; without them, everywhere. */
export const markAllReadInput = z.strictObject({
  room_ids: z.optional(z.array(id).check(z.minLength(1), z.maxLength(1_000))),
});
/** Versions of one message; an edit a minute for a day is more than anybody makes. */
export const historyInput = z.strictObject({
  room_id: id,
  event_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});
/** Older than `from`, a position of the log. */
export const listMentionsInput = z.strictObject({
  from: z.optional(z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(50)), 20),
});
export const undoMarkReadInput = z.strictObject({ token: id });
export const orderPinsInput = z.strictObject({
  room_id: id,
  event_ids: z.array(id).check(z.maxLength(100)),
});
export const followInput = z.strictObject(threadInput);
export const threadReadMarkerInput = z.strictObject({ ...threadInput, event_id: id });
export const listThreadsInput = z.strictObject({
  limit: z._default(z.int().check(z.minimum(1), z.maximum(50)), 20),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});
const neighbours = z._default(z.int().check(z.minimum(0), z.maximum(100)), 25);
export const contextInput = z.strictObject({ room_id: id, event_id: id, before: neighbours, after: neighbours });
export const quotesInput = z.strictObject({
  room_id: id,
  event_ids: z.array(id).check(z.minLength(1), z.maxLength(50)),
});
export const forwardInput = z.strictObject({
  room_id: id,
  event_id: id,
  from_room_id: id,
  comment: z.optional(z.string().check(z.maxLength(65_536))),
  event_uuid: z.optional(id),
});

export type MarkAllReadInput = z.infer<typeof markAllReadInput>;
export type HistoryInput = z.infer<typeof historyInput>;
export type ListMentionsInput = z.infer<typeof listMentionsInput>;
export type DraftInput = z.infer<typeof draftInput>;
export type SetDraftInput = z.infer<typeof setDraftInput>;
export type ListDraftsInput = z.infer<typeof listDraftsInput>;
export type MessageTargetInput = z.infer<typeof messageTargetInput>;
export type OrderPinsInput = z.infer<typeof orderPinsInput>;
export type FollowInput = z.infer<typeof followInput>;
export type ThreadReadMarkerInput = z.infer<typeof threadReadMarkerInput>;
export type ListThreadsInput = z.infer<typeof listThreadsInput>;
export type ContextInput = z.infer<typeof contextInput>;
export type QuotesInput = z.infer<typeof quotesInput>;
export type ForwardInput = z.infer<typeof forwardInput>;
export type SendMessageInput = z.infer<typeof sendMessageInput>;
export type EditMessageInput = z.infer<typeof editMessageInput>;
export type RedactMessageInput = z.infer<typeof redactMessageInput>;
export type ReactionInput = z.infer<typeof reactionInput>;
export type ReadMarkerInput = z.infer<typeof readMarkerInput>;
export type ListMessagesInput = z.infer<typeof listMessagesInput>;
