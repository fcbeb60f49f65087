import { sql } from "drizzle-orm";
import type { Writer } from "#/server/database/transact.ts";

export type NewJob = {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  /** Not before this moment. */
  runAt: Date;
  /** While a job of this kind with this key waits, another is not made. */
  dedupeKey?: string;
};

/** Adds durable work in the transaction that causes it: both commit, or neither. */
export function enqueue(tx: Writer, job: NewJob): void {
  const at = job.runAt.toISOString();
  tx.alongside(sql`
    insert into app.jobs (tenant_id, id, kind, payload, run_at, dedupe_key, created_at)
    values (${tx.tenantId}, ${job.id}, ${job.kind}, ${JSON.stringify(job.payload)}::text::jsonb, ${at}::timestamptz,
      ${job.dedupeKey ?? null}, ${at}::timestamptz)
    on conflict do nothing`);
}
