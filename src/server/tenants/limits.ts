import { type SQL, sql } from "drizzle-orm";
import { type ErrorCode, SwError } from "#/domain/errors.ts";
import type { TenantLimits } from "#/domain/tenants/settings.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";

const windowMs = 60_000;

/**
 * Makes sure that one more fits under a limit of the tenant, zero included, or refuses with `code`.
 * `taken` counts what is there (`select count(*)::int as taken …`), after all who ask for a place have taken turns: of two
 * at once for the last place one gets it. Call it before the insert; without a limit it costs one look-up and no lock.
 */
export async function requirePlace(
  tx: Writer,
  limit: "max_participants" | "max_rooms" | "max_notes",
  taken: SQL,
  code: ErrorCode = "SW_TENANT_CAPACITY",
): Promise<void> {
  const most = await limitOf(tx, limit);
  if (most === null) return;
  await takeTurns(tx);
  // The limit is read again: it may have been raised while this one waited.
  const [now, [row]] = await Promise.all([limitOf(tx, limit), tx.rows<{ taken: number }>(taken)]);
  if (now !== null && row!.taken >= now) throw new SwError(code);
}

/**
 * Refuses with SW_RATE_LIMIT_EXCEEDED when the tenant has sent as many messages within the last minute as
 * `sends_per_minute` allows. Counted in the log itself, so that it holds over all processes.
 */
export async function requireSendAllowance(tx: Writer, now: Date, most: number | null): Promise<void> {
  if (most === null) return;
  if (most === 0) throw new SwError("SW_RATE_LIMIT_EXCEEDED", undefined, { retryAfter: windowMs / 1000 });
  await takeTurns(tx);
  const [row] = await tx.rows<{ ms: string }>(sql`
    select (extract(epoch from created_at) * 1000)::bigint as ms from app.events
    where type = 'swp.room.message' and content->>'msgtype' is distinct from 'swp.system' order by stream_position desc limit 1 offset ${most - 1}`);
  if (!row) return;
  const waitMs = Number(row.ms) + windowMs - now.getTime();
  if (waitMs > 0) throw new SwError("SW_RATE_LIMIT_EXCEEDED", undefined, { retryAfter: Math.ceil(waitMs / 1000) });
}

/** The tenant's value of a limit; null is no limit. */
export async function limitOf(tx: Reader, limit: keyof TenantLimits): Promise<number | null> {
  const [row] = await tx.rows<{ most: number | null }>(
    sql`select (limits->>${limit})::float8 as most from app.tenants`,
  );
  return row?.most ?? null;
}

/** Writes that count against a limit of the tenant wait here for each other until the commit; other writes do not. */
async function takeTurns(tx: Writer): Promise<void> {
  await tx.rows(sql`select from app.tenants for no key update`);
}
