import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { transact } from "#/server/database/transact.ts";

/** Rows removed by one statement, so that nobody waits long for a lock or for the disk. */
const batch = 1_000;
/** What is left after so many batches of one table waits for the next time. */
const maxBatches = 50;

const days = (count: number) => sql`now() - ${count} * interval '1 day'`;

/** What may go, by table: the condition, and for how long it must have been true where somebody may still ask. */
const leavings: readonly { table: SQL; when: SQL }[] = [
  { table: sql`app.stream_tickets`, when: sql`expires_at < now()` },
  { table: sql`app.mail_links`, when: sql`expires_at < now()` },
  // Tickets and spent tokens of a session go with it.
  { table: sql`app.sessions`, when: sql`expires_at < now()` },
  // A stolen token that is presented later than this finds a family that rotated hundreds of times since.
  { table: sql`app.spent_refresh_tokens`, when: sql`spent_at < ${days(30)}` },
  // A client that lost the answer to a create asks again within a week, or asks anew.
  { table: sql`app.idempotency_keys`, when: sql`created_at < ${days(7)}` },
  // A signature is fresh for minutes.
  { table: sql`app.webhook_deliveries`, when: sql`received_at < ${days(1)}` },
  { table: sql`app.jobs`, when: sql`status = 'done' and finished_at < ${days(7)}` },
  { table: sql`app.jobs`, when: sql`status = 'failed' and finished_at < ${days(30)}` },
];

/** Removes what has expired, of every tenant. @returns how many rows went */
export async function keepHouse(database: Database, signal: AbortSignal): Promise<number> {
  const tenants = await database.system<{ tenant_id: string }[]>`select tenant_id from app.tenants`;
  let removed = 0;
  for (const { tenant_id } of tenants) {
    for (const { table, when } of leavings) {
      for (let count = batch, round = 0; count === batch && round < maxBatches; round += 1) {
        if (signal.aborted) return removed;
        count = await sweep(database, tenant_id, table, when);
        removed += count;
      }
    }
  }
  return removed;
}

function sweep(database: Database, tenantId: string, table: SQL, when: SQL): Promise<number> {
  return transact(database, tenantId, new Date(), async (tx) => {
    const gone = await tx.rows(sql`
      delete from ${table} where ctid = any(array(select ctid from ${table} where ${when} limit ${batch})) returning 1`);
    return tx.emit([], () => gone.length);
  });
}
