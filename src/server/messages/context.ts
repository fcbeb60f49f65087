import { sql } from "drizzle-orm";
import type { ContextInput, QuotesInput } from "#/domain/messages/inputs.ts";
import type { MessageContext, Quote } from "#/domain/messages/message.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { headOf } from "#/server/log/read.ts";
import { findMessage, messagesByIds, pageOfMessages } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * A message where it was said, for a link to it: with its neighbours in the timeline, or, of a reply in a thread, the root
 * with the root's neighbours. A removed one is there as a tombstone. What is forbidden is answered like what never was.
 */
export function readContext(ctx: Context, input: ContextInput): Promise<MessageContext> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const since = seen.history_from;
    const event = await findMessage(tx, input.room_id, input.event_id, since);
    const root = event.thread_root_id ? await findMessage(tx, input.room_id, event.thread_root_id, since) : null;
    const anchor = root && !event.also_in_room ? root : event;
    const place = { roomId: input.room_id, since, from: anchor.stream_position };
    const [before, after, stream_position] = await Promise.all([
      pageOfMessages(tx, { ...place, direction: "back", limit: input.before }),
      pageOfMessages(tx, { ...place, direction: "forward", limit: input.after }),
      headOf(tx),
    ]);
    return {
      stream_position,
      room_id: input.room_id,
      event,
      thread_root: root,
      messages: [...before.messages, anchor, ...after.messages],
      has_more_before: before.has_more,
      has_more_after: after.has_more,
    };
  });
}

type Row = { id: string; original_id: string; place: string | null };

/**
 * What these messages of a room quote, read where it was said at this moment: of a forward the forwarded message, of an
 * answer the one it answers. One that quotes nothing, was removed or is not of this room is left out.
 */
export function readQuotes(ctx: Context, input: QuotesInput): Promise<{ items: Quote[]; has_more: boolean }> {
  const me = ctx.actor.participantId;
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const rows = await tx.rows<Row>(sql`
      select m.id, original.id as original_id,
        case when original.room_id = m.room_id or (r.deleted_at is null and app.holds_role(r.read_role_slugs, ${me})
          and (own.membership = 'join' or (r.room_type = 'public' and own.membership is distinct from 'ban')))
          then original.room_id end as place
      from app.messages m
      join app.events said on said.id = m.id and said.stream_position >= ${seen.history_from}
      join app.messages original on original.id = coalesce(m.forwarded_event_id, m.reply_to_event_id)
      join app.events first on first.id = original.id
        and (original.room_id <> m.room_id or first.stream_position >= ${seen.history_from})
      join app.rooms r on r.id = original.room_id
      left join app.room_members own on own.room_id = r.id and own.participant_id = ${me}
      where m.room_id = ${input.room_id} and m.id = any(${array(input.event_ids)}::uuid[]) and m.redacted_at is null`);
    const originals = await messagesByIds(tx, rows.map((row) => row.original_id)); // biome-ignore format: one look-up
    const items = rows.map(({ id, original_id, place }) => {
      const { sender_id, created_at, edited_at, content, redacted_at } = originals.get(original_id)!;
      return {
        event_id: id,
        original: { event_id: original_id, sender_id, created_at, edited_at, content, redacted_at, room_id: place },
      };
    });
    return { items, has_more: false };
  });
}
