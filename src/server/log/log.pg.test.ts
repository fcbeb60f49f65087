import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import { openDatabase } from "#/server/database/connect.ts";
import { reading, writing } from "#/server/database/context.ts";
import { read, transact } from "#/server/database/transact.ts";
import { forget } from "#/server/log/forget.ts";
import { claim } from "#/server/log/idempotency.ts";
import { headOf, readLog, readLogFor } from "#/server/log/read.ts";
import { viewerOf } from "#/server/log/viewer.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { updateProfile } from "#/server/participants/update-profile.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
});
afterAll(() => world.drop());

const positions = (events: Pick<LogEvent, "stream_position">[]) => events.map((event) => event.stream_position);
const counted = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);

/** An event about nothing in particular, for everyone of the tenant. */
const news = (): EventDraft => ({
  id: world.newId(),
  type: "swp.participant.updated",
  room_id: null,
  workspace_id: null,
  sender_id: ana.participant.id,
  content: { participant: ana.participant },
});

/** What the database said, whether or not a query builder wrapped it. */
const reasonOf = (act: Promise<unknown>) =>
  act.then(
    () => "It succeeded.",
    (error: Error) => `${error.message} ${(error.cause as Error | undefined)?.message ?? ""}`,
  );

/** Reads as a client that pages does, until `enough`: never waits, only asks again from where it is. */
async function pageThrough(since: number, limit: number, enough: (seen: LogEvent[]) => boolean) {
  const seen: LogEvent[] = [];
  const deadline = Date.now() + 20_000;
  let cursor = since;
  while (!enough(seen)) {
    if (Date.now() > deadline) throw new Error(`Only ${seen.length} events came.`);
    const page = await reading(ana.ctx, async (tx) =>
      readLogFor(tx, await viewerOf(tx, ana.participant.id), cursor, limit),
    );
    expect(page.cursor).toBeGreaterThanOrEqual(cursor);
    seen.push(...page.events);
    cursor = page.cursor;
  }
  return seen;
}

describe("the log", () => {
  test("has no gap after fifty concurrent writers, some of which fail, and its readers lose, repeat and reorder nothing", async () => {
    const before = await world.head();
    const writers = 50;
    const rounds = 4;
    let failed = 0;
    const write = async (writer: number) => {
      for (let round = 0; round < rounds; round += 1) {
        const fails = (writer + round) % 5 === 0;
        const events = Array.from({ length: 1 + ((writer + round) % 3) }, news);
        await writing(ana.ctx, async (tx) => {
          if (fails) throw new Error("Before the emit.");
          return tx.emit(events, (stamped) => {
            expect(positions(stamped)).toEqual(counted(stamped[0]!.stream_position, events.length));
          });
        }).catch((error: Error) => {
          expect(error.message).toBe("Before the emit.");
          failed += 1;
        });
      }
    };
    const expected = counted(0, writers).flatMap((writer) =>
      counted(0, rounds).map((round) => ((writer + round) % 5 === 0 ? 0 : 1 + ((writer + round) % 3))),
    );
    const total = expected.reduce((sum, count) => sum + count, 0);
    const [, ...readers] = await Promise.all([
      Promise.all(counted(0, writers).map(write)),
      ...[1, 7, 100].map((limit) => pageThrough(before, limit, (seen) => seen.length >= total)),
    ]);
    expect(failed).toBe(expected.filter((count) => count === 0).length);
    for (const seen of readers) expect(positions(seen)).toEqual(counted(before + 1, total));
    expect(await world.head()).toBe(before + total);
  });

  test("keeps a place for no write that fails, before, in or after its emit", async () => {
    const before = await world.head();
    const repeated = news();
    await writing(ana.ctx, async (tx) => tx.emit([repeated], () => undefined));
    await expect(writing(ana.ctx, async (tx) => tx.emit([news(), repeated], () => undefined))).rejects.toThrow(
      /events/,
    );
    await expect(
      writing(ana.ctx, async (tx) => {
        // The log's row of this message never comes, which the deferred key finds at the commit.
        await tx.rows(sql`
          insert into app.messages (tenant_id, id, room_id, sender_id)
          select ${tx.tenantId}, ${world.newId()}, id, creator_id from app.rooms limit 1`);
        await tx.rows(sql`select 1 / 0`);
        return tx.emit([news()], () => undefined);
      }),
    ).rejects.toThrow();
    await writing(ana.ctx, async (tx) => tx.emit([news()], () => undefined));
    expect(positions(await world.log(before))).toEqual([before + 1, before + 2]);
  });

  test("refuses at the commit a message without its event, and keeps neither", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Log" });
    const before = await world.head();
    const id = world.newId();
    const write = writing(ana.ctx, async (tx) => {
      await tx.rows(sql`
        insert into app.messages (tenant_id, id, room_id, sender_id)
        values (${tx.tenantId}, ${id}, ${room_id}, ${ana.participant.id})`);
      return tx.emit([news()], () => undefined);
    });
    await expect(write).rejects.toThrow(/foreign key/);
    expect(await world.head()).toBe(before);
    expect(await world.owner`select 1 from app.messages where id = ${id}`).toHaveLength(0);
  });

  test("counts each tenant's positions by itself and shows none of another's", async () => {
    const acme = await world.tenant("acme");
    const sam = await acme.person("sam");
    expect(positions(await acme.log())).toEqual([1, 2]);
    const before = await world.head();
    await updateProfile(sam.ctx, { display_name: "Samuel" });
    expect(await world.head()).toBe(before);
    expect((await acme.log()).every((event) => event.tenant_id === acme.tenantId)).toBe(true);
    const homeIds = new Set((await world.log()).map((event) => event.id));
    expect((await acme.log()).some((event) => homeIds.has(event.id))).toBe(false);
  });

  test("moves a reader's cursor past long stretches of what is not theirs", async () => {
    const quiet = await world.person("quinn");
    const { id: room_id } = await createRoom(ana.ctx, { name: "Elsewhere" });
    const before = await world.head();
    for (let count = 0; count < 5; count += 1)
      await sendMessage(ana.ctx, { room_id, content: { body: "Not for Quinn" } });
    const page = await reading(quiet.ctx, async (tx) =>
      readLogFor(tx, await viewerOf(tx, quiet.participant.id), before, 2),
    );
    expect(page).toEqual({ events: [], cursor: before + 5, more: false });
  });
});

describe("forgetting", () => {
  test("blanks the words for every reader and keeps the position", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Regret" });
    const event_uuid = world.newId();
    const said = await sendMessage(ana.ctx, { room_id, content: { body: "canary-7f3a" }, event_uuid });
    expect(JSON.stringify(await world.log())).toContain("canary-7f3a");
    await writing(ana.ctx, async (tx) => {
      await forget(tx, [said.id], ana.ctx.now());
      return tx.emit([], () => undefined);
    });
    const [event] = await world.log(said.stream_position - 1);
    expect(event).toMatchObject({ id: said.id, stream_position: said.stream_position, content: {}, forgotten: true });
    const viewed = await reading(ana.ctx, async (tx) =>
      readLogFor(tx, await viewerOf(tx, ana.participant.id), said.stream_position - 1, 10),
    );
    expect(JSON.stringify([viewed, await world.log()])).not.toContain("canary-7f3a");
    const rows = await world.owner`select content::text as content from app.events where id = ${said.id}`;
    expect(rows).toEqual([{ content: "{}" }]);
  });
});

describe("an idempotency key", () => {
  test("is free again when the write that claimed it failed", async () => {
    const key = { procedure: "test", eventUuid: world.newId(), body: { a: 1, b: 2 } };
    const first = world.newId();
    const failing = writing(ana.ctx, async (tx) => {
      await claim(tx, ana.ctx.actor, key, first);
      throw new Error("After the claim.");
    });
    await expect(failing).rejects.toThrow("After the claim.");
    const claimAs = (objectId: string, body: unknown) =>
      writing(ana.ctx, async (tx) => {
        const known = await claim(tx, ana.ctx.actor, { ...key, body }, objectId);
        return tx.emit([], () => known);
      });
    const second = world.newId();
    expect(await claimAs(second, { a: 1, b: 2 })).toBeNull();
    expect(await claimAs(world.newId(), { b: 2, a: 1 })).toBe(second);
    await expectRefusal(claimAs(world.newId(), { a: 1, b: 3 }), "SW_IDEMPOTENCY_CONFLICT");
  });
});

describe("a transaction", () => {
  test("sees its own tenant only, whatever it asks for", async () => {
    const acme = await world.tenant("beta");
    await acme.person("bea");
    const ids = await read(world.database, world.tenantId, (tx) =>
      tx.rows<{ tenant_id: string }>(
        sql`select tenant_id from app.participants union select tenant_id from app.events`,
      ),
    );
    expect(ids).toEqual([{ tenant_id: world.tenantId }]);
    const smuggled = transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
      await tx.rows(sql`insert into app.streams (tenant_id) values (${acme.tenantId})`);
      return tx.emit([], () => undefined);
    });
    expect(await reasonOf(smuggled)).toMatch(/row-level security/);
  });

  test("leaves nothing of its tenant on the connection it used", async () => {
    for (let count = 0; count < 30; count += 1) {
      await read(world.database, world.tenantId, (tx) => headOf(tx));
      expect(await world.database.app`select app.current_tenant() as tenant`).toEqual([{ tenant: null }]);
      expect(await world.database.app`select count(*)::int as seen from app.events`).toEqual([{ seen: 0 }]);
    }
  });

  test("does not begin for anything but a UUID, and reads change nothing", async () => {
    const evil = "00000000-0000-0000-0000-000000000000', true); drop table app.events; --";
    await expect(read(world.database, evil, (tx) => headOf(tx))).rejects.toThrow(/must be a UUID/);
    const writingRead = read(world.database, world.tenantId, (tx) =>
      tx.rows(sql`update app.participants set bio = 'x'`),
    );
    expect(await reasonOf(writingRead)).toMatch(/read-only/);
  });

  test("goes on for many at once, more than there are connections", async () => {
    const heads = await Promise.all(
      counted(0, 100).map(() => read(world.database, world.tenantId, (tx) => readLog(tx, 0, 1))),
    );
    expect(heads.every((events) => events.length === 1)).toBe(true);
  });
});

describe("opening a database", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("is refused for a role that could see past row-level security, and not for the application's own", async () => {
    const { directory, database } = world.address;
    const url = `postgres:///${database}`;
    vi.stubEnv("PGHOST", directory);
    vi.stubEnv("PGUSERNAME", "postgres");
    const opened = await openDatabase({ kind: "url", url });
    expect(await opened.app`select current_user as role`).toEqual([{ role: "scaiwave_app" }]);
    await opened.close();
    const superuser = openDatabase({ kind: "url", url: `${url}?role=postgres` });
    await expect(superuser).rejects.toThrow(/role postgres can bypass row-level security/);
  });
});
