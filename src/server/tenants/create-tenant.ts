import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { randomId } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** A tenant to make; where it comes from a provider or a partner, by their ids. */
export type NewTenant = Tenant & { scaikeyTenantId?: string | undefined; partnerId?: string | undefined };

/**
 * Makes a tenant with an empty log, answering at its server name. The operator's act, not a member's; `by` has it written
 * down in the new tenant's audit log.
 */
export async function createTenant(database: Database, now: Date, tenant: NewTenant, by?: Auditor): Promise<void> {
  const { scaikeyTenantId = null, partnerId = null } = tenant;
  await transact(database, tenant.id, now, async (tx) => {
    await tx.rows(sql`
      insert into app.tenants (tenant_id, slug, name, server_name, created_at, scaikey_tenant_id, partner_id)
      values (${tenant.id}, ${tenant.slug}, ${tenant.name}, ${tenant.serverName}, ${now.toISOString()}::timestamptz,
        ${scaikeyTenantId}, ${partnerId})`);
    await tx.rows(sql`insert into app.streams (tenant_id) values (${tenant.id})`);
    await tx.rows(sql`insert into instance.tenant_hosts (host, tenant_id) values (${tenant.serverName}, ${tenant.id})`);
    if (by) audit(tx, by, { action: "tenant.created", target: { type: "tenant", id: tenant.id } });
    return tx.emit([], () => undefined);
  });
}

/** The tenant that answers at the instance's own name, made if it is missing. Two starts at once make one. */
export async function firstTenant(
  database: Database,
  now: Date,
  tenant: Omit<Tenant, "id">,
): Promise<{ tenantId: string; made: boolean }> {
  const known = await tenantAt(database, tenant.serverName);
  if (known) return { tenantId: known, made: false };
  const id = randomId();
  try {
    await createTenant(database, now, { ...tenant, id });
    return { tenantId: id, made: true };
  } catch (error) {
    const other = await tenantAt(database, tenant.serverName);
    if (other) return { tenantId: other, made: false };
    throw error;
  }
}

async function tenantAt(database: Database, host: string): Promise<string | undefined> {
  const [row] = await database.app<{ tenant_id: string }[]>`
    select tenant_id from instance.tenant_hosts where host = ${host}`;
  return row?.tenant_id;
}
