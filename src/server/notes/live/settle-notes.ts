import { type SQL, sql } from "drizzle-orm";
import { read, transact } from "#/server/database/transact.ts";
import type { NoteTeller } from "#/server/notes/live/host.ts";
import { settleNote } from "#/server/notes/live/note-live.ts";

/** A note that is open gives a sign of life every minute at least. */
const silentAfterMs = 90_000;
/** Of one tenant, at a time. What is beyond comes with the next look of the clock. */
const maxSettled = 1_000;
/** Asked about at the same time. */
const atOnce = 4;

/**
 * Asks the realtime door to save what it could not save when its last client left, or when it died, and forgets the openings
 * of notes that are open no more. For the clock: notes that have been silent. For whoever knows that something is left
 * (`noteIds`, or `"all"` after a start of the door): these, at once. Answers how many notes were asked about.
 */
export async function settleNotes(
  host: NoteTeller,
  signal: AbortSignal,
  which: "silent" | "all" | readonly string[] = "silent",
): Promise<number> {
  const silentSince = new Date(host.now().getTime() - silentAfterMs);
  const wanted =
    which === "silent"
      ? sql`seen_at < ${silentSince.toISOString()}::timestamptz`
      : which === "all"
        ? sql`true`
        : sql`note_id = any(${`{${which.join(",")}}`}::uuid[])`;
  const tenants = await host.database.system<{ tenant_id: string }[]>`select tenant_id from app.tenants`;
  let asked = 0;
  for (const { tenant_id } of tenants) {
    const openings = await openingsOf(host, tenant_id, wanted);
    for (let at = 0; at < openings.length && !signal.aborted; at += atOnce) {
      const some = openings.slice(at, at + atOnce);
      asked += some.length;
      await Promise.all(some.map((opening) => settle(host, tenant_id, opening, silentSince)));
    }
  }
  return asked;
}

type Opening = { note_id: string; seen_at: string };

function openingsOf(host: NoteTeller, tenantId: string, wanted: SQL): Promise<Opening[]> {
  return read(host.database, tenantId, (tx) =>
    tx.rows<Opening>(sql`
      select note_id, seen_at::text from app.note_openings where ${wanted} order by seen_at limit ${maxSettled}`),
  );
}

async function settle(host: NoteTeller, tenantId: string, opening: Opening, silentSince: Date): Promise<void> {
  const isLeft = await settleNote(host.party, tenantId, opening.note_id);
  // One that was just written down may be of somebody who is not in yet.
  if (isLeft === false && Date.parse(opening.seen_at) < silentSince.getTime())
    await forgetOpening(host, tenantId, opening);
}

/** Unless somebody has opened it meanwhile. */
async function forgetOpening(host: NoteTeller, tenantId: string, { note_id, seen_at }: Opening): Promise<void> {
  await transact(host.database, tenantId, host.now(), async (tx) => {
    tx.alongside(sql`
      delete from app.note_openings where note_id = ${note_id} and seen_at = ${seen_at}::timestamptz`);
    return tx.emit([], () => undefined);
  });
}
