import { eq } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { TenantLimits } from "#/domain/tenants/settings.ts";
import type { Database } from "#/server/database/connect.ts";
import { read } from "#/server/database/transact.ts";
import { tenants } from "#/server/tenants/tables.ts";

export type Tenant = { id: string; slug: string; name: string; serverName: string };

/** A tenant as its row says, with what its admins turned on and what the operator allows it. */
export type HostedTenant = Tenant & { features: Record<string, unknown>; limits: TenantLimits };

/** How long a tenant's row may be remembered: a suspension is seen by every process within this time. */
const rememberMs = 5_000;
/** Unknown hosts are attacker-chosen, so only known ones are remembered, and only so many. */
const maxRemembered = 10_000;

/** Finds tenants by the Host header of a request. One instance of it lives in the composition. */
export class TenantFinder {
  readonly #known = new Map<string, { tenant: HostedTenant; until: number }>();
  readonly #database: Database;
  readonly #firstHost: string;
  readonly #loopbackIsFirst: boolean;

  constructor(database: Database, options: { firstHost: string; loopbackIsFirst: boolean }) {
    this.#database = database;
    this.#firstHost = options.firstHost;
    this.#loopbackIsFirst = options.loopbackIsFirst;
  }

  /** The tenant that answers at `host` (with or without port), or SW_TENANT_NOT_FOUND. */
  async byHost(host: string | null): Promise<HostedTenant> {
    const name = this.#canonical(host);
    const known = this.#known.get(name);
    if (known && known.until > Date.now()) return known.tenant;
    const tenant = await this.#load(name);
    if (this.#known.size >= maxRemembered) this.#known.clear();
    this.#known.set(name, { tenant, until: Date.now() + rememberMs });
    return tenant;
  }

  /** Its next request reads the row again: it was suspended or changed. */
  forget(tenantId: string): void {
    for (const [host, { tenant }] of this.#known) if (tenant.id === tenantId) this.#known.delete(host);
  }

  #canonical(host: string | null): string {
    const match = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec((host ?? "").toLowerCase());
    const name = match?.[1] ?? "";
    if (this.#loopbackIsFirst && (name === "127.0.0.1" || name === "[::1]")) return this.#firstHost;
    return name;
  }

  async #load(host: string): Promise<HostedTenant> {
    const [found] = await this.#database.app<{ tenant_id: string }[]>`
      select tenant_id from instance.tenant_hosts where host = ${host}`;
    if (!found) throw new SwError("SW_TENANT_NOT_FOUND");
    const row = await read(this.#database, found.tenant_id, async (tx) => {
      const [tenant] = await tx.select().from(tenants).where(eq(tenants.tenantId, found.tenant_id));
      return tenant;
    });
    if (!row || row.suspendedAt) throw new SwError("SW_TENANT_NOT_FOUND");
    return {
      id: row.tenantId,
      slug: row.slug,
      name: row.name,
      serverName: row.serverName,
      features: row.features,
      limits: row.limits,
    };
  }
}
