import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { checkContent } from "#/domain/messages/content.ts";
import type { SendMessageInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { findMessage } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";
import { limitOf, requireSendAllowance } from "#/server/tenants/limits.ts";

/**
 * Says something in a room. The same `event_uuid` with the same body answers the message made before.
 * Refuses with SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_FROZEN, SW_CONTENT_TOO_LARGE, SW_EVENT_NOT_FOUND (a reply to
 * nothing), SW_IDEMPOTENCY_CONFLICT and SW_RATE_LIMIT_EXCEEDED (the tenant's own limit).
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<Message> {
  checkContent(input.content);
  return writing(ctx, async (tx) => {
    const id = ctx.newId();
    const key = { procedure: "send", eventUuid: input.event_uuid, body: [input.room_id, input.content] };
    // All at once, in one round trip; a claim of somebody who sees no room is undone with the rest.
    const [seen, known, most] = await Promise.all([
      seeRoom(tx, ctx.actor, input.room_id),
      claim(tx, ctx.actor, key, id),
      limitOf(tx, "sends_per_minute"),
    ]);
    if (known) {
      const earlier = await findMessage(tx, input.room_id, known);
      return tx.emit([], () => earlier);
    }
    allow(seen, "send");
    await requireSendAllowance(tx, ctx.now(), most);

    const place = await placeInThread(tx, input);
    insertMessage(tx, { id, roomId: input.room_id, senderId: ctx.actor.participantId, ...place });

    const content = place.threadRootId ? { ...input.content, thread_root_id: place.threadRootId } : input.content;
    return tx.emit(
      [
        {
          id,
          type: "swp.room.message",
          room_id: input.room_id,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content,
          ...(input.event_uuid ? { event_uuid: input.event_uuid } : {}),
        },
      ],
      ([event]) => ({
        id,
        room_id: input.room_id,
        sender_id: ctx.actor.participantId,
        event_type: "swp.room.message",
        content,
        stream_position: event!.stream_position,
        origin_ts: event!.origin_ts,
        created_at: event!.ts,
        edited_at: null,
        original_content: null,
        redacted_at: null,
        redacted_by: null,
        redaction_reason: null,
        reactions: [],
        reply_to_event_id: place.replyToEventId,
        thread_root_id: place.threadRootId,
        thread: null,
        event_uuid: input.event_uuid ?? null,
      }),
    );
  });
}

type Place = { replyToEventId: string | null; threadRootId: string | null };

/** A reply points at a message of the same room, and a thread never nests: a reply to a reply joins its thread. */
async function placeInThread(tx: Reader, input: SendMessageInput): Promise<Place> {
  const { reply_to_event_id: replyTo, thread_root_id: root } = input.content;
  if (!replyTo && !root) return { replyToEventId: null, threadRootId: null };
  const rows = await tx.rows<{ id: string; thread_root_id: string | null }>(sql`
    select id, thread_root_id from app.messages
    where room_id = ${input.room_id} and (id = ${replyTo ?? null} or id = ${root ?? null})`);
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const id of [replyTo, root]) if (id && !found.has(id)) throw new SwError("SW_EVENT_NOT_FOUND");
  return {
    replyToEventId: replyTo ?? null,
    threadRootId: root ? (found.get(root)!.thread_root_id ?? root) : null,
  };
}

function insertMessage(tx: Writer, message: Place & { id: string; roomId: string; senderId: string }): void {
  tx.alongside(sql`
    insert into app.messages (tenant_id, id, room_id, sender_id, reply_to_event_id, thread_root_id)
    values (${tx.tenantId}, ${message.id}, ${message.roomId}, ${message.senderId}, ${message.replyToEventId},
      ${message.threadRootId})`);
}
