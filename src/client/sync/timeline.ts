import { turnKey } from "#/client/sync/growing.ts";
import { type Pending, type Phase, phaseOf } from "#/client/sync/pending-rules.ts";
import type { Refusal } from "#/client/sync/pending-storage.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";
import { edit, find, messageOf, react, redact } from "#/domain/messages/reduce.ts";

/** How a message's latest write stands; null when nothing of it is on the way. */
export type PendingMark = {
  event_uuid: string;
  kind: Pending["op"]["kind"];
  phase: Phase;
  refusal: Refusal | null;
};

/** One line of a timeline. `key` stays the same from the moment of writing to the server's own copy. */
export type TimelineItem = {
  key: string;
  message: Message;
  pending: PendingMark | null;
  /** Present while an AI is still writing it. */
  turn?: Turn;
};

export type Author = { id: string; tenantId: string };

/**
 * A timeline with what oneself wrote and the server does not tell yet laid over it, by the same reducers: new messages at
 * the end, edits, reactions and removals in place. Messages that nothing lies over keep their identity.
 * `threadRootId` null: the room's own timeline, which holds no replies.
 */
export function withPending(
  messages: readonly Message[],
  writes: readonly Pending[],
  place: { roomId: string; threadRootId: string | null; me: Author; now: number },
): TimelineItem[] {
  const here = writes.filter((write) => write.room_id === place.roomId);
  const items: TimelineItem[] = messages.map((message) => ({ key: keyOf(message, place.me), message, pending: null }));
  for (const write of here) {
    if (write.op.kind === "send") continue;
    const { event_id } = write.op;
    const item = items.findLast((each) => each.message.id === event_id);
    if (item) Object.assign(item, overlaid(item.message, write, place));
  }
  for (const write of here) {
    if (write.op.kind !== "send" || messages.some((message) => keyOf(message, place.me) === write.event_uuid)) continue;
    if (!isShownIn(write.op.content, place.threadRootId)) continue;
    items.push({
      key: write.event_uuid,
      message: written(write, write.op.content, place.me),
      pending: markOf(write, place.now),
    });
  }
  return items;
}

/** A reply that is for the room too stands in both. */
function isShownIn(content: Message["content"], threadRootId: string | null): boolean {
  const root = content.thread_root_id ?? null;
  return root === threadRootId || (threadRootId === null && content.also_in_room === true);
}

/**
 * One's own message keeps the key it was written under. Everybody sees everybody's keys, so another's counts for nothing:
 * by repeating one they could put their words in place of somebody else's.
 */
function keyOf(message: Message, me: Author): string {
  // Only the server writes `ai`; the message takes the row of what grew.
  if (message.content.ai) return turnKey(message.content.ai.turn_id, message.content.ai.part);
  return message.sender_id === me.id && message.event_uuid ? message.event_uuid : message.id;
}

function markOf(write: Pending, now: number): PendingMark {
  return { event_uuid: write.event_uuid, kind: write.op.kind, phase: phaseOf(write, now), refusal: write.refusal };
}

/** A message that the server has not placed yet stands after all others. */
function written(write: Pending, content: Message["content"], me: Author): Message {
  return messageOf({
    id: write.event_uuid,
    type: "swp.room.message",
    room_id: write.room_id,
    workspace_id: null,
    tenant_id: me.tenantId,
    sender_id: me.id,
    content,
    event_uuid: write.event_uuid,
    stream_position: Number.MAX_SAFE_INTEGER,
    origin_ts: Math.floor(write.created_at / 1000),
    ts: new Date(write.created_at).toISOString(),
    forgotten: false,
  });
}

/** What was refused does not show: the message is as the server has it, with the mark that tells why. */
function overlaid(message: Message, write: Pending, place: { me: Author; now: number }): Partial<TimelineItem> {
  const pending = markOf(write, place.now);
  if (write.status === "failed") return { pending };
  const copy = { ...message, reactions: [...message.reactions] };
  change(copy, write, place.me.id);
  return { message: copy, pending };
}

function change(message: Message, write: Pending, me: string): void {
  const { op } = write;
  const at = new Date(write.created_at).toISOString();
  switch (op.kind) {
    case "edit":
      edit(message, { event_id: op.event_id, content: op.content, edited_at: at });
      return;
    case "redact":
      redact(message, { event_id: op.event_id, redacted_by: me, redacted_at: at, reason: op.reason ?? null });
      return;
    case "react":
    case "unreact":
      react(message, me, { event_id: op.event_id, emoji: op.emoji, action: op.kind === "react" ? "add" : "remove" });
  }
}

/** By then the event of a write has come, or a later one undid what it did. */
export const settledAfterMs = 10_000;

/** Whether the effect of a write that was sent shows in what the server told, or has nothing left to show on. */
export function shows(
  write: Pending,
  messages: readonly Message[],
  known: { me: string; cursor: number; now: number },
): boolean {
  // What was said stays on screen until its event comes, however long one is offline.
  if (write.op.kind === "send" && write.position !== null) return write.position <= known.cursor;
  if (write.sent_at !== null && known.now - write.sent_at >= settledAfterMs) return true;
  if (write.op.kind === "send") return false;
  const { op } = write;
  const message = find(messages, op.event_id);
  if (!message || message.redacted_at !== null) return true;
  if (op.kind === "edit") return message.content.body === op.content.body;
  if (op.kind === "redact") return false;
  const stands = message.reactions.some((each) => each.sender_id === known.me && each.emoji === op.emoji);
  return stands === (op.kind === "react");
}
