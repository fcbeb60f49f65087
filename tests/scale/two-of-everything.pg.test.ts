import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../party/testing/until.ts";
import { secret } from "../../party/testing/workerd.ts";
import { countPath, hubNames, secretHeader, shardOf } from "../../src/domain/stream/contract.ts";
import { fromFrame } from "../../src/domain/stream/event-frames.ts";
import { transact } from "../../src/server/database/transact.ts";
import { signOut } from "../../src/server/identity/sessions.ts";
import { enqueue } from "../../src/server/jobs/enqueue.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { joinRoom } from "../../src/server/rooms/membership.ts";
import { promisedMs } from "../support/promised.ts";
import type { Person } from "../support/world.ts";
import { type Answer, Deployment, type Device, type WebProcess } from "./deployment.ts";

let scale: Deployment;
let people: Person[];
let devices: Device[];
let room_id: string;
let webs: [WebProcess, WebProcess];

beforeAll(async () => {
  scale = await Deployment.start();
  webs = scale.webs as [WebProcess, WebProcess];
  people = [];
  for (let index = 0; index < 40; index += 1) people.push(await scale.world.person(`person${index}`));
  room_id = (await createRoom(people[0]!.ctx, { name: "hall", room_type: "public" })).id;
  for (const person of people.slice(1)) await joinRoom(person.ctx, { room_id });
  devices = [];
  for (const person of people) devices.push(await scale.device(person));
});
afterAll(() => scale?.end());

const shardOfDevice = ({ person }: Device) => shardOf(person.participant.id, scale.shards);
const anyOf = (shard: number) => devices.filter((each) => shardOfDevice(each) === shard);
const said = ({ client }: Device) =>
  client.frames.flatMap((frame) => fromFrame(frame) ?? []).filter((event) => event.type === "swp.room.message");
const positionOf = ({ body }: Answer) => (body.result!.data as { stream_position: number }).stream_position;
const send = (web: WebProcess, by: Device, body: string) =>
  web.call(by.cookie, "messages.send", { room_id, content: { body }, event_uuid: scale.world.newId() });

/** Waits until every device has everything acknowledged, and makes sure that it has it once and in order. */
async function expectEveryScreen(acknowledged: number[], on: Device[]): Promise<void> {
  const wanted = [...acknowledged].sort((a, b) => a - b);
  const last = wanted.at(-1)!;
  for (const each of on) {
    await until(() => said(each).at(-1)?.stream_position ?? 0, (seen) => seen >= last); // biome-ignore format: one wait
    const seen = said(each).map((event) => event.stream_position);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    const held = new Set(seen);
    expect(wanted.filter((position) => !held.has(position))).toEqual([]);
  }
}

describe("two web processes and two shards", () => {
  test("hold the streams of the tenant together, some here and some there", async () => {
    const hubs = hubNames(scale.world.tenantId, scale.shards);
    const answer = await scale.party.ask("POST", countPath, { hubs }, { [secretHeader]: secret });
    const { counts } = answer.body as { counts: [number, number] };
    expect(counts[0] + counts[1]).toBe(40);
    expect(counts).toEqual([anyOf(0).length, anyOf(1).length]);
    expect(Math.min(...counts)).toBeGreaterThan(5);
    expect((await scale.party.ask("POST", countPath, { hubs })).status).toBe(404);
  });

  test("show everybody that everybody else is there", async () => {
    for (const { client, person } of devices) {
      const others = people.map((each) => each.participant.id).filter((id) => id !== person.participant.id);
      await until(
        () => new Set(client.of("presence").flatMap((frame) => (frame.status === "online" ? [frame.participant_id] : []))),
        (online) => others.every((id) => online.has(id)),
      ); // biome-ignore format: one wait
    }
  });

  test("tell typing to the other shard", async () => {
    const [writer, reader] = [anyOf(0)[0]!, anyOf(1)[0]!];
    writer.client.send({ type: "typing", room_id, typing: true });
    const frame = await reader.client.first("typing");
    expect(frame).toMatchObject({ room_id, participant_id: writer.person.participant.id, typing: true });
  });

  test("put 300 messages that are sent at once to both on every screen, once and in order", async () => {
    const sent = await Promise.all(
      Array.from({ length: 300 }, (_, index) => send(webs[index % 2]!, devices[index % 40]!, `at once ${index}`)),
    );
    expect(sent.filter(({ status }) => status !== 200)).toEqual([]);
    await expectEveryScreen(sent.map(positionOf), devices);
  });

  test("do each of 30 jobs once", async () => {
    const { database, tenantId } = scale.world;
    const ids = Array.from({ length: 30 }, () => crypto.randomUUID());
    await transact(database, tenantId, new Date(), async (tx) => {
      for (const id of ids) {
        const payload = { id, to: "someone@example.org", subject: "Once", text: "Only once." };
        enqueue(tx, { id, kind: "mail.send", payload, runAt: new Date() });
      }
      return tx.emit([], () => undefined);
    });
    const [row] = await until(
      () => scale.world.owner<{ done: number; attempts: number }[]>`
        select count(*) filter (where status = 'done')::int as done, sum(attempts)::int as attempts from app.jobs`,
      ([seen]) => seen!.done === ids.length,
    );
    expect(row).toEqual({ done: 30, attempts: 30 });
    expect(readdirSync(join(scale.dataDirectory, "mail")).sort()).toEqual(ids.map((id) => `${id}.eml`).sort());
  });
});

describe("someone at one shard, removed through either process", () => {
  test("loses the room with its last frame, and the session with its stream", async () => {
    const kicked = anyOf(1).at(-1)!;
    const participant_id = kicked.person.participant.id;
    const answer = await webs[0].call(devices[0]!.cookie, "rooms.kick", { room_id, participant_id });
    expect(answer.status).toBe(200);
    const later = await send(webs[1], devices[0]!, "not for them");
    await expectEveryScreen([positionOf(later)], devices.filter((each) => each !== kicked)); // biome-ignore format: one call
    const last = kicked.client.frames.flatMap((frame) => fromFrame(frame) ?? []).at(-1);
    expect(last).toMatchObject({ type: "swp.room.member", content: { membership: "leave", participant_id } });
    await signOut(kicked.ctx);
    expect((await kicked.client.end()).code).toBe(4001);
    devices = devices.filter((each) => each !== kicked);
  });
});

describe("a web process killed in the middle of a burst", () => {
  test("loses nothing that it acknowledged: the other one brings it to every screen", async () => {
    const half = Array.from({ length: 100 }, (_, index) => index);
    const staying = half.map((index) => send(webs[0], devices[index % devices.length]!, `stays ${index}`));
    const dying = half.map((index) => send(webs[1], devices[index % devices.length]!, `dies ${index}`));
    await Promise.any(dying);
    await webs[1].end("SIGKILL");
    const outcomes = await Promise.allSettled([...staying, ...dying]);
    const acknowledged = outcomes.flatMap((each) => (each.status === "fulfilled" ? [positionOf(each.value)] : []));
    expect(acknowledged.length).toBeGreaterThanOrEqual(101);
    expect(acknowledged.length).toBeLessThan(200);
    const last = await send(webs[0], devices[0]!, "after the death");
    await expectEveryScreen([...acknowledged, positionOf(last)], devices);
  });
});

describe("a tenant that is suspended", () => {
  test("is gone within five seconds for every door and every live stream, at both shards", async () => {
    const web = await scale.startWeb(null);
    expect((await send(web, devices[0]!, "before")).status).toBe(200);
    const startedAt = performance.now();
    await transact(scale.world.database, scale.world.tenantId, new Date(), async (tx) => {
      await tx.rows(sql`update app.tenants set suspended_at = now()`);
      return tx.emit([], () => undefined);
    });
    for (const { client } of devices) expect(await client.end()).toEqual({ code: 4001, reason: "SW_TENANT_NOT_FOUND" });
    for (const each of [webs[0], web]) {
      const refused = await until(
        () => send(each, devices[0]!, "after"),
        ({ status }) => status !== 200,
      );
      expect(refused.status).toBe(404);
      expect(refused.body).toMatchObject({ error: { code: "SW_TENANT_NOT_FOUND" } });
    }
    expect(performance.now() - startedAt).toBeLessThan(promisedMs);
  });
});
