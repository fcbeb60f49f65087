import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogEvent } from "#/domain/envelope.ts";
import { type Config, readConfig } from "#/server/config.ts";
import { type Database, openDatabase, openPool, type Sql } from "#/server/database/connect.ts";
import { read, transact } from "#/server/database/transact.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import { headOf, readLog } from "#/server/log/read.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";
import { writeBackup } from "./backup-command.ts";
import { type Manifest, tablesWithoutRows } from "./manifest.ts";
import { restoreBackup } from "./restore-command.ts";

let world: World;
let ana: Person;
let roomId: string;
let folder: string;
const drops: (() => Promise<void>)[] = [];

const silent = { signal: new AbortController().signal, progress: { show: () => {} } };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scaiwave-backup-"));
  world = await makeWorld();
  ana = await world.person("ana");
  const acme = await world.tenant("acme");
  await acme.person("bo", { roles: ["admin"] });
  const room = await createRoom(ana.ctx, { workspace_id: ana.workspace.id, room_type: "group", name: "Harbour" });
  roomId = room.id;
  await say("tabs\tand\nline feeds \\. and \\N, ünï 🛶");
  await transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
    enqueue(tx, { id: world.newId(), kind: "mail.send", payload: { to: "x" }, runAt: world.clock.now() });
    return tx.emit([], () => undefined);
  });
  await world.owner`insert into instance.rate_limits (key, points) values ('k', 3)`;
});
afterAll(async () => {
  for (const drop of drops) await drop();
  await world.drop();
  rmSync(folder, { recursive: true, force: true });
});

function say(body: string) {
  return sendMessage(ana.ctx, { room_id: roomId, content: { msgtype: "text", body } });
}

function configOf(name: string, dataDirectory: string): Config {
  const { directory } = world.address;
  return { ...readConfig({ SCAIWAVE_DATA: dataDirectory }), database: { kind: "socket", directory, name } };
}

function here(): Config {
  const data = join(folder, "data");
  mkdirSync(join(data, "mail"), { recursive: true });
  mkdirSync(join(data, "logs"), { recursive: true });
  writeFileSync(join(data, "mail/1.eml"), "Subject: hello\n");
  writeFileSync(join(data, "logs/web.log"), "not of the instance");
  return configOf(world.address.database, data);
}

/** An empty database and an empty folder of its own. */
async function emptyPlace(): Promise<{ config: Config; owner: Sql }> {
  const name = `restored_${randomBytes(6).toString("hex")}`;
  await world.owner.unsafe(`create database ${name}`);
  const owner = openPool({ ...world.address, database: name }, "owner", 2);
  drops.push(async () => {
    await owner.end({ timeout: 2 });
    await world.owner.unsafe(`drop database ${name} with (force)`);
  });
  return { config: configOf(name, join(folder, name)), owner };
}

async function opened(name: string): Promise<Database> {
  const database = await openDatabase({ ...world.address, database: name });
  drops.push(() => database.close());
  return database;
}

const schemas = (owner: Sql) =>
  owner`select nspname from pg_namespace where nspname in ('app', 'instance', 'scaiwave_migrations')`;

async function counts(owner: Sql, manifest: Manifest): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name } of manifest.tables) {
    const [row] = await owner.unsafe<{ count: string }[]>(`select count(*) from ${name}`);
    found[name] = Number(row!.count);
  }
  return found;
}

/** The shape of the database: what a restore must make as the migrations do. */
const shape = (owner: Sql) => owner`
  select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
  where connamespace::regnamespace::text in ('app', 'instance') and contype <> 'n'
  union all select schemaname || '.' || tablename || ' ' || policyname from pg_policies
  union all select indexdef from pg_indexes where schemaname in ('app', 'instance') order by 1`;

let path: string;
let manifest: Manifest;

describe("a backup made while people write", () => {
  test("is of one moment: its log ends where its rows do, and everything before it is there", async () => {
    path = join(folder, "while-writing.tar.gz");
    let writing = true;
    const sent: LogEvent[] = [];
    const talk = async () => {
      while (writing) {
        await say(`message ${sent.length}`);
        sent.push(...(await world.log(sent.at(-1)?.stream_position)));
      }
    };
    const talking = talk();
    while (sent.length < 20) await new Promise((resolve) => setImmediate(resolve));
    manifest = await writeBackup(here(), path, { force: false, ...silent });
    const enough = sent.length + 20;
    while (sent.length < enough) await new Promise((resolve) => setImmediate(resolve));
    writing = false;
    await talking;

    const head = manifest.log_heads[world.tenantId]!;
    expect(head).toBeGreaterThan(20);
    expect(head).toBeLessThan(await world.head());
    expect(manifest.files.map((file) => file.path)).toEqual(["mail/1.eml"]);
  });

  test("is restored into an empty place with equal counts, an equal log and the same shape", async () => {
    const { config, owner } = await emptyPlace();
    await restoreBackup(config, path, silent);

    const expected = Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows]));
    expect(await counts(owner, manifest)).toEqual(expected);
    expect(expected["app.messages"]).toBeGreaterThan(5);
    for (const name of tablesWithoutRows) expect(expected[name]).toBe(0);
    expect(await shape(owner)).toEqual(await shape(world.owner));
    expect(readFileSync(join(config.dataDirectory, "mail/1.eml"), "utf8")).toBe("Subject: hello\n");

    const restored = await opened((config.database as { name: string }).name);
    const head = manifest.log_heads[world.tenantId]!;
    expect(await read(restored, world.tenantId, headOf)).toBe(head);
    const log = await read(restored, world.tenantId, (tx) => readLog(tx, 0, 100_000));
    expect(log).toEqual((await world.log()).slice(0, head));

    // It is an instance: the next message takes the next position.
    const ctx = { ...ana.ctx, database: restored };
    await sendMessage(ctx, { room_id: roomId, content: { msgtype: "text", body: "after" } });
    expect(await read(restored, world.tenantId, headOf)).toBe(head + 1);
  });
});

describe("a restore", () => {
  test("into a database or a folder with something in it is refused, and changes nothing", async () => {
    const before = await counts(world.owner, manifest);
    const taken = configOf(world.address.database, join(folder, "nothing"));
    await expect(restoreBackup(taken, path, silent)).rejects.toThrow("is not empty");
    expect(await counts(world.owner, manifest)).toEqual(before);

    const { config, owner } = await emptyPlace();
    mkdirSync(config.dataDirectory);
    writeFileSync(join(config.dataDirectory, "mine.txt"), "mine");
    await expect(restoreBackup(config, path, silent)).rejects.toThrow("is not empty");
    expect(await schemas(owner)).toEqual([]);
    expect(readdirSync(config.dataDirectory)).toEqual(["mine.txt"]);
  });

  test("of a file cut short leaves nothing behind", async () => {
    const { config, owner } = await emptyPlace();
    const cut = join(folder, "cut.tar.gz");
    const whole = readFileSync(path);
    writeFileSync(cut, whole.subarray(0, whole.length - 40));
    await expect(restoreBackup(config, cut, silent)).rejects.toMatchObject({ kind: "truncated" });
    expect(await schemas(owner)).toEqual([]);
  });

  test("that is interrupted while it loads leaves nothing behind", async () => {
    const { config, owner } = await emptyPlace();
    const stop = new AbortController();
    const progress = {
      show: (text: string) => {
        if (text === "Loading app.messages") stop.abort(new Error("interrupted"));
      },
    };
    await expect(restoreBackup(config, path, { signal: stop.signal, progress })).rejects.toThrow("interrupted");
    expect(await schemas(owner)).toEqual([]);
    await restoreBackup(config, path, silent);
    expect(await schemas(owner)).toHaveLength(3);
  });

  test("of rows that contradict each other is refused by the foreign keys", async () => {
    await world.owner`alter table app.reactions drop constraint reactions_tenant_id_sender_id_fkey`;
    const [message] = await world.owner<{ id: string }[]>`select id from app.messages limit 1`;
    await world.owner`insert into app.reactions (tenant_id, event_id, sender_id, emoji, reaction_event_id)
      select tenant_id, id, ${world.newId()}, 'x', id from app.messages where id = ${message!.id}`;
    const wrong = join(folder, "contradicts.tar.gz");
    await writeBackup(here(), wrong, { force: false, ...silent });
    const { config, owner } = await emptyPlace();
    await expect(restoreBackup(config, wrong, silent)).rejects.toThrow(/foreign key constraint/);
    expect(await schemas(owner)).toEqual([]);
  });
});

test("a role that row-level security holds back is told which one is needed", async () => {
  const role = `weak_${randomBytes(4).toString("hex")}`;
  await world.owner.unsafe(`create role ${role} login in role scaiwave_app`);
  const { requireBypass } = await import("./database-rights.ts");
  const weak = openPool(world.address, "owner", 1);
  try {
    await weak.unsafe(`set role ${role}`);
    await expect(requireBypass(weak, "backup")).rejects.toThrow(
      `the role ${role} of DATABASE_URL is neither a superuser nor has BYPASSRLS`,
    );
  } finally {
    await weak.end();
    await world.owner.unsafe(`drop role ${role}`);
  }
});
