import { sql } from "drizzle-orm";
import type { Writer } from "#/server/database/transact.ts";
import { requirePlace } from "#/server/tenants/limits.ts";

/**
 * Makes sure that the tenant has a place for one more active person, or SW_TENANT_CAPACITY. Asked before somebody is
 * admitted or made active again. AI and bots take no place, and neither do those who are deactivated.
 */
export function requirePlaceForPerson(tx: Writer): Promise<void> {
  return requirePlace(
    tx,
    "max_participants",
    sql`select count(*)::int as taken from app.participants
      where participant_type = 'human' and deactivated_at is null`,
  );
}
