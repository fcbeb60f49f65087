import { readConfig } from "#/server/config.ts";
import { log } from "#/server/log-lines.ts";
import { checkLimitMs, type HealthCheck, healthChecks } from "#/server/node/health-checks.ts";
import { currentApp } from "#/server/start.ts";
import { version } from "#/server/version.ts";

/** `degraded`: the part does not work, and what does not need it goes on. */
type State = "ok" | "degraded" | "down";

let monitor: HealthMonitor | undefined;

/** `GET /health`: 200 while everything vital works, 503 otherwise, with the state of every configured part. Never secret. */
export async function answerHealth(): Promise<Response> {
  // Through the application itself: this is also the first request of a web process, and what brings it up.
  monitor ??= new HealthMonitor(healthChecks(readConfig(process.env), currentApp));
  const { status, checks } = await monitor.look();
  return Response.json(
    { status, checks, version },
    { status: status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

/** Asks the parts, each no more often than its answers hold, and says once in the log when one stops working. */
export class HealthMonitor {
  readonly #checks: readonly HealthCheck[];
  readonly #known = new Map<string, { state: State; until: number }>();

  constructor(checks: readonly HealthCheck[]) {
    this.#checks = checks;
  }

  async look(): Promise<{ status: "ok" | "down"; checks: Record<string, State> }> {
    const states = await Promise.all(this.#checks.map(async (part) => [part.name, await this.#stateOf(part)] as const));
    const down = states.some(([, state]) => state === "down");
    return { status: down ? "down" : "ok", checks: Object.fromEntries(states) };
  }

  async #stateOf({ name, vital, holdsMs, check }: HealthCheck): Promise<State> {
    const known = this.#known.get(name);
    if (known && performance.now() < known.until) return known.state;
    const failure = await failureOf(check);
    const state = failure === null ? "ok" : vital ? "down" : "degraded";
    if (failure !== null && known?.state !== state) log.error({ part: name, cause: failure }, "a part does not work");
    this.#known.set(name, { state, until: performance.now() + holdsMs });
    return state;
  }
}

async function failureOf(check: () => Promise<void>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), checkLimitMs);
  });
  try {
    await Promise.race([check(), limit]);
    return null;
  } catch (error) {
    // Messages of drivers and of fetch can quote an address with its password.
    return error instanceof Error ? masked(error.message) : "unknown";
  } finally {
    clearTimeout(timer);
  }
}

function masked(message: string): string {
  return message.replace(/\b[a-z]+:\/\/\S+/gi, "(an address)").slice(0, 200);
}
