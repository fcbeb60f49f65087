import { countPath, countReply, hubNames } from "#/domain/stream/contract.ts";
import type { App } from "#/server/app.ts";
import { hubCursors } from "#/server/log/realtime-cursors.ts";
import { metrics } from "#/server/metrics/registry.ts";

/** A label for each tenant costs memory at whoever collects: the rest are one label together. */
const maxTenants = 500;
const otherTenants = "(others)";
const maxHubs = 1_000;
const patienceMs = 1_000;

type Row = { tenant_id: string; slug: string; head: string };

/** Reads what has to be asked for: the hubs' streams, the queues, how far behind the hubs are. */
export async function refreshGauges({ database, party, config }: Pick<App, "database" | "party" | "config">) {
  const { connections, queueDepth, realtimeLag } = metrics();
  const [tenants, queues] = await Promise.all([
    database.system<Row[]>`
      select t.tenant_id, t.slug, s.position as head from app.tenants t join app.streams s using (tenant_id)
      where t.suspended_at is null order by s.position desc`,
    database.system<{ queue: string; depth: number }[]>`
      select split_part(kind, '.', 1) as queue, count(*)::int as depth from app.jobs
      where status in ('queued', 'running') group by 1 limit 100`,
  ]);
  queueDepth.reset();
  for (const { queue, depth } of queues) queueDepth.set({ queue }, depth);

  const label = new Map(
    tenants.map(({ tenant_id, slug }, index) => [tenant_id, index < maxTenants ? slug : otherTenants]),
  );
  const cursors = hubCursors();
  realtimeLag.reset();
  for (const { tenant_id, head } of tenants.slice(0, maxTenants)) {
    const cursor = cursors.get(tenant_id);
    if (cursor !== undefined) realtimeLag.set({ tenant: label.get(tenant_id)! }, Math.max(0, Number(head) - cursor));
  }

  connections.reset();
  if (!party) return;
  const hubs = tenants.flatMap(({ tenant_id }) =>
    hubNames(tenant_id, config.hubShards).map((hub) => ({ hub, tenant: label.get(tenant_id)! })),
  );
  for (let start = 0; start < hubs.length; start += maxHubs) {
    const part = hubs.slice(start, start + maxHubs);
    const asked = { hubs: part.map(({ hub }) => hub) };
    const { body } = await party.post(countPath, asked, AbortSignal.timeout(patienceMs));
    const { counts } = countReply.parse(body);
    for (const [index, { tenant }] of part.entries()) connections.inc({ tenant }, counts[index] ?? 0);
  }
}
