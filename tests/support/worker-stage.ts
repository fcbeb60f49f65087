import { afterAll, afterEach, beforeAll } from "vitest";
import { type Database, openDatabase } from "../../src/server/database/connect.ts";
import { transact } from "../../src/server/database/transact.ts";
import { enqueue, type NewJob } from "../../src/server/jobs/enqueue.ts";
import { type JobRun, startWorker, type Worker, type WorkerOptions } from "../../src/server/jobs/worker.ts";
import { LogWake } from "../../src/server/log/wake.ts";
import { makeWorld, type TenantWorld, type World } from "./world.ts";

// A database with jobs and workers, which end with each test; it lives as long as the one file that imports it.

export let world: World;
export const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await world.owner`delete from app.jobs`;
});
afterAll(() => world.drop());

export const past = new Date("2026-01-01T00:00:00Z");

export async function add(tenant: TenantWorld, ...jobs: (Partial<NewJob> & { n?: number })[]): Promise<string[]> {
  const made = jobs.map(({ n, ...job }) => ({ id: world.newId(), kind: "note", payload: { n }, runAt: past, ...job }));
  await transact(world.database, tenant.tenantId, world.clock.now(), async (tx) => {
    for (const job of made) enqueue(tx, job);
    return tx.emit([], () => undefined);
  });
  return made.map((job) => job.id);
}

export function work(note: JobRun, options: Partial<WorkerOptions> = {}): Worker {
  const worker = startWorker({
    database: world.database,
    wake: new LogWake(),
    runs: { note },
    pollMs: 40,
    random: () => 0.5,
    ...options,
  });
  stops.push(worker.stop);
  return worker;
}

/** Another process's connections to the same database. */
export async function elsewhere(): Promise<Database> {
  const database = await openDatabase(world.address);
  stops.push(() => database.close());
  return database;
}

type Row = { id: string; status: string; attempts: number; last_error: string | null; wait_ms: number };
export const states = () => world.owner<Row[]>`
  select id, status, attempts, last_error, (extract(epoch from run_at - now()) * 1000)::float as wait_ms
  from app.jobs order by id`;
export const count = async (status: string) => (await states()).filter((row) => row.status === status).length;
export const numberIn = (payload: unknown) => (payload as { n: number }).n;
export const eventually = { timeout: 30_000, interval: 20 };
