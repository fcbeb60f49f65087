import { sql } from "drizzle-orm";
import type { HistoryInput } from "#/domain/messages/inputs.ts";
import type { MessageVersion } from "#/domain/messages/message.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import { findMessage } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Every version of a message, the newest first, as the log keeps them: what was removed or forgotten has none. The edits of
 * a message lie between it and its newest edit, so no more of the room is read.
 */
export function messageHistory(ctx: Context, input: HistoryInput): Promise<Page<MessageVersion>> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const message = await findMessage(tx, input.room_id, input.event_id, seen.history_from);
    if (message.redacted_at !== null) return { items: [], has_more: false };
    return pageOf(input, (page) =>
      tx.rows<MessageVersion>(sql`
        select e.id as event_id, case when e.id = m.id then e.content else e.content->'content' end as content,
          to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at
        from app.messages m
        left join app.events newest on newest.id = m.edit_event_id
        join app.events e on e.room_id = m.room_id
          and e.stream_position between ${message.stream_position} and coalesce(newest.stream_position, ${message.stream_position})
          and (e.id = m.id or (e.type = 'swp.room.message.edit' and e.content->>'event_id' = m.id::text))
        where m.id = ${input.event_id} and e.forgotten_at is null
        order by e.stream_position desc limit ${page.limit} offset ${page.offset}`),
    );
  });
}
