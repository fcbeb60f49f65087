import { get } from "node:http";
import { type Config, readConfig } from "#/server/config.ts";
import { log } from "#/server/log-lines.ts";
import { currentApp } from "#/server/start.ts";

/** One part of the instance that can be up or down. `check` rejects when it is down. */
type HealthCheck = { readonly name: string; readonly check: () => Promise<void> };

const checkLimitMs = 1_500;

/** `GET /health`: 200 with the state of every part when all are up, 503 otherwise. Never cached, never secret. */
export async function answerHealth(): Promise<Response> {
  const parts = await Promise.all(healthChecks().map(stateOf));
  const up = parts.every(([, state]) => state === "up");
  return Response.json(
    { status: up ? "up" : "down", parts: Object.fromEntries(parts) },
    { status: up ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

let checks: readonly HealthCheck[] | undefined;

/** The parts that `/health` asks; more are added here. */
function healthChecks(): readonly HealthCheck[] {
  const config = readConfig(process.env);
  checks ??= [
    { name: "database", check: databaseCheck },
    { name: "party", check: partyCheck(config.party) },
  ];
  return checks;
}

const lastStates = new Map<string, "up" | "down">();

async function stateOf({ name, check }: HealthCheck): Promise<readonly [string, "up" | "down"]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), checkLimitMs);
  });
  try {
    await Promise.race([check(), limit]);
    lastStates.set(name, "up");
    return [name, "up"];
  } catch (error) {
    if (lastStates.get(name) !== "down") log.error({ part: name, cause: messageOf(error) }, "a part is down");
    lastStates.set(name, "down");
    return [name, "down"];
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}

// Through the application itself: this is also the first request of a web process, and what brings it up.
async function databaseCheck(): Promise<void> {
  const { database } = await currentApp();
  await database.app`select 1`;
}

function partyCheck(party: Config["party"]): () => Promise<void> {
  if (party.kind === "embedded") return async () => Promise.reject(new Error("no party is running"));
  if (party.kind === "url") {
    return async () => {
      const response = await fetch(new URL("/health", party.url), { signal: AbortSignal.timeout(checkLimitMs) });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the party answered ${response.status}`);
    };
  }
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
