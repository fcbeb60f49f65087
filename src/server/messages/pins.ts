import { sql } from "drizzle-orm";
import type { Pin } from "#/domain/messages/pins.ts";
import type { Reader } from "#/server/database/transact.ts";

/** What a room pins, in its order. */
export function pinsOf(tx: Reader, roomId: string): Promise<Pin[]> {
  return tx.rows<Pin>(sql`
    select event_id, pinned_by, to_char(pinned_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as pinned_at
    from app.pins where room_id = ${roomId} order by ordinal, event_id`);
}
