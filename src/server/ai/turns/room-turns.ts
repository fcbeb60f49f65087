import { sql } from "drizzle-orm";
import { maxCallsInView, maxTurnsInView, type RoomAiView } from "#/domain/ai/room-view.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import { callsWhere, toToolCall } from "#/server/ai/tools/call-rows.ts";
import { toTurn } from "#/server/ai/turns/turn-row.ts";
import type { Reader } from "#/server/database/transact.ts";

export type RoomTurns = Pick<RoomAiView, "turns" | "calls" | "texts">;

/**
 * What AIs do and lately did in a room, as its reducer keeps it: the newest turns and calls, those that are not over, and
 * what the ones at work have said that is in no message yet. In an incognito room from `since` on.
 */
export async function roomTurns(tx: Reader, roomId: string, since: number): Promise<RoomTurns> {
  const seen = sql`t.room_id = ${roomId} and ${
    since === 0
      ? sql`true`
      : sql`exists (select from app.events e where e.id = t.trigger_event_id and e.stream_position >= ${since})`
  }`;
  const [turns, calls, texts] = await Promise.all([
    tx
      .select()
      .from(aiTurns)
      .where(
        sql`${aiTurns.id} in (
          (select t.id from app.ai_turns t where ${seen} order by t.created_at desc, t.id desc limit ${maxTurnsInView})
          union all
          (select t.id from app.ai_turns t where ${seen} and t.state in ('queued', 'running', 'waiting') limit ${maxTurnsInView}))`,
      ),
    callsWhere(
      tx,
      sql`c.id in (
        select o.id from app.ai_tool_calls o where o.turn_id in (
          select t.id from app.ai_turns t where ${seen} order by t.created_at desc, t.id desc limit ${maxCallsInView})
        order by o.id desc limit ${maxCallsInView})`,
      maxCallsInView,
    ),
    tx.rows<{ id: string; offset: number; text: string }>(sql`
      select t.id, t.said_until as offset, string_agg(c.text, '' order by c.text_offset) as text
      from app.ai_turns t join app.ai_turn_chunks c on c.turn_id = t.id
      where ${seen} and t.state in ('running', 'waiting') group by t.id, t.said_until limit ${maxTurnsInView}`),
  ]);
  const unsaid = texts.flatMap(({ id, offset, text }) =>
    text.length > offset ? { id, offset, text: text.slice(offset) } : [],
  );
  return {
    turns: Object.fromEntries(turns.map((row) => [row.id, toTurn(row)])),
    calls: Object.fromEntries(calls.map((row) => [row.id, toToolCall(row)])),
    texts: Object.fromEntries(unsaid.map(({ id, offset, text }) => [id, { offset, text }])),
  };
}
