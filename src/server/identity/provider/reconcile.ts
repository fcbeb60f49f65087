import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { read, transact } from "#/server/database/transact.ts";
import { admitIdentity } from "#/server/identity/provider/account.ts";
import { identityOf } from "#/server/identity/provider/claims.ts";
import { closeAccount, linkedAccount, reopenAccount } from "#/server/identity/provider/close-account.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { usersOfGroups } from "#/server/identity/provider/group-closure.ts";
import { type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { reconcileGroups } from "#/server/identity/provider/reconcile-groups.ts";
import { SyncApi, type SyncGroup, type SyncUser } from "#/server/identity/provider/sync-api.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** How much was different. `withheld`: so many accounts were missing that none was closed; a person has to look. */
export type ReconcileSummary = {
  created: number;
  updated: number;
  deactivated: number;
  groups: number;
  /** People for whom the tenant has no place. */
  refused: number;
  withheld: number;
};

type Work = { app: ProviderApp; tenant: Tenant; by: Auditor; issuer: string; startedAt: Date };

/**
 * Brings a tenant to what ScaiKey says of its people and groups; doing it again changes nothing. Null when another
 * process does it at this moment, or the tenant is suspended. All is read before anything is written, so that an answer
 * which breaks off changes nothing.
 *
 * @throws SwError SW_NOT_FOUND where ScaiKey is not the provider, SW_UNAVAILABLE when it does not answer in full
 */
export async function reconcile(
  app: ProviderApp,
  tenantId: string,
  signal?: AbortSignal,
): Promise<ReconcileSummary | null> {
  const provider = providerOf(app);
  if (!provider?.config.apiUrl) throw new SwError("SW_NOT_FOUND", "There is no ScaiKey to reconcile with.");
  const tenant = await tenantOf(app, tenantId);
  if (!tenant) return null;
  return alone(app, tenantId, async () => {
    const startedAt = app.now();
    const heard = await hear(app, tenant.claim, signal).catch((error: unknown) => {
      if (error instanceof ProviderFault) throw new SwError("SW_UNAVAILABLE", error.message, { cause: error });
      throw error;
    });
    const by: Auditor = { newId: app.newId, now: app.now, actorId: null, address: null };
    const work = { app, tenant, by, issuer: (await provider.metadata()).issuer, startedAt };
    const summary = await applyUsers(work, heard.users, signal);
    summary.groups = heard.groups ? await reconcileGroups(work, heard.groups) : 0;
    if (Object.values(summary).some((count) => count > 0)) await note(work, summary);
    return summary;
  });
}

/** A tenant that is bound to one of ScaiKey, or the first one; others have nobody of it. */
async function tenantOf(app: ProviderApp, tenantId: string): Promise<(Tenant & { claim: string | null }) | null> {
  const [row] = await read(app.database, tenantId, (tx) =>
    tx.rows<Tenant & { claim: string | null; suspended: boolean }>(sql`
      select tenant_id as id, slug, name, server_name as "serverName", scaikey_tenant_id as claim,
        suspended_at is not null as suspended
      from app.tenants`),
  );
  if (!row || row.suspended || (row.claim === null && row.serverName !== app.config.serverName)) return null;
  return row;
}

async function alone<T>(app: ProviderApp, tenantId: string, work: () => Promise<T>): Promise<T | null> {
  const key = `reconcile ${tenantId}`;
  return app.database.lanes.use(async (client, lane) => {
    const [row] = await client.unsafe<{ held: boolean }[]>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as held",
      [key],
    );
    if (!row?.held) return null;
    try {
      return await work();
    } finally {
      // With the connection the lock is gone as well.
      if (!lane.isLost) await client.unsafe("select pg_advisory_unlock(hashtextextended($1, 0))", [key]);
    }
  });
}

type Heard = { users: SyncUser[]; groups: ReadonlyMap<string, { name: string; users: ReadonlySet<string> }> | null };

/** The people of the application; where it can't be asked for them, the members of all its groups. */
async function hear(app: ProviderApp, claim: string | null, signal: AbortSignal | undefined): Promise<Heard> {
  const api = await SyncApi.open(providerOf(app)!, claim, signal);
  const [listed, groups] = [await api.effectiveUsers(), await api.groups()];
  const users = listed ?? (groups && (await usersIn(api, groups)));
  if (!users) throw new ProviderFault("refused", "The sync API lets us read neither users nor groups.");
  const closure = groups && usersOfGroups(groups);
  const named = groups?.map(({ id, name }) => [id, { name, users: closure!.get(id)! }] as const);
  return { users, groups: named ? new Map(named) : null };
}

async function usersIn(api: SyncApi, groups: readonly SyncGroup[]): Promise<SyncUser[]> {
  const ids = new Set([...usersOfGroups(groups).values()].flatMap((users) => [...users]));
  const users: SyncUser[] = [];
  for (const id of ids) {
    const user = await api.user(id);
    if (user) users.push(user);
  }
  return users;
}

async function applyUsers(work: Work, users: readonly SyncUser[], signal?: AbortSignal): Promise<ReconcileSummary> {
  const summary = { created: 0, updated: 0, deactivated: 0, groups: 0, refused: 0, withheld: 0 };
  for (const user of users) {
    signal?.throwIfAborted();
    if (user.gone) continue;
    try {
      const result = await applyUser(work, user);
      if (result) summary[result] += 1;
    } catch (error) {
      if (!(error instanceof SwError) || error.code !== "SW_TENANT_CAPACITY") throw error;
      summary.refused += 1;
    }
  }
  const staying = new Set(users.filter((user) => !user.gone).map((user) => user.id));
  return { ...summary, ...(await closeMissing(work, staying)) };
}

function applyUser(work: Work, user: SyncUser): Promise<"created" | "updated" | null> {
  const { app, tenant, by, issuer, startedAt } = work;
  const who = identityOf(issuer, user.id, { ...user }, { roleTold: user.role !== undefined });
  return write(work, async (tx) => {
    const known = await linkedAccount(tx, issuer, user.id);
    // A closing that came after we asked is newer than the answer.
    const reopened = known?.deactivated ? await reopenAccount(tx, by, known, startedAt) : null;
    if (known?.deactivated && !reopened) return { events: [], answer: null };
    const account = await admitIdentity(tx, { ...by, now: app.now }, tenant, who, { seen: false });
    const answer = account.made ? "created" : account.changed || reopened ? "updated" : null;
    return { events: [...(reopened ?? []), ...account.events], answer };
  });
}

/**
 * Closes the accounts of this provider that it does not list any more. Nobody is closed by an empty list, nor when more
 * than half would go: that is a mistake in the provider's settings far sooner than the truth. Who was heard of after we
 * began to ask is not missing.
 */
async function closeMissing(
  work: Work,
  staying: ReadonlySet<string>,
): Promise<Pick<ReconcileSummary, "deactivated" | "withheld">> {
  const { app, tenant, by, issuer, startedAt } = work;
  const linked = await read(app.database, tenant.id, (tx) =>
    tx.rows<{ subject: string; late: boolean }>(sql`
      select a.subject, a.seen_at >= ${startedAt.toISOString()}::timestamptz as late
      from app.provider_accounts a join app.participants p on p.id = a.participant_id
      where a.issuer = ${issuer} and p.deactivated_at is null`),
  );
  const missing = linked.filter(({ subject, late }) => !staying.has(subject) && !late);
  if (missing.length === 0) return { deactivated: 0, withheld: 0 };
  if (staying.size === 0 || missing.length * 2 > linked.length) return { deactivated: 0, withheld: missing.length };
  let deactivated = 0;
  for (const { subject } of missing) {
    deactivated += await write(work, async (tx) => {
      const account = await linkedAccount(tx, issuer, subject);
      const heard = account && account.seenAt < startedAt;
      const events = heard ? await closeAccount(tx, by, account, startedAt, "provider.reconciled") : null;
      return { events: events ?? [], answer: events ? 1 : 0 };
    });
  }
  return { deactivated, withheld: 0 };
}

type Writing = Parameters<Parameters<typeof transact<unknown>>[3]>[0];

async function write<T>(
  { app, tenant }: Work,
  work: (tx: Writing) => Promise<{ events: Parameters<Writing["emit"]>[0]; answer: T }>,
): Promise<T> {
  const answer = await transact(app.database, tenant.id, app.now(), async (tx) => {
    const outcome = await work(tx);
    return tx.emit(outcome.events, () => outcome.answer);
  });
  app.wake.advanced(tenant.id);
  return answer;
}

async function note(work: Work, summary: ReconcileSummary): Promise<void> {
  await write(work, async (tx) => {
    audit(tx, work.by, { action: "provider.reconciled", details: { ...summary } });
    return { events: [], answer: undefined };
  });
}
