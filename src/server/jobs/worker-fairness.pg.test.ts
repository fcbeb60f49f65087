import { describe, expect, test, vi } from "vitest";
import {
  add,
  count,
  eventually,
  numberIn,
  past,
  states,
  stops,
  work,
  world,
} from "../../../tests/support/worker-stage.ts";

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
