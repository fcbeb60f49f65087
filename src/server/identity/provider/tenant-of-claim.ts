import { SwError } from "#/domain/errors.ts";
import type { ProviderApp } from "#/server/identity/provider/provider.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Of one tenant of ScaiKey, so that every token of it is of that tenant; see `readConfig`. */
const realm = /\/api\/v1\/auth\/tenants\/[^/]+\/\.well-known\//;

/**
 * Makes sure that what the provider says is said of this tenant. A tenant that is bound to one of ScaiKey takes only its
 * people. Of unbound tenants only the first takes any: from a provider that names no tenants, or from ScaiKey where it is
 * asked for one tenant alone; otherwise everyone of the whole platform could come in.
 *
 * @throws SwError SW_AUTH_TENANT_MISMATCH, or SW_TENANT_NOT_FOUND when no tenant here is bound to the one named
 */
export async function requireTenantOfClaim(app: ProviderApp, tenant: Tenant, claim: string | null): Promise<void> {
  // The one question about other tenants; the system role sees which there are.
  const bound = await app.database.system<{ tenant_id: string; claim: string }[]>`
    select tenant_id, scaikey_tenant_id as claim from app.tenants
    where tenant_id = ${tenant.id} or scaikey_tenant_id = ${claim}`;
  const own = bound.find((row) => row.tenant_id === tenant.id)?.claim ?? null;
  if (own !== null && own === claim) return;
  const elsewhere = bound.some((row) => row.tenant_id !== tenant.id);
  const single = claim === null || realm.test(app.config.provider?.discoveryUrl ?? "");
  if (own === null && !elsewhere && single && tenant.serverName === app.config.serverName) return;
  throw new SwError(elsewhere || claim === null ? "SW_AUTH_TENANT_MISMATCH" : "SW_TENANT_NOT_FOUND");
}
