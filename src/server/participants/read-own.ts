import { sql } from "drizzle-orm";
import type { Own } from "#/domain/participants/own.ts";
import { readPreferences, screenOf } from "#/domain/participants/preferences.ts";
import { readSidebar } from "#/domain/participants/sidebar-schema.ts";
import type { CustomStatus } from "#/domain/participants/status-schema.ts";
import type { Reader } from "#/server/database/transact.ts";

type Row = { sidebar: Record<string, unknown>; preferences: Record<string, unknown>; blocked: string[] };

/** What a participant chose for themselves, as each of their pages needs it. */
export async function readOwn(tx: Reader, participantId: string): Promise<Own> {
  const [row] = await tx.rows<Row>(sql`
    select sidebar, preferences, to_jsonb(blocked_ids) as blocked from app.participants where id = ${participantId}`);
  return {
    sidebar: readSidebar(row?.sidebar ?? {}),
    screen: screenOf(readPreferences(row?.preferences ?? {})),
    blocked: row?.blocked ?? [],
  };
}

/** As many as people of one page. */
const maxStatuses = 1_000;

/** What people of the tenant say of themselves at a moment, by their ids. */
export async function readStatuses(tx: Reader, now: Date): Promise<Record<string, CustomStatus>> {
  const rows = await tx.rows<{ id: string; status: CustomStatus }>(sql`
    select id, custom_status as status from app.participants
    where custom_status is not null and deactivated_at is null
      and coalesce((custom_status->>'until')::timestamptz > ${now.toISOString()}::timestamptz, true)
    order by created_at, id limit ${maxStatuses}`);
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]));
}
