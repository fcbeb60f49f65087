import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "#/server/database/connect.ts";
import { transact } from "#/server/database/transact.ts";
import { enqueue, type NewJob } from "#/server/jobs/enqueue.ts";
import { type JobRun, startWorker, type Worker, type WorkerOptions } from "#/server/jobs/worker.ts";
import { LogWake } from "#/server/log/wake.ts";
import { makeWorld, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await world.owner`delete from app.jobs`;
});
afterAll(() => world.drop());

const past = new Date("2026-01-01T00:00:00Z");

async function add(tenant: TenantWorld, ...jobs: (Partial<NewJob> & { n?: number })[]): Promise<string[]> {
  const made = jobs.map(({ n, ...job }) => ({ id: world.newId(), kind: "note", payload: { n }, runAt: past, ...job }));
  await transact(world.database, tenant.tenantId, world.clock.now(), async (tx) => {
    for (const job of made) enqueue(tx, job);
    return tx.emit([], () => undefined);
  });
  return made.map((job) => job.id);
}

function work(note: JobRun, options: Partial<WorkerOptions> = {}): Worker {
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
async function elsewhere(): Promise<Database> {
  const database = await openDatabase(world.address);
  stops.push(() => database.close());
  return database;
}

type Row = { id: string; status: string; attempts: number; last_error: string | null; wait_ms: number };
const states = () => world.owner<Row[]>`
  select id, status, attempts, last_error, (extract(epoch from run_at - now()) * 1000)::float as wait_ms
  from app.jobs order by id`;
const count = async (status: string) => (await states()).filter((row) => row.status === status).length;
const numberIn = (payload: unknown) => (payload as { n: number }).n;
const eventually = { timeout: 30_000, interval: 20 };

describe("two workers on one database", () => {
  test("share two hundred jobs and run each of them once", async () => {
    await add(world, ...Array.from({ length: 200 }, (_, n) => ({ n })));
    const ran: number[][] = [[], []];
    const both = Promise.withResolvers<void>();
    const shared =
      (mine: number[]): JobRun =>
      async (_, payload) => {
        mine.push(numberIn(payload));
        if (ran.every(({ length }) => length > 0)) both.resolve();
        await both.promise;
      };
    const database = await elsewhere();
    work(shared(ran[0]!));
    work(shared(ran[1]!), { database });
    await vi.waitFor(async () => expect(await count("done")).toBe(200), eventually);
    expect(ran.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });
});

describe("a job", () => {
  test("is run again when its process was killed, and not while that still lives", async () => {
    const [id] = await add(world, { n: 1 });
    // What a killed process leaves: a claim that nobody prolongs.
    await world.owner`update app.jobs set status = 'running', attempts = 1, claimed_until = now() + interval '1 hour'`;
    const ran: number[] = [];
    work(async (_, payload) => void ran.push(numberIn(payload)));
    const [other] = await add(world, { n: 2 });
    await vi.waitFor(() => expect(ran).toEqual([2]), eventually);
    await world.owner`update app.jobs set claimed_until = now() - interval '1 second' where id = ${id!}`;
    await vi.waitFor(() => expect(ran).toEqual([2, 1]), eventually);
    await vi.waitFor(async () => expect(await count("done")).toBe(2), eventually);
    expect((await states()).map((row) => [row.id, row.attempts])).toEqual([
      [id, 2],
      [other, 1],
    ]);
  });

  test("that kills its process every time is given up, and is not run once more for it", async () => {
    await add(world, { n: 1 });
    await world.owner`update app.jobs set status = 'running', attempts = 5, claimed_until = now() - interval '1 second'`;
    const ran: unknown[] = [];
    work(async (_, payload) => void ran.push(payload));
    await vi.waitFor(async () => expect(await count("failed")).toBe(1), eventually);
    expect(ran).toEqual([]);
  });

  test("keeps its claim as long as it runs, and is then done once", async () => {
    await add(world, { n: 1 });
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    work(
      async () => {
        runs += 1;
        await gate.promise;
      },
      { prolongMs: 20 },
    );
    await vi.waitFor(() => expect(runs).toBe(1), eventually);
    await world.owner`update app.jobs set claimed_until = now() + interval '25 seconds'`;
    await vi.waitFor(async () => {
      const [row] = await world.owner`select claimed_until > now() + interval '30 seconds' as prolonged from app.jobs`;
      expect(row!.prolonged).toBe(true);
    }, eventually);
    gate.resolve();
    await vi.waitFor(async () => expect(await count("done")).toBe(1), eventually);
    expect(runs).toBe(1);
  });

  test("that another process took over is told so, and writes nothing about itself", async () => {
    await add(world, { n: 1 });
    const aborted = Promise.withResolvers<unknown>();
    work(
      (_, __, signal) =>
        new Promise<void>((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.resolve(signal.reason);
            resolve();
          });
        }),
      { prolongMs: 20, limitMs: 60_000 },
    );
    await vi.waitFor(async () => expect(await count("running")).toBe(1), eventually);
    await world.owner`update app.jobs set attempts = 2, claimed_until = now() + interval '1 hour'`;
    expect(await aborted.promise).toBe("lost");
    await stops.pop()!();
    expect(await states()).toMatchObject([{ status: "running", attempts: 2, last_error: null }]);
  });

  test("is not run before its time, and in the order of their times otherwise", async () => {
    const day = 86_400_000;
    await add(
      world,
      { n: 3, runAt: new Date(past.getTime() + 2) },
      { n: 1 },
      { n: 2, runAt: new Date(past.getTime() + 1) },
    );
    await add(world, { n: 4, runAt: new Date(Date.now() + day) });
    const ran: number[] = [];
    work(async (_, payload) => void ran.push(numberIn(payload)), { concurrency: 1 });
    await vi.waitFor(async () => expect(await count("done")).toBe(3), eventually);
    expect(ran).toEqual([1, 2, 3]);
    expect(await count("queued")).toBe(1);
  });

  test("of a kind that this process does not know waits for one that does", async () => {
    await add(world, { n: 1, kind: "newer" }, { n: 2 });
    work(async () => {});
    await vi.waitFor(async () => expect(await count("done")).toBe(1), eventually);
    expect(await states()).toMatchObject([{ status: "queued", attempts: 0 }, { status: "done" }]);
  });

  test("of a suspended tenant waits until it is resumed", async () => {
    const paused = await world.tenant("paused");
    await world.owner`update app.tenants set suspended_at = now() where tenant_id = ${paused.tenantId}`;
    await add(paused, { n: 1 });
    await add(world, { n: 2 });
    const ran: number[] = [];
    work(async (_, payload) => void ran.push(numberIn(payload)));
    await vi.waitFor(() => expect(ran).toEqual([2]), eventually);
    await world.owner`update app.tenants set suspended_at = null where tenant_id = ${paused.tenantId}`;
    await vi.waitFor(() => expect(ran).toEqual([2, 1]), eventually);
  });

  test("runs at once when a write of the same process wakes the worker", async () => {
    const wake = new LogWake();
    const ran = Promise.withResolvers<void>();
    const idle = vi.fn();
    const database = {
      ...world.database,
      system: Object.assign((...args: Parameters<Database["system"]>) => {
        idle();
        return world.database.system(...args);
      }, world.database.system) as Database["system"],
    };
    work(async () => ran.resolve(), { wake, database, pollMs: 600_000 });
    await vi.waitFor(() => expect(idle).toHaveBeenCalled(), eventually);
    await add(world, { n: 1 });
    wake.advanced(world.tenantId);
    await ran.promise;
  });
});

describe("a job that fails", () => {
  const secret = "what ana wrote";

  test("is tried again later and given up at last, keeping no words; the others are done meanwhile", async () => {
    await add(world, { n: 0 }, ...Array.from({ length: 30 }, (_, n) => ({ n: n + 1 })));
    work(async (_, payload) => {
      if (numberIn(payload) === 0) throw new TypeError(secret);
    });
    await vi.waitFor(async () => expect(await count("done")).toBe(30), eventually);
    const waits: number[] = [];
    for (let attempts = 1; attempts < 5; attempts += 1) {
      await vi.waitFor(async () => {
        expect((await states())[0]).toMatchObject({ status: "queued", attempts, last_error: "TypeError" });
      }, eventually);
      waits.push(Math.round((await states())[0]!.wait_ms / 10_000) * 10_000);
      await world.owner`update app.jobs set run_at = now() - interval '1 second' where status = 'queued'`;
    }
    expect(waits).toEqual([10_000, 60_000, 360_000, 2_160_000]);
    await vi.waitFor(async () => expect(await count("failed")).toBe(1), eventually);
    expect(JSON.stringify(await world.owner`select last_error from app.jobs`)).not.toContain(secret);
  });

  test("and whose key was enqueued anew meanwhile makes way for that one", async () => {
    await add(world, { n: 1, dedupeKey: "same" });
    const gate = Promise.withResolvers<void>();
    const ran: number[] = [];
    work(
      async (_, payload) => {
        ran.push(numberIn(payload));
        await gate.promise;
        if (numberIn(payload) === 1) throw new Error("no");
      },
      { perTenant: 1 },
    );
    await vi.waitFor(() => expect(ran).toEqual([1]), eventually);
    await add(world, { n: 2, dedupeKey: "same" }, { n: 3, dedupeKey: "same" });
    gate.resolve();
    await vi.waitFor(async () => expect(await count("done")).toBe(1), eventually);
    expect(ran).toEqual([1, 2]);
    expect(await states()).toMatchObject([{ status: "failed", last_error: "superseded" }, { status: "done" }]);
  });

  test("by taking too long gives its place to others", async () => {
    await add(world, { n: 1 }, { n: 2 });
    const ran: number[] = [];
    work(
      (_, payload) => {
        ran.push(numberIn(payload));
        return numberIn(payload) === 1 ? new Promise(() => {}) : Promise.resolve();
      },
      { concurrency: 1, limitMs: 60 },
    );
    await vi.waitFor(async () => expect(await count("done")).toBe(1), eventually);
    expect(await states()).toMatchObject([{ status: "queued", last_error: "too slow" }, { status: "done" }]);
  });
});

describe("a tenant with ten thousand jobs", () => {
  test("does not keep another waiting", async () => {
    const crowd = await world.tenant("crowd");
    const small = await world.tenant("small");
    await world.owner`
      insert into app.jobs (tenant_id, id, kind, payload, run_at, created_at)
      select ${crowd.tenantId}, gen_random_uuid(), 'note', '{"n": 0}', ${past}, now() from generate_series(1, 10000)`;
    const late = new Date(past.getTime() + 60_000);
    await add(small, { n: 1, runAt: late }, { n: 2, runAt: late }, { n: 3, runAt: late });
    const order: string[] = [];
    work(async (tenantId) => void order.push(tenantId), { concurrency: 2 });
    await vi.waitFor(() => expect(order.filter((id) => id === small.tenantId)).toHaveLength(3), eventually);
    expect(order.lastIndexOf(small.tenantId)).toBeLessThan(20);
    await stops.pop()!();
  });

  test("leaves places free for another while all of its own are slow", async () => {
    const crowd = await world.tenant("slow");
    await add(crowd, ...Array.from({ length: 20 }, (_, n) => ({ n })));
    const gate = Promise.withResolvers<void>();
    const ran: string[] = [];
    work(async (tenantId) => {
      ran.push(tenantId);
      if (tenantId === crowd.tenantId) await gate.promise;
    });
    await vi.waitFor(() => expect(ran).toHaveLength(4), eventually);
    await add(world, { n: 1 });
    await vi.waitFor(() => expect(ran).toContain(world.tenantId), eventually);
    expect(ran).toHaveLength(5);
    gate.resolve();
  });
});

describe("a worker that is stopped", () => {
  test("waits for what runs and claims nothing more", async () => {
    await add(world, { n: 1 }, { n: 2 });
    const gate = Promise.withResolvers<void>();
    const worker = work(() => gate.promise, { concurrency: 1, drainMs: 10_000 });
    await vi.waitFor(() => expect(worker.running()).toBe(1), eventually);
    const stopped = worker.stop();
    gate.resolve();
    await stopped;
    expect((await states()).map((row) => row.status)).toEqual(["done", "queued"]);
  });

  test("gives back at once what does not end in time, without counting the attempt", async () => {
    await add(world, { n: 1 });
    const worker = work(() => new Promise(() => {}), { drainMs: 10 });
    await vi.waitFor(() => expect(worker.running()).toBe(1), eventually);
    await worker.stop();
    const ran: unknown[] = [];
    work(async (_, payload) => void ran.push(payload));
    await vi.waitFor(async () => expect(await count("done")).toBe(1), eventually);
    expect(await states()).toMatchObject([{ attempts: 1 }]);
    expect(ran).toHaveLength(1);
  });
});
