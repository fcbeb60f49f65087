import { sql } from "drizzle-orm";
import { read, transact } from "#/server/database/transact.ts";
import type { NoteTeller } from "#/server/notes/live/host.ts";
import { settleNote } from "#/server/notes/live/note-live.ts";

/** A note that is open gives a sign of life every minute at least. */
const silentAfterMs = 90_000;

/**
 * Asks the realtime door to save what it could not save when its last client left, or when it died, and forgets the openings
 * of notes that are open no more. For the clock. Answers how many notes were asked about.
 */
export async function settleNotes(host: NoteTeller, signal: AbortSignal): Promise<number> {
  const tenants = await host.database.system<{ tenant_id: string }[]>`select tenant_id from app.tenants`;
  let asked = 0;
  for (const { tenant_id } of tenants) {
    for (const { note_id, seen_at } of await silentNotes(host, tenant_id)) {
      if (signal.aborted) return asked;
      asked += 1;
      const isLeft = await settleNote(host.party, tenant_id, note_id);
      if (isLeft === false) await forgetOpening(host, tenant_id, { note_id, seen_at });
    }
  }
  return asked;
}

type Silent = { note_id: string; seen_at: string };

function silentNotes(host: NoteTeller, tenantId: string): Promise<Silent[]> {
  const before = new Date(host.now().getTime() - silentAfterMs).toISOString();
  return read(host.database, tenantId, (tx) =>
    tx.rows<Silent>(sql`
      select note_id, seen_at::text from app.note_openings
      where seen_at < ${before}::timestamptz order by seen_at limit 100`),
  );
}

/** Unless somebody has opened it meanwhile. */
async function forgetOpening(host: NoteTeller, tenantId: string, { note_id, seen_at }: Silent): Promise<void> {
  await transact(host.database, tenantId, host.now(), async (tx) => {
    tx.alongside(sql`
      delete from app.note_openings where note_id = ${note_id} and seen_at = ${seen_at}::timestamptz`);
    return tx.emit([], () => undefined);
  });
}
