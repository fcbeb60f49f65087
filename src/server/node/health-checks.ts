import { get } from "node:http";
import type { App } from "#/server/app.ts";
import type { Config } from "#/server/config.ts";
import { hubCursors } from "#/server/log/realtime-cursors.ts";
import { at, gatewayBase } from "#/server/ports/inference/gateway-address.ts";

/** One part of the instance. `check` rejects when it does not work. */
export type HealthCheck = {
  readonly name: string;
  /** Without it nothing works: the instance is down. Without another part it is only poorer. */
  readonly vital: boolean;
  /** So long an answer holds, for parts that are others' and not asked at every look. */
  readonly holdsMs: number;
  readonly check: () => Promise<void>;
};

export const checkLimitMs = 1_500;
const holdsMs = 30_000;
/** A job that nobody took for so long after its time. */
const jobsLateMinutes = 5;
const maxLagEvents = 1_000;

/** The parts that are configured. `app` brings the process up, and rejects while the database is away. */
export function healthChecks(config: Config, app: () => Promise<App>): HealthCheck[] {
  const { provider, party, scaigrid } = config;
  const checks: HealthCheck[] = [
    { name: "database", vital: true, holdsMs: 0, check: async () => void (await (await app()).database.app`select 1`) },
    { name: "realtime", vital: true, holdsMs: 0, check: partyCheck(party) },
    { name: "mail", vital: false, holdsMs, check: async () => (await app()).mail.check() },
    { name: "jobs", vital: false, holdsMs: 5_000, check: async () => requireJobsTaken(await app()) },
    { name: "subscribers", vital: false, holdsMs: 1_000, check: async () => requireCurrentHubs(await app()) },
  ];
  if (provider) {
    const check = () => requireAnswer(provider.discoveryUrl, "the identity provider");
    checks.push({ name: "identity_provider", vital: false, holdsMs, check });
  }
  if (scaigrid) checks.push({ name: "ai_gateway", vital: false, holdsMs, check: () => requireGateway(scaigrid) });
  return checks;
}

async function requireJobsTaken({ database }: App): Promise<void> {
  const [late] = await database.system`
    select 1 from app.jobs
    where status in ('queued', 'running') and run_at < now() - ${jobsLateMinutes} * interval '1 minute'
      and coalesce(claimed_until, run_at) < now() limit 1`;
  if (late) throw new Error("jobs wait and nobody takes them");
}

async function requireCurrentHubs({ database }: App): Promise<void> {
  const cursors = hubCursors();
  const heads = await database.system<{ tenant_id: string; position: string }[]>`
    select tenant_id, position from app.streams`;
  const behind = heads.some(({ tenant_id, position }) => {
    const cursor = cursors.get(tenant_id);
    return cursor !== undefined && Number(position) - cursor > maxLagEvents;
  });
  if (behind) throw new Error("a hub is far behind the log");
}

function partyCheck(party: Config["party"]): () => Promise<void> {
  if (party.kind === "embedded") return async () => Promise.reject(new Error("no party is running"));
  if (party.kind === "url") return () => requireAnswer(new URL("/health", party.url).href, "the party");
  return () =>
    new Promise((resolve, reject) => {
      // A party that drains accepts connections and never answers, so the limit must be ours.
      const request = get({ socketPath: party.path, path: "/health", timeout: checkLimitMs }, (response) => {
        response.resume();
        if (response.statusCode === 200) resolve();
        else reject(new Error(`the party answered ${response.statusCode}`));
      });
      request.on("timeout", () => request.destroy(new Error("the party did not answer in time")));
      request.on("error", reject);
    });
}

/** It need not list its models, but it must be there and know our key. */
async function requireGateway({ url, key }: NonNullable<Config["scaigrid"]>): Promise<void> {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const address = at(gatewayBase(url, "anywhere"), "models");
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(checkLimitMs), redirect: "error" });
  await response.body?.cancel();
  const { status } = response;
  if (status >= 500 || status === 401 || status === 403) throw new Error(`the AI gateway answered ${status}`);
}

async function requireAnswer(url: string, what: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(checkLimitMs), redirect: "error" });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${what} answered ${response.status}`);
}
