import { sql } from "drizzle-orm";
import type { TenantStats } from "#/domain/admin/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";

type Row = Record<"active" | "deactivated" | "open" | "total" | "last_day" | "sessions", number> &
  Record<"people_limit" | "room_limit", number | null>;

/** How much there is in the tenant now, beside what the operator allows. */
export async function tenantStats(ctx: Context): Promise<TenantStats> {
  const now = ctx.now();
  const dayAgo = now.getTime() - 24 * 3_600_000;
  const [row] = await reading(ctx, (tx) =>
    tx.rows<Row>(sql`
      select
        (select count(*)::int from app.participants p where p.participant_type = 'human'
          and p.server_name = t.server_name and p.deactivated_at is null) as active,
        (select count(*)::int from app.participants p where p.participant_type = 'human'
          and p.server_name = t.server_name and p.deactivated_at is not null) as deactivated,
        (select count(*)::int from app.rooms where state <> 'closed') as open,
        (select count(*)::int from app.messages) as total,
        (select count(*)::int from app.messages where id >= ${firstIdOf(dayAgo)}::uuid) as last_day,
        (select count(*)::int from app.sessions where expires_at > ${now.toISOString()}::timestamptz) as sessions,
        (t.limits ->> 'max_participants')::int as people_limit, (t.limits ->> 'max_rooms')::int as room_limit
      from app.tenants t`),
  );
  const { active, deactivated, open, total, last_day, sessions, people_limit, room_limit } = row!;
  return {
    participants: { active, deactivated, limit: people_limit },
    rooms: { open, limit: room_limit },
    messages: { total, last_day },
    sessions,
  };
}

/** The least UUIDv7 of a millisecond: messages are counted by their ids, which an index has in order. */
function firstIdOf(milliseconds: number): string {
  const hex = milliseconds.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
