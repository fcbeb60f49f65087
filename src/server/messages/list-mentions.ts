import { sql } from "drizzle-orm";
import type { ListMentionsInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { headOf } from "#/server/log/read.ts";
import { messagesByIds } from "#/server/messages/read.ts";
import { seenBy } from "#/server/messages/unread.ts";

/** How far back in the log one page looks; what lies further is the next page's. */
const looksBack = 20_000;

type Mentions = { items: Message[]; has_more: boolean; next_cursor: string | null };

/**
 * Where others named the reader, or everyone in a room, in the rooms that they are in: the newest first, by the words as
 * they stand now. A page may be empty and still have a next one, since each looks back over a bounded part of the log.
 */
export function listMentions(ctx: Context, input: ListMentionsInput): Promise<Mentions> {
  const me = ctx.actor.participantId;
  return reading(ctx, async (tx) => {
    const from = input.from ?? (await headOf(tx)) + 1;
    const floor = Math.max(0, from - looksBack);
    const rows = await tx.rows<{ id: string; stream_position: string }>(sql`
      select e.id, e.stream_position
      from app.events e
      join app.messages msg on msg.id = e.id and msg.redacted_at is null
      left join app.events edit on edit.id = msg.edit_event_id
      cross join lateral (select coalesce(edit.content->'content', e.content) as now) words
      join app.room_members m on m.room_id = e.room_id and m.participant_id = ${me} and m.membership = 'join'
      join app.events joined on joined.id = m.member_event_id
      join app.rooms r on r.id = e.room_id and ${seenBy(me)}
        and (r.room_type <> 'incognito' or e.stream_position > joined.stream_position)
      where e.stream_position >= ${floor} and e.stream_position < ${from} and e.type = 'swp.room.message'
        and e.sender_id <> ${me} and e.content->>'msgtype' is distinct from 'swp.system'
        and (coalesce(words.now->'mentions' ? ${me}::text, false)
          or coalesce(words.now->'mentions_room' = 'true'::jsonb, false))
      order by e.stream_position desc limit ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit);
    const found = await messagesByIds(tx, shown.map((row) => row.id)); // biome-ignore format: one look-up
    const isFull = rows.length > input.limit;
    const next = isFull ? Number(shown.at(-1)!.stream_position) : floor > 1 ? floor : null;
    return {
      items: shown.map((row) => found.get(row.id)!),
      has_more: next !== null,
      next_cursor: next === null ? null : String(next),
    };
  });
}
