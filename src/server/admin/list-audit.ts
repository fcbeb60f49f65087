import { sql } from "drizzle-orm";
import type { ListAuditInput } from "#/domain/admin/inputs.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";

export type AuditPage = { items: AuditEntry[]; has_more: boolean; next_cursor: string | null };

/** The audit log, newest first. `next_cursor` is the `before` of the next page; an unknown one begins nowhere. */
export function listAudit(ctx: Context, { before, action, limit }: ListAuditInput): Promise<AuditPage> {
  return reading(ctx, async (tx) => {
    const rows = await tx.rows<AuditEntry>(sql`
      select a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, a.actor_id,
        p.display_name as actor_name, a.action, a.target_type, a.target_id, a.details, a.address
      from app.audit_log a left join app.participants p on p.id = a.actor_id
      where (${before ?? null}::uuid is null or a.id < ${before ?? null}::uuid)
        and (${action ?? null}::text is null or a.action = ${action ?? null})
      order by a.id desc limit ${limit + 1}`);
    const items = rows.slice(0, limit);
    const has_more = rows.length > limit;
    return { items, has_more, next_cursor: has_more ? items.at(-1)!.id : null };
  });
}
