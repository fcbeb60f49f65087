import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { keepHouse } from "#/server/jobs/housekeeping.ts";
import { runOnce, startSchedule } from "#/server/jobs/schedule.ts";
import { until } from "../../../party/testing/until.ts";
import { makeWorld, rows, type World } from "../../../tests/support/world.ts";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.drop());

const signal = new AbortController().signal;
const hour = 3_600_000;

describe("a periodic task", () => {
  test("is run by one of the processes that come for it at once", async () => {
    let runs = 0;
    const gate = Promise.withResolvers<void>();
    const task = {
      name: "once",
      run: async () => {
        runs += 1;
        await gate.promise;
      },
    };
    const first = runOnce(world.database, task, hour, signal);
    await until(() => runs, (count) => count === 1); // biome-ignore format: one wait
    expect(await runOnce(world.database, task, hour, signal)).toBe(false);
    gate.resolve();
    expect(await first).toBe(true);
    expect(runs).toBe(1);
  });

  test("is not run again by one whose clock is a little late, and is at its next turn", async () => {
    const task = { name: "turns", run: vi.fn(async () => {}) };
    expect(await runOnce(world.database, task, hour, signal)).toBe(true);
    expect(await runOnce(world.database, task, hour, signal)).toBe(false);
    await world.owner`update instance.settings set value = to_jsonb(now() - interval '1 hour') where name = 'task.turns'`;
    expect(await runOnce(world.database, task, hour, signal)).toBe(true);
    expect(task.run).toHaveBeenCalledTimes(2);
  });

  test("that fails lets go of its turn's lock", async () => {
    const task = { name: "fails", run: () => Promise.reject(new Error("no")) };
    await expect(runOnce(world.database, task, 0, signal)).rejects.toThrow("no");
    await expect(runOnce(world.database, task, 0, signal)).rejects.toThrow("no");
  });

  test("fires by its pattern, and the stop waits for it", async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    let ended = 0;
    const stop = startSchedule(world.database, [
      {
        name: "pattern",
        pattern: "* * * * * *",
        run: async () => {
          begun += 1;
          await gate.promise;
          ended += 1;
        },
      },
    ]);
    await until(() => begun, (count) => count > 0); // biome-ignore format: one wait
    gate.resolve();
    await stop();
    expect(ended).toBe(begun);
  });
});

describe("housekeeping", () => {
  test("removes what has expired, in batches, and nothing else", async () => {
    const ana = await world.person("ana");
    const who = ana.participant.id;
    const tenant = world.tenantId;
    const put = (statement: ReturnType<typeof sql>) => rows(world, world, statement);
    await put(sql`insert into app.sessions (tenant_id, id, participant_id, secret_hash, expires_at)
      select ${tenant}, gen_random_uuid(), ${who}, decode(md5('old' || n), 'hex'), now() - interval '1 minute' from generate_series(1, 2500) n`);
    await put(sql`insert into app.sessions (tenant_id, id, participant_id, secret_hash, expires_at)
      values (${tenant}, gen_random_uuid(), ${who}, 'now', now() + interval '1 day')`);
    await put(sql`insert into app.mail_links (tenant_id, secret_hash, purpose, email, created_at, expires_at)
      values (${tenant}, 'old', 'registration', 'a@example.org', now(), now() - interval '1 minute'),
        (${tenant}, 'new', 'registration', 'b@example.org', now(), now() + interval '1 hour')`);
    await put(sql`insert into app.idempotency_keys (tenant_id, actor_id, procedure, event_uuid, body_hash, object_id, created_at)
      select ${tenant}, ${who}, 'x', gen_random_uuid(), 'x', gen_random_uuid(), now() - age * interval '1 day' from unnest(array[6, 8]) age`);
    await put(sql`insert into app.webhook_deliveries (tenant_id, source, delivery_id, received_at)
      values (${tenant}, 's', 'old', now() - interval '2 days'), (${tenant}, 's', 'new', now())`);
    await put(sql`insert into app.jobs (tenant_id, id, kind, payload, status, run_at, created_at, finished_at)
      select ${tenant}, gen_random_uuid(), 'x', '{}', status, now(), now(), now() - age * interval '1 day'
      from (values ('done', 6), ('done', 8), ('failed', 8), ('failed', 31), ('queued', 40)) as job (status, age)`);
    expect(await keepHouse(world.database, signal)).toBe(2500 + 1 + 1 + 1 + 2);
    const count = async (table: string) =>
      Number((await world.owner.unsafe(`select count(*) from app.${table}`))[0]!.count);
    const left = ["sessions", "mail_links", "idempotency_keys", "webhook_deliveries", "jobs"];
    expect(await Promise.all(left.map(count))).toEqual([1, 1, 1, 1, 3]);
    expect(await keepHouse(world.database, signal)).toBe(0);
  });
});
