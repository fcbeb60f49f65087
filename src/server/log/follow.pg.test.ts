import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogEvent } from "#/domain/envelope.ts";
import { type Subscriber, startFollower } from "#/server/log/follow.ts";
import { LogWake } from "#/server/log/wake.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { until } from "../../../party/testing/until.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let room_id: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  room_id = (await createRoom(ana.ctx, { name: "talk" })).id;
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await world.drop();
});

const say = async (body: string) => (await sendMessage(ana.ctx, { room_id, content: { body } })).id;
const isMessage = (event: LogEvent) => event.type === "swp.room.message" && event.content.msgtype !== "swp.system";
const bodyOf = (event: LogEvent) => (event.content as { body?: string }).body ?? "";
const cursor = async (name: string) =>
  Number((await rows<{ position: string }>(world, world, sql`select position from app.cursors where name = ${name}`))[0]?.position ?? -1); // biome-ignore format: one look
const letters = (name: string) =>
  rows<{ event_id: string; attempts: number; error: string }>(
    world,
    world,
    sql`select event_id, attempts, error from app.dead_letters where name = ${name}`,
  );

/** A process that follows; what it handles is written in the transaction of the cursor, as a note of who did it. */
function follower(subscriber: Partial<Subscriber> & Pick<Subscriber, "name" | "handle">): LogWake {
  const wake = new LogWake();
  const deps = { database: world.database, wake, now: world.clock.now };
  const stop = startFollower(deps, { wants: isMessage, begins: "start", ...subscriber });
  stops.push(async () => {
    wake.close();
    await stop();
  });
  wake.advanced(world.tenantId);
  return wake;
}

const hearing =
  (heard: string[]): Subscriber["handle"] =>
  async (_, events) => {
    heard.push(...events.map(({ id }) => id));
    return [];
  };

const noting =
  (name: string, by: string): Subscriber["handle"] =>
  async (tx, events) => {
    for (const event of events) {
      await tx.rows(sql`
      insert into app.idempotency_keys (tenant_id, actor_id, procedure, event_uuid, body_hash, object_id)
      values (${tx.tenantId}, ${ana.participant.id}, ${`${name} ${by}`}, ${event.id}, '', ${event.id})`);
    }
    return [];
  };
const noted = (name: string) =>
  rows<{ by: string; event_id: string }>(
    world,
    world,
    sql`select procedure as by, object_id as event_id from app.idempotency_keys where procedure like ${`${name} %`}`,
  );

test("a subscriber gets every event it wants once and in order, from where it was told to begin", async () => {
  const first = await say("first");
  const heard: string[] = [];
  const wake = follower({
    name: "order",
    handle: hearing(heard),
  });
  await until(() => heard, (ids) => ids.includes(first)); // biome-ignore format: one wait
  const more = [await say("second"), await say("third")];
  wake.advanced(world.tenantId);
  await until(() => heard, (ids) => ids.length === 3); // biome-ignore format: one wait
  expect(heard).toEqual([first, ...more]);
});

test("a new subscriber begins at the end of the log, or with what was said lately", async () => {
  await say("long ago");
  world.clock.advance(120_000);
  const lately = await say("lately");
  const heard: Record<string, string[]> = { head: [], recent: [] };
  const listen = (key: string) => hearing(heard[key]!);
  const wakes = [
    follower({ name: "head", begins: "head", handle: listen("head") }),
    follower({ name: "recent", begins: { lastMs: 60_000 }, handle: listen("recent") }),
  ];
  await until(() => cursor("head"), (position) => position > 0); // biome-ignore format: one wait
  const now = await say("now");
  for (const wake of wakes) wake.advanced(world.tenantId);
  await until(() => heard, ({ head, recent }) => head!.length > 0 && recent!.length > 1); // biome-ignore format: one wait
  expect(heard).toEqual({ head: [now], recent: [lately, now] });
});

test("two processes share the work: each event is handled once, also when one of them fails in between", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push(await say(`sentence ${index}`));
  let failing = true;
  const wakes = ["a", "b"].map((by) =>
    follower({
      name: "shared",
      handle: async (tx, events) => {
        const drafts = await noting("shared", by)(tx, events);
        // Once, after it has written: nothing of that may stay.
        if (failing && events.length > 0) {
          failing = false;
          throw new Error("killed in between");
        }
        return drafts;
      },
    }),
  );
  for (let index = 0; index < 20; index += 1) {
    ids.push(await say(`more ${index}`));
    for (const wake of wakes) wake.advanced(world.tenantId);
  }
  const found = await until(() => noted("shared"), (all) => all.length >= ids.length); // biome-ignore format: one wait
  expect(found.map(({ event_id }) => event_id).sort()).toEqual([...ids].sort());
  expect(await letters("shared")).toEqual([]);
});

test("an event that always fails is parked, and those beside it are not", async () => {
  const before = await say("good");
  const poison = await say("poison");
  const after = await say("good again");
  let tried = 0;
  follower({
    name: "careful",
    attempts: 2,
    handle: async (tx, events) => {
      const drafts = await noting("careful", "a")(tx, events);
      if (events.some((event) => bodyOf(event) === "poison")) {
        tried += 1;
        throw new TypeError("can't be digested");
      }
      return drafts;
    },
  });
  const head = await world.head();
  await until(() => cursor("careful"), (position) => position === head); // biome-ignore format: one wait
  const found = await noted("careful");
  expect(found.map(({ event_id }) => event_id).sort()).toEqual([before, after].sort());
  expect(await letters("careful")).toEqual([{ event_id: poison, attempts: 2, error: "TypeError" }]);
  expect(tried).toBeGreaterThanOrEqual(2);
});

test("what a subscriber emits is in the log with its cursor, or not at all", async () => {
  const asked = await say("ask");
  const name = "emitting";
  follower({
    name,
    handle: async (_, events) =>
      events
        .filter((event) => bodyOf(event) === "ask")
        .map((event) => ({
          id: world.newId(),
          type: "swp.room.pins" as const,
          room_id: event.room_id,
          workspace_id: null,
          sender_id: event.sender_id,
          content: { pins: [] } as never,
        })),
  });
  const log = await until(() => world.log(), (all) => all.some((event) => event.type === "swp.room.pins")); // biome-ignore format: one wait
  expect(log.filter((event) => event.type === "swp.room.pins")).toHaveLength(1);
  expect(log.find((event) => event.id === asked)).toBeDefined();
  const head = await world.head();
  await until(() => cursor(name), (position) => position === head); // biome-ignore format: one wait
});
