import { hubNames, hubPath } from "#/domain/stream/contract.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Party } from "#/server/ports/party.ts";

/** So long the hubs are told again: an opening that was granted just before may arrive just after. */
const repeatForMs = 10_000;
const patienceMs = 1_000;

type Deps = {
  database: Database;
  party: Party | null;
  shards: number;
  /** Forgets what is remembered of the tenant, so that its doors close now and not when the memory ends. */
  forget: (tenantId: string) => void;
  /** What else of the tenant is open, to be closed at the same times. */
  alsoClose?: (tenantId: string) => Promise<unknown>;
  now: () => Date;
};

/**
 * Looks for tenants that were suspended, by whichever process, closes their doors in this one and ends their live streams.
 * To be called once or twice a second; whoever notices first closes.
 */
export function suspensions({ database, party, shards, forget, alsoClose, now }: Deps): () => Promise<void> {
  const noticed = new Map<string, number>();
  return async () => {
    const rows = await database.system<{ tenant_id: string }[]>`
      select tenant_id from app.tenants where suspended_at is not null`;
    const suspended = new Set(rows.map((row) => row.tenant_id));
    for (const tenantId of noticed.keys()) if (!suspended.has(tenantId)) noticed.delete(tenantId);
    for (const tenantId of suspended) {
      const since = noticed.get(tenantId) ?? now().getTime();
      noticed.set(tenantId, since);
      if (now().getTime() - since > repeatForMs) continue;
      forget(tenantId);
      await Promise.all([party && closeStreams(party, tenantId, shards), alsoClose?.(tenantId)]);
    }
  };
}

async function closeStreams(party: Party, tenantId: string, shards: number): Promise<void> {
  const told = hubNames(tenantId, shards).map((hub) =>
    party.post(hubPath(hub, "close"), {}, AbortSignal.timeout(patienceMs)),
  );
  // A hub that does not answer now is told again by the next look.
  await Promise.allSettled(told);
}
