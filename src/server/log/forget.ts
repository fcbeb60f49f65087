import { sql } from "drizzle-orm";
import { array } from "#/server/database/array.ts";
import type { Writer } from "#/server/database/transact.ts";

/**
 * Blanks the words of events and keeps their positions as tombstones. Every reader re-reads content from the log, so no
 * replay, sync or subscriber returns them again. Redaction, erasure and incognito all end here.
 * A message keeps its place, what it answered and in which thread: without it a reply that was removed meanwhile would
 * reach a reader who catches up as a message of the room.
 */
export async function forget(tx: Writer, eventIds: readonly string[], now: Date): Promise<void> {
  await tx.rows(sql`
    update app.events set content = (
      select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(content)
      where key in ('reply_to_event_id', 'thread_root_id', 'also_in_room')
    ), event_uuid = null, forgotten_at = ${now.toISOString()}::timestamptz
    where id = any(${array(eventIds)}::uuid[])`);
}
