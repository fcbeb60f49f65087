import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestClient } from "./testing/client.ts";
import { batch, factsOf, id, message, person, room } from "./testing/facts.ts";
import { until } from "./testing/until.ts";
import { granted, refused, TestWeb } from "./testing/web.ts";
import { TestParty } from "./testing/workerd.ts";

let party: TestParty;
const web = new TestWeb(() => refused(401, "SW_AUTH_INVALID_TOKEN"));

beforeAll(async () => {
  party = await TestParty.build();
  await web.listen(party.webSocket);
  await party.start();
});
afterAll(async () => {
  await party.remove();
  await web.close();
});

async function enter(tenant: string, number = 1): Promise<TestClient> {
  web.answer = () => granted(factsOf(person(number), { tenant_id: tenant, room_ids: [room(1)] }));
  const client = new TestClient(party.connect("?token=t"));
  await client.first("hello");
  return client;
}

test("frames of no known form are answered, and the stream goes on", async () => {
  const client = await enter(id("0020"));
  const deep = "[".repeat(2_000) + "]".repeat(2_000);
  const strange = [
    "not json",
    deep,
    "null",
    '{"type":"constructor"}',
    '{"type":"typing","typing":true}',
    `{"type":"typing","room_id":"${room(1)}","typing":true,"__proto__":{"admin":true}}`,
    `{"type":"presence","status":"appear_offline"}`,
    Buffer.from('{"type":"pong"}'),
    JSON.stringify({ type: "pong", ts: "x".repeat(4096) }),
  ];
  for (const frame of strange) client.send(frame);
  const errors = await until(
    () => client.of("error"),
    (seen) => seen.length === strange.length,
  );
  expect(errors.every((error) => error.code === "SW_FRAME_INVALID")).toBe(true);
  expect(client.closed).toBeNull();
  client.socket.terminate();
});

test("who goes on sending nonsense is closed with 4003", async () => {
  const client = await enter(id("0021"));
  for (let count = 0; count < 20; count += 1) client.send("nonsense");
  expect(await client.end()).toEqual({ code: 4003, reason: "frame_invalid" });
});

test("a flood is warned once and then closed with 4003", async () => {
  const client = await enter(id("0022"));
  for (let count = 0; count < 1_000; count += 1) client.send({ type: "pong" });
  expect(await client.end()).toEqual({ code: 4003, reason: "rate_limit" });
  expect(client.of("error").map((error) => error.code)).toEqual(["SW_RATE_LIMIT_EXCEEDED"]);
});

test("a frame of ten megabytes ends the stream, and the hub goes on", async () => {
  const tenant = id("0023");
  const other = await enter(tenant, 2);
  const client = await enter(tenant, 1);
  client.send("x".repeat(10_000_000));
  expect((await client.end()).code).toBe(1009);
  await party.hub(tenant, "publish", batch(0, [message(1, room(1), person(2))], tenant));
  await other.first("swp.room.message");
  other.socket.terminate();
});

test("words that are no UTF-8 are no known frame", async () => {
  const tenant = id("0026");
  const other = await enter(tenant, 2);
  const client = await enter(tenant, 1);
  client.socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
  expect(await client.first("error")).toMatchObject({ code: "SW_FRAME_INVALID" });
  client.socket.terminate();
  await hears(other, tenant);
});

test("ten megabytes in pieces end the stream like a frame of ten megabytes", async () => {
  const tenant = id("0027");
  const other = await enter(tenant, 2);
  const client = await enter(tenant, 1);
  const piece = "x".repeat(100_000);
  for (let count = 0; count < 100; count += 1) client.socket.send(piece, { fin: count === 99 });
  expect((await client.end()).code).toBe(1009);
  await hears(other, tenant);
});

test("a frame that unpacks to ten megabytes ends the stream, or is never agreed on", async () => {
  const tenant = id("0028");
  const other = await enter(tenant, 2);
  const client = await enter(tenant, 1);
  // The client of these tests offers compression: ten kilobytes on the line where it is taken up.
  client.socket.send("0".repeat(10_000_000), { compress: true });
  expect((await client.end()).code).toBe(1009);
  await hears(other, tenant);
});

test("a flood of the protocol's own pings keeps nobody else from hearing", async () => {
  const tenant = id("0029");
  const other = await enter(tenant, 2);
  const client = await enter(tenant, 1);
  for (let count = 0; count < 5_000; count += 1) client.socket.ping();
  await hears(other, tenant);
  client.socket.terminate();
});

test("typing into a foreign room is refused as if the room were not there", async () => {
  const tenant = id("0024");
  const client = await enter(tenant, 1);
  web.answer = () => granted(factsOf(person(2), { tenant_id: tenant, room_ids: [room(2)] }));
  const inside = new TestClient(party.connect("?token=t"));
  await inside.first("hello");
  for (const foreign of [room(2), room(3)]) client.send({ type: "typing", room_id: foreign, typing: true });
  const errors = await until(
    () => client.of("error"),
    (seen) => seen.length === 2,
  );
  expect(errors.map((error) => error.code)).toEqual(["SW_ROOM_NOT_FOUND", "SW_ROOM_NOT_FOUND"]);
  await party.hub(tenant, "publish", batch(0, [message(1, room(2), person(3))], tenant));
  await inside.first("swp.room.message");
  expect(inside.of("typing")).toEqual([]);
  client.socket.terminate();
  inside.socket.terminate();
});

test("a reader who does not read is closed with 4009, and the others lose nothing", async () => {
  const tenant = id("0025");
  const good = await enter(tenant, 2);
  web.answer = () => granted(factsOf(person(1), { tenant_id: tenant, room_ids: [room(1)] }));
  const slow = await silentReader();
  let after = 0;
  const body = "x".repeat(30_000);
  await until(
    async () => {
      const events = Array.from({ length: 20 }, (_, index) => message(after + 1 + index, room(1), person(2), body));
      await party.hub(tenant, "publish", batch(after, events, tenant));
      after += events.length;
      return party.output;
    },
    (output) => output.includes('"code":4009'),
    20_000,
  );
  await until(
    () => good.of("swp.room.message").length,
    (count) => count === after,
  );
  expect(good.closed).toBeNull();
  expect(after * body.length).toBeLessThan(16_000_000);
  slow.destroy();
  good.socket.terminate();
});

/** The hub still brings what is said in the room to one who did nothing. */
async function hears(other: TestClient, tenant: string): Promise<void> {
  await party.hub(tenant, "publish", batch(0, [message(1, room(1), person(3))], tenant));
  await other.first("swp.room.message");
  expect(other.closed).toBeNull();
  other.socket.terminate();
}

/** A client below the level of `ws`: it completes the upgrade and never reads again. */
function silentReader(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(party.socket);
    socket.once("error", reject);
    socket.write(
      "GET /v1/stream?token=t HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    socket.once("data", () => {
      socket.pause();
      resolve(socket);
    });
  });
}
