import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase, openPool, type Sql } from "#/server/database/connect.ts";
import { read, transact } from "#/server/database/transact.ts";
import { until } from "../../../party/testing/until.ts";
import { makeWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let database: Database;
let maintenance: Sql;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

beforeAll(async () => {
  world = await makeWorld();
  maintenance = openPool({ ...world.address, database: "postgres" }, "owner", 1);
});
beforeEach(async () => {
  database = await openDatabase(world.address);
  uncaught.length = 0;
  process.on("uncaughtExceptionMonitor", note);
});
afterEach(async () => {
  process.off("uncaughtExceptionMonitor", note);
  await database.close();
});
afterAll(async () => {
  await maintenance.end({ timeout: 2 });
  await world.drop();
});

type Running = { pid: number; asleep: boolean };
const connections = () => maintenance<Running[]>`
  select pid, state = 'active' and query ~ 'pg_sleep' as asleep from pg_stat_activity
  where datname = ${world.address.database} and pid <> pg_backend_pid()`;
const endAll = () => maintenance`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = ${world.address.database}`;

const told = (running: Promise<unknown>) => running.then(() => "done", (error: { code?: string }) => error.code); // biome-ignore format: one answer
const ask = () => told(read(database, world.tenantId, (tx) => tx.rows(sql`select 1`)));
const sleep = () => told(read(database, world.tenantId, (tx) => tx.rows(sql`select pg_sleep(600)`)));

test("what runs when its connection ends is refused; what comes after it is answered, every time", async () => {
  for (let round = 0; round < 3; round += 1) {
    const running = Array.from({ length: 20 }, sleep);
    await until(connections, (found) => found.filter(({ asleep }) => asleep).length === 20);
    await endAll();
    expect(new Set(await Promise.all(running))).toEqual(new Set(["CONNECTION_CLOSED"]));
    expect(new Set(await Promise.all(Array.from({ length: 50 }, ask)))).toEqual(new Set(["done"]));
  }
  expect(uncaught).toEqual([]);
});

test("a transaction whose connection ends between two statements says nothing more, to no other connection either", async () => {
  const write = (name: string, meanwhile: () => Promise<unknown>) =>
    told(
      transact(database, world.tenantId, world.clock.now(), async (tx) => {
        await tx.rows(sql`update app.tenants set name = ${name}`);
        await meanwhile();
        await tx.rows(sql`update app.tenants set name = name || '!'`);
        return tx.emit([], () => undefined);
      }),
    );
  const named = () =>
    read(database, world.tenantId, (tx) => tx.rows<{ name: string }>(sql`select name from app.tenants`));
  const [before] = await named();
  const lost = await write("Lost", async () => {
    await endAll();
    await until(ask, (answer) => answer === "done");
  });
  expect(lost).toBe("CONNECTION_CLOSED");
  expect(await named()).toEqual([before]);
  expect(await write("Kept", async () => {})).toBe("done");
  expect(await named()).toEqual([{ name: "Kept!" }]);
  expect(uncaught).toEqual([]);
});

test("more than there are lanes wait their turn, and each gets it", async () => {
  expect(new Set(await Promise.all(Array.from({ length: 200 }, ask)))).toEqual(new Set(["done"]));
  expect((await connections()).length).toBeLessThanOrEqual(30);
});

test("nobody is served once it is closed", async () => {
  await ask();
  await database.close();
  expect(await ask()).toBe("CONNECTION_ENDED");
});
