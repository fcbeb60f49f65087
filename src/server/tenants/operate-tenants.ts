import { sql } from "drizzle-orm";
import type { TenantLimits } from "#/domain/tenants/settings.ts";
import type { Database } from "#/server/database/connect.ts";
import { read, transact } from "#/server/database/transact.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";

/** A tenant as its operator sees it: figures, and nothing that people wrote. */
export type TenantSummary = {
  id: string;
  slug: string;
  name: string;
  host: string;
  suspended: boolean;
  created_at: string;
  /** Active people. */
  members: number;
  /** Rooms that are not closed. */
  rooms: number;
  messages: number;
};

type Row = {
  tenant_id: string;
  slug: string;
  name: string;
  server_name: string;
  suspended_at: Date | null;
  created_at: Date;
};

/** Every tenant by its slug, those that are suspended too. */
export async function listTenants(database: Database): Promise<TenantSummary[]> {
  const rows = await database.system<Row[]>`
    select tenant_id, slug, name, server_name, suspended_at, created_at from app.tenants order by slug`;
  const summaries: TenantSummary[] = [];
  for (const row of rows) {
    const [figures] = await read(database, row.tenant_id, (tx) =>
      tx.rows<Pick<TenantSummary, "members" | "rooms" | "messages">>(sql`
        select
          (select count(*)::int from app.participants
            where participant_type = 'human' and deactivated_at is null) as members,
          (select count(*)::int from app.rooms where state <> 'closed') as rooms,
          (select count(*)::float8 from app.messages) as messages`),
    );
    summaries.push({
      id: row.tenant_id,
      slug: row.slug,
      name: row.name,
      host: row.server_name,
      suspended: row.suspended_at !== null,
      created_at: row.created_at.toISOString(),
      ...figures!,
    });
  }
  return summaries;
}

/** The tenant of a slug, or undefined. */
export async function tenantOfSlug(
  database: Database,
  slug: string,
): Promise<{ id: string; serverName: string } | undefined> {
  const [row] = await database.system<{ tenant_id: string; server_name: string }[]>`
    select tenant_id, server_name from app.tenants where slug = ${slug}`;
  return row && { id: row.tenant_id, serverName: row.server_name };
}

/**
 * Suspends a tenant or resumes it. Processes see it within five seconds: its host then answers as an unknown one does,
 * its streams close and its jobs wait.
 * @returns whether that changed anything
 */
export function setSuspended(database: Database, by: Auditor, tenantId: string, suspended: boolean): Promise<boolean> {
  return transact(database, tenantId, by.now(), async (tx) => {
    const changed = await tx.rows(sql`
      update app.tenants set suspended_at = ${suspended ? by.now().toISOString() : null}::timestamptz
      where (suspended_at is null) = ${suspended} returning tenant_id`);
    const action = suspended ? "tenant.suspended" : "tenant.resumed";
    if (changed.length > 0) audit(tx, by, { action, target: { type: "tenant", id: tenantId } });
    return tx.emit([], () => changed.length > 0);
  });
}

export function limitsOf(database: Database, tenantId: string): Promise<TenantLimits> {
  return read(database, tenantId, async (tx) => {
    const [row] = await tx.rows<{ limits: TenantLimits }>(sql`select limits from app.tenants`);
    return row!.limits;
  });
}

/**
 * Sets limits of a tenant; null lifts one, and those that are not named stay.
 * @returns the limits after it
 */
export function changeLimits(
  database: Database,
  by: Auditor,
  tenantId: string,
  changes: Readonly<{ [Limit in keyof TenantLimits]?: number | null }>,
): Promise<TenantLimits> {
  return transact(database, tenantId, by.now(), async (tx) => {
    const [row] = await tx.rows<{ limits: TenantLimits }>(sql`select limits from app.tenants for no key update`);
    const before = row!.limits;
    const after = Object.fromEntries(
      Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null),
    ) as TenantLimits;
    await tx.rows(sql`update app.tenants set limits = ${JSON.stringify(after)}::text::jsonb`);
    const target = { type: "tenant", id: tenantId };
    audit(tx, by, { action: "tenant.limits_changed", target, details: { before, after } });
    return tx.emit([], () => after);
  });
}
