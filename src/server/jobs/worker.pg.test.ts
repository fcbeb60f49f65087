import { describe, expect, test, vi } from "vitest";
import type { Database } from "#/server/database/connect.ts";
import type { JobRun } from "#/server/jobs/worker.ts";
import { LogWake } from "#/server/log/wake.ts";
import {
  add,
  count,
  elsewhere,
  eventually,
  numberIn,
  past,
  states,
  stops,
  work,
  world,
} from "../../../tests/support/worker-stage.ts";

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
