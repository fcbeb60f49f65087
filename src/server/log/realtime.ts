import { setTimeout as delay } from "node:timers/promises";
import { hubName, hubPath } from "#/domain/stream/contract.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { read } from "#/server/database/transact.ts";
import { headOf, readLog } from "#/server/log/read.ts";
import { noteCursor } from "#/server/log/realtime-cursors.ts";
import { deliver, type RealtimeDeps, type RealtimeState, readAnswer } from "#/server/log/realtime-subscriber.ts";
import type { LogWake } from "#/server/log/wake.ts";
import { log } from "#/server/log-lines.ts";
import type { Party } from "#/server/ports/party.ts";

type Deps = { database: Database; wake: LogWake; party: Party; config: Pick<Config, "hubShards"> };
type Hub = { tenantId: string; shard: number };

/**
 * Keeps every tenant's hubs current, one loop and one cursor for each, asleep until the tenant's log moves. The cursor lives in memory: a web
 * process that starts begins at the head, and a hub that is behind answers with its own position and gets the rest.
 */
export function startRealtime(deps: Deps): () => Promise<void> {
  const stopping = new AbortController();
  const loops = new Map<string, Promise<unknown>>();
  const stop = deps.wake.listen((tenantId) => {
    if (loops.has(tenantId)) return;
    const hubs = Array.from({ length: deps.config.hubShards }, (_, shard) => ({ tenantId, shard }));
    loops.set(tenantId, Promise.all(hubs.map((hub) => follow(deps, hub, stopping.signal))));
  });
  return async () => {
    stop();
    stopping.abort();
    await Promise.all(loops.values());
  };
}

async function follow({ database, wake, party }: Deps, { tenantId, shard }: Hub, stopped: AbortSignal): Promise<void> {
  const hub = hubName(tenantId, shard);
  const deps: RealtimeDeps = {
    tenantId,
    read: (after, limit) => read(database, tenantId, (tx) => readLog(tx, after, limit)),
    publish: async (batch, signal) => {
      const { status, body } = await party.post(hubPath(hub, "publish"), batch, signal);
      return readAnswer(status, body);
    },
    deadline: (ms) => AbortSignal.timeout(ms),
  };
  let state: RealtimeState | null = null;
  while (!stopped.aborted) {
    const moved = wake.next(tenantId, stopped);
    try {
      state ??= { cursor: await startingPoint(database, tenantId), failures: 0 };
      const delivery = await deliver(deps, state);
      state = delivery.state;
      noteCursor(tenantId, shard, state.cursor);
      if (delivery.trouble) log.warn({ hub, trouble: delivery.trouble }, "the hub is not current");
      // A closed wake makes nobody wait: while the process ends, looking now and then is enough.
      if (delivery.next === "idle") await (wake.closed ? pause(50, stopped) : moved);
      else if (delivery.next !== "again") await pause(delivery.next.pauseMs, stopped);
    } catch (error) {
      // The log itself cannot be read: the database restarts.
      log.warn({ tenant: tenantId, reason: error instanceof Error ? error.name : "unknown" }, "the log can't be read");
      await pause(500, stopped);
    }
  }
}

/** One before the head: the first batch then asks a hub that survived us where it is, and it tells. */
async function startingPoint(database: Database, tenantId: string): Promise<number> {
  return Math.max(0, (await read(database, tenantId, headOf)) - 1);
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stopped }).catch(() => {});
}
