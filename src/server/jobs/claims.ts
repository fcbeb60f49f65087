import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { read, transact } from "#/server/database/transact.ts";

/** A job that this process has for now. `attempt` tells this claim from a later one of the same job. */
export type Claim = {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly attempt: number;
  readonly maxAttempts: number;
};

/** Every instant here is the database's: processes whose clocks differ must agree on when a claim ends. */
export const usualClaimSeconds = 60;

/** More tenants than this with work at one moment wait for the next look. */
const maxTenants = 10_000;

/** The tenants that have a job to run now. Those that are suspended keep theirs until they are resumed. */
export async function tenantsWithWork(database: Database, kinds: readonly string[]): Promise<string[]> {
  const rows = await database.system<{ tenant_id: string }[]>`
    select distinct job.tenant_id from app.jobs job join app.tenants tenant using (tenant_id)
    where job.status in ('queued', 'running') and job.run_at <= now() and job.kind = any(${[...kinds]}::text[])
      and (job.status = 'queued' or job.claimed_until < now()) and tenant.suspended_at is null
    limit ${maxTenants}`;
  return rows.map((row) => row.tenant_id);
}

/** Claims the tenant's job that is due the longest, or undefined when others have them all. */
export async function claimNext(
  database: Database,
  tenantId: string,
  kinds: readonly string[],
  claimSeconds = usualClaimSeconds,
): Promise<Claim | undefined> {
  const [row] = await database.system<{ id: string; kind: string; attempts: number; max_attempts: number }[]>`
    update app.jobs set status = 'running', attempts = attempts + 1, claimed_until = now() + ${claimSeconds} * interval '1 second'
    where tenant_id = ${tenantId} and id = (
      select id from app.jobs
      where tenant_id = ${tenantId} and status in ('queued', 'running') and run_at <= now()
        and kind = any(${[...kinds]}::text[]) and (status = 'queued' or claimed_until < now())
      order by run_at, id limit 1 for update skip locked)
    returning id, kind, attempts, max_attempts`;
  if (!row) return undefined;
  return { tenantId, id: row.id, kind: row.kind, attempt: row.attempts, maxAttempts: row.max_attempts };
}

/** Makes claims last longer. @returns the ids of those that are still ours */
export async function prolong(
  database: Database,
  claims: readonly Claim[],
  claimSeconds = usualClaimSeconds,
): Promise<Set<string>> {
  const [tenants, ids, attempts] = [
    claims.map((claim) => claim.tenantId),
    claims.map((claim) => claim.id),
    claims.map((claim) => claim.attempt),
  ];
  const rows = await database.system<{ id: string }[]>`
    update app.jobs set claimed_until = now() + ${claimSeconds} * interval '1 second'
    from unnest(${tenants}::uuid[], ${ids}::uuid[], ${attempts}::int[]) as ours (tenant_id, id, attempt)
    where jobs.tenant_id = ours.tenant_id and jobs.id = ours.id and jobs.attempts = ours.attempt and jobs.status = 'running'
    returning jobs.id`;
  return new Set(rows.map((row) => row.id));
}

/** Gives a job back as if it had not been claimed, for a process that ends before the job does. */
export async function giveBack(database: Database, { tenantId, id, attempt }: Claim): Promise<void> {
  await database.system`
    update app.jobs set claimed_until = now() - interval '1 second', attempts = attempts - 1
    where tenant_id = ${tenantId} and id = ${id} and attempts = ${attempt} and status = 'running'`;
}

/** What a claimed job carries, read under its tenant; undefined when the claim is no longer ours. */
export async function payloadOf(database: Database, claim: Claim): Promise<{ payload: unknown } | undefined> {
  const [row] = await read(database, claim.tenantId, (tx) =>
    tx.rows<{ payload: unknown }>(sql`
      select payload from app.jobs where id = ${claim.id} and attempts = ${claim.attempt} and status = 'running'`),
  );
  return row;
}

export async function finish(database: Database, claim: Claim): Promise<void> {
  await settle(database, claim, sql`status = 'done', last_error = null, finished_at = now()`);
}

export async function giveUp(database: Database, claim: Claim, error: string): Promise<void> {
  await settle(database, claim, sql`status = 'failed', last_error = ${error}, finished_at = now()`);
}

/**
 * Puts a job back for another attempt. One whose key has been enqueued anew meanwhile is not needed any more: only one of
 * a key may wait.
 */
export async function postpone(database: Database, claim: Claim, error: string, delayMs: number): Promise<void> {
  const later = sql`status = 'queued', last_error = ${error}, run_at = now() + ${delayMs} * interval '1 millisecond'`;
  try {
    await settle(database, claim, later);
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure;
    await giveUp(database, claim, "superseded");
  }
}

async function settle(database: Database, claim: Claim, change: ReturnType<typeof sql>): Promise<void> {
  await transact(database, claim.tenantId, new Date(), async (tx) => {
    await tx.rows(sql`update app.jobs set ${change}, claimed_until = null
      where id = ${claim.id} and attempts = ${claim.attempt} and status = 'running'`);
    return tx.emit([], () => undefined);
  });
}

function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "23505";
}
