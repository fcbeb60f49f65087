import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { transact } from "#/server/database/transact.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Makes a tenant with an empty log, answering at its server name. The operator's act, not a member's. */
export async function createTenant(database: Database, now: Date, tenant: Tenant): Promise<void> {
  await transact(database, tenant.id, now, async (tx) => {
    await tx.rows(sql`
      insert into app.tenants (tenant_id, slug, name, server_name, created_at)
      values (${tenant.id}, ${tenant.slug}, ${tenant.name}, ${tenant.serverName}, ${now.toISOString()}::timestamptz)`);
    await tx.rows(sql`insert into app.streams (tenant_id) values (${tenant.id})`);
    await tx.rows(sql`insert into instance.tenant_hosts (host, tenant_id) values (${tenant.serverName}, ${tenant.id})`);
    return tx.emit([], () => undefined);
  });
}
