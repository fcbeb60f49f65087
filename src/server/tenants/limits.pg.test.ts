import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TenantLimits } from "#/domain/tenants/settings.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.drop());

let tenant: TenantWorld;
let ana: Person;
let ben: Person;
/** Each test has a tenant of its own with two people and no room. */
beforeEach(async () => {
  count += 1;
  tenant = await world.tenant(`limited${count}`);
  [ana, ben] = [await tenant.person("ana"), await tenant.person("ben")];
});

const limit = (limits: TenantLimits) =>
  rows(world, tenant, sql`update app.tenants set limits = ${JSON.stringify(limits)}::text::jsonb`);
const outcomes = async (works: Promise<unknown>[]) =>
  (await Promise.allSettled(works)).map((each) =>
    each.status === "fulfilled" ? "done" : (each.reason as { code?: string }).code,
  );

describe("the limit of active people", () => {
  test("of zero admits nobody, and one of what is there nobody more", async () => {
    await limit({ max_participants: 0 });
    await expectRefusal(tenant.person("zoe"), "SW_TENANT_CAPACITY");
    await limit({ max_participants: 2 });
    const head = (await tenant.log()).length;
    await expectRefusal(tenant.person("zoe"), "SW_TENANT_CAPACITY");
    expect((await tenant.log()).length).toBe(head);
  });

  test("holds at its value, and raised by one lets one more in", async () => {
    await limit({ max_participants: 3 });
    await tenant.person("cem");
    await expectRefusal(tenant.person("dia"), "SW_TENANT_CAPACITY");
    await limit({ max_participants: 4 });
    await tenant.person("dia");
    await expectRefusal(tenant.person("eli"), "SW_TENANT_CAPACITY");
  });

  test("counts neither those who are deactivated nor AI", async () => {
    await limit({ max_participants: 2 });
    await tenant.person("bot", { participant_type: "model" });
    await rows(world, tenant, sql`update app.participants set deactivated_at = now() where id = ${ben.participant.id}`);
    await tenant.person("cem");
    await expectRefusal(tenant.person("dia"), "SW_TENANT_CAPACITY");
  });

  test("gives the last place to one of five who come at once", async () => {
    await limit({ max_participants: 3 });
    const come = ["p1", "p2", "p3", "p4", "p5"].map((name) => tenant.person(name));
    expect((await outcomes(come)).sort()).toEqual([...Array(4).fill("SW_TENANT_CAPACITY"), "done"]);
  });
});

describe("the limit of rooms", () => {
  test("of zero makes none, neither a group nor a direct one", async () => {
    await limit({ max_rooms: 0 });
    await expectRefusal(createRoom(ana.ctx, { name: "one" }), "SW_TENANT_CAPACITY");
    await expectRefusal(createDm(ana.ctx, { participant_id: ben.participant.id }), "SW_TENANT_CAPACITY");
    const [left] = await rows<{ n: number }>(world, tenant, sql`select count(*)::int as n from app.rooms`);
    expect(left!.n).toBe(0);
  });

  test("holds at its value, counts no closed room, and still answers what was made before", async () => {
    await limit({ max_rooms: 2 });
    const event_uuid = world.newId();
    const first = await createRoom(ana.ctx, { name: "one", event_uuid });
    const direct = await createDm(ana.ctx, { participant_id: ben.participant.id });
    await expectRefusal(createRoom(ana.ctx, { name: "three" }), "SW_TENANT_CAPACITY");
    expect((await createRoom(ana.ctx, { name: "one", event_uuid })).id).toBe(first.id);
    expect((await createDm(ben.ctx, { participant_id: ana.participant.id })).id).toBe(direct.id);
    await rows(world, tenant, sql`update app.rooms set state = 'closed' where id = ${first.id}`);
    await createRoom(ana.ctx, { name: "three" });
    await expectRefusal(createRoom(ana.ctx, { name: "four" }), "SW_TENANT_CAPACITY");
    await limit({ max_rooms: 3 });
    await createRoom(ana.ctx, { name: "four" });
  });

  test("gives the last place to one of five, and the direct room of two who ask for it at once to both", async () => {
    await limit({ max_rooms: 1 });
    const made = await Promise.all([
      createDm(ana.ctx, { participant_id: ben.participant.id }),
      createDm(ben.ctx, { participant_id: ana.participant.id }),
    ]);
    expect(made[0].id).toBe(made[1].id);
    await limit({ max_rooms: 2 });
    const makes = Array.from({ length: 5 }, (_, index) => createRoom(ana.ctx, { name: `room ${index}` }));
    expect((await outcomes(makes)).sort()).toEqual([...Array(4).fill("SW_TENANT_CAPACITY"), "done"]);
  });
});

describe("the limit of messages in a minute", () => {
  const say = (room_id: string, body: string, event_uuid?: string) =>
    sendMessage(ana.ctx, { room_id, content: { body }, ...(event_uuid ? { event_uuid } : {}) });

  test("of zero lets none pass and says when to try again", async () => {
    const { id } = await createRoom(ana.ctx, { name: "talk" });
    await limit({ sends_per_minute: 0 });
    await expect(say(id, "no")).rejects.toMatchObject({ code: "SW_RATE_LIMIT_EXCEEDED", retryAfter: 60 });
  });

  test("holds at its value for the whole tenant, answers repeats, and frees a place a minute later", async () => {
    const { id } = await createRoom(ana.ctx, { name: "talk" });
    await limit({ sends_per_minute: 2 });
    const key = world.newId();
    const first = await say(id, "one", key);
    world.clock.advance(20_000);
    await say(id, "two");
    expect((await say(id, "one", key)).id).toBe(first.id);
    await expect(say(id, "three")).rejects.toMatchObject({ code: "SW_RATE_LIMIT_EXCEEDED", retryAfter: 40 });
    await limit({ sends_per_minute: 3 });
    await say(id, "three");
    await limit({ sends_per_minute: 2 });
    world.clock.advance(60_000);
    await say(id, "four");
  });

  test("lets exactly as many of ten at once through as it allows", async () => {
    const { id } = await createRoom(ana.ctx, { name: "talk" });
    await limit({ sends_per_minute: 4 });
    const sent = await outcomes(Array.from({ length: 10 }, (_, index) => say(id, `at once ${index}`)));
    expect(sent.filter((each) => each === "done")).toHaveLength(4);
    expect(sent.filter((each) => each === "SW_RATE_LIMIT_EXCEEDED")).toHaveLength(6);
  });
});
