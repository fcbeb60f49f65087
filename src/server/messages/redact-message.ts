import { eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { RedactMessageInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { mayRedact } from "#/domain/messages/rules.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { forget } from "#/server/log/forget.ts";
import { forgetSummaries } from "#/server/log/forget-summaries.ts";
import { unquoteDrafts } from "#/server/messages/drafts.ts";
import { findMessage, lockMessage, targetOf } from "#/server/messages/read.ts";
import { messages } from "#/server/messages/tables.ts";
import { refuse, seeRoom } from "#/server/rooms/access.ts";

/**
 * Removes the words of a message for good: its own, those of its edits, its reactions and ratings. The message stays as a
 * tombstone with who removed it and why. It leaves the room's pins, drafts that answer it, and every forward of it.
 * Removing it again changes nothing.
 * Refuses with SW_REDACT_FORBIDDEN, SW_EVENT_NOT_FOUND, and as reading a room does.
 */
export async function redactMessage(ctx: Context, input: RedactMessageInput): Promise<Message> {
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    await lockMessage(tx, input.room_id, input.event_id);
    const before = await findMessage(tx, input.room_id, input.event_id, seen.history_from);
    refuse(mayRedact(seen, ctx.actor.participantId, targetOf(before)));
    return removeWords(tx, ctx, before, input.reason || null);
  });
}

/** Removes a message's words in the caller's transaction. The caller has locked the message and allowed it. */
export async function removeWords(
  tx: Writer,
  ctx: Context,
  before: Message,
  reason: string | null,
): Promise<Outcome<Message>> {
  if (before.redacted_at !== null) return tx.emit([], () => before);
  const { id: event_id, room_id, thread_root_id: root_id } = before;
  // Replies that come or go at the same time wait, so that what the event says of the thread is true at its position.
  if (root_id) await lockMessage(tx, room_id, root_id);
  const now = ctx.now();
  const edits = await tx.rows<{ id: string }>(sql`
    select id from app.events where room_id = ${room_id} and type = 'swp.room.message.edit'
      and content->>'event_id' = ${event_id}`);
  await forget(tx, [event_id, ...edits.map((edit) => edit.id)], now);
  await forgetSummaries(tx, room_id, event_id, now);
  await tx.rows(sql`delete from app.reactions where event_id = ${event_id}`);
  // Why an answer of an AI was good or bad tells what stood there.
  await tx.rows(sql`delete from app.ai_ratings where event_id = ${event_id}`);
  await tx
    .update(messages)
    .set({ redactedAt: now, redactedBy: ctx.actor.participantId, redactionReason: reason })
    .where(eq(messages.id, event_id));

  const thread = root_id === null ? null : { root_id, summary: (await findMessage(tx, room_id, root_id)).thread };
  const [drafts, forwards] = await Promise.all([
    unquoteDrafts(tx, ctx, event_id),
    forwardsOf(tx, event_id),
    tx.rows(sql`delete from app.pins where event_id = ${event_id}`),
  ]);
  const removed = { redacted_by: ctx.actor.participantId, redacted_at: now.toISOString() };
  const removal: EventDraft = {
    id: ctx.newId(),
    type: "swp.room.redaction",
    room_id,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { event_id, ...removed, reason, thread },
  };
  const bereft = forwards.map(({ id, room_id }) => ({
    id: ctx.newId(),
    type: "swp.room.original_removed" as const,
    room_id,
    workspace_id: null,
    sender_id: null,
    content: { event_id: id, original_id: event_id },
  }));
  return tx.emit([removal, ...drafts, ...bereft], () => tombstone(before, { ...removed, redaction_reason: reason }));
}

type Removal = Pick<Message, "redacted_by" | "redacted_at" | "redaction_reason">;

function tombstone({ original_removed: _, ...kept }: Message, removal: Removal): Message {
  const words = { content: {}, edited_at: null, original_content: null, reactions: [], event_uuid: null };
  return { ...kept, ...removal, ...words };
}

/** To how many forwards the removal of their original is told as it happens; the others find out when they are read. */
const maxForwardsTold = 500;

function forwardsOf(tx: Writer, eventId: string): Promise<{ id: string; room_id: string }[]> {
  return tx.rows(sql`
    select id, room_id from app.messages where forwarded_event_id = ${eventId} and redacted_at is null
    order by id desc limit ${maxForwardsTold}`);
}
