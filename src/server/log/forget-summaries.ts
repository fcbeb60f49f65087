import { sql } from "drizzle-orm";
import type { Writer } from "#/server/database/transact.ts";

/**
 * Forgets what AIs were told instead of a message whose words change or go: a summary would say them still. Called by
 * whatever removes or changes words, in the same transaction; the next answer reads the conversation itself again.
 */
export async function forgetSummaries(tx: Writer, roomId: string, messageId: string, now: Date): Promise<void> {
  // A statement of its own: the next one then sees a summary that was being written, which waits for this lock or had it.
  const locked = tx.rows(sql`select from app.room_ai where room_id = ${roomId} order by participant_id for update`);
  const forgotten = tx.rows(sql`
    with stale as (
      select s.participant_id, s.summary_event_id from app.events e
      join app.room_ai s on s.room_id = e.room_id and s.summary_until >= e.stream_position
      where e.id = ${messageId} and e.room_id = ${roomId}
    ), cleared as (
      update app.room_ai s set summary_event_id = null, summary_until = null from stale
      where s.room_id = ${roomId} and s.participant_id = stale.participant_id
    )
    update app.events set content = '{}', forgotten_at = ${now.toISOString()}::timestamptz
    where id in (select summary_event_id from stale)`);
  await Promise.all([locked, forgotten]);
}
