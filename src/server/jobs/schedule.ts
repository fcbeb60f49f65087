import { createHash } from "node:crypto";
import { Cron } from "croner";
import type { Database } from "#/server/database/connect.ts";
import type { Client } from "#/server/database/lanes.ts";
import { errorKind } from "#/server/jobs/retry.ts";
import { log } from "#/server/log-lines.ts";

/** Work that comes again by the clock. Of several processes one does it each time. */
export type PeriodicTask = {
  readonly name: string;
  /** Crontab in UTC. */
  readonly pattern: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Starts the tasks; answers how to stop them and wait for what runs. */
export function startSchedule(database: Database, tasks: readonly PeriodicTask[]): () => Promise<void> {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  const crons = tasks.map((task) => {
    const fire = async () => {
      const run = runOnce(database, task, periodMs(task.pattern), stopping.signal).catch((error: unknown) => {
        log.warn({ task: task.name, reason: errorKind(error) }, "a periodic task failed");
      });
      running.add(run);
      await run;
      running.delete(run);
    };
    return new Cron(task.pattern, { timezone: "UTC", unref: true, protect: true }, fire);
  });
  return async () => {
    stopping.abort();
    for (const cron of crons) cron.stop();
    await Promise.allSettled(running);
  };
}

/**
 * Runs a task unless another process runs it now, or has begun it within half of its period: clocks of several machines
 * fire moments apart for the same turn.
 * @returns whether it ran
 */
export async function runOnce(
  database: Database,
  task: Pick<PeriodicTask, "name" | "run">,
  periodMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const key = lockKey(task.name);
  return database.lanes.use(async (client, lane) => {
    const [row] = await client.unsafe<{ held: boolean }[]>("select pg_try_advisory_lock($1::bigint) as held", [key]);
    if (!row?.held) return false;
    try {
      if (!(await isDue(client, task.name, periodMs / 2))) return false;
      await task.run(signal);
      return true;
    } finally {
      // With the connection the lock is gone as well.
      if (!lane.isLost) await client.unsafe("select pg_advisory_unlock($1::bigint)", [key]);
    }
  });
}

/** Notes the beginning, by the database's clock, if the last one is long enough ago. */
async function isDue(client: Client, name: string, leastMs: number): Promise<boolean> {
  const rows = await client.unsafe(
    `insert into instance.settings as settings (name, value) values ($1, to_jsonb(now()))
    on conflict (name) do update set value = excluded.value
    where (settings.value #>> '{}')::timestamptz <= now() - $2::float8 * interval '1 millisecond'
    returning name`,
    [`task.${name}`, leastMs],
  );
  return rows.length > 0;
}

function periodMs(pattern: string): number {
  const [first, second] = new Cron(pattern, { timezone: "UTC", paused: true }).nextRuns(2);
  return first && second ? second.getTime() - first.getTime() : 0;
}

/** Advisory locks are known by a number: the first 63 bits of the name's digest. */
function lockKey(name: string): string {
  const digest = createHash("sha256").update(`scaiwave task ${name}`).digest();
  return String(digest.readBigUInt64BE() >> 1n);
}
