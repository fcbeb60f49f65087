import { afterAll, beforeAll, expect, test } from "vitest";
import { drainPath, secretHeader } from "#/domain/stream/contract.ts";
import { TestClient } from "./testing/client.ts";
import { batch, factsOf, id, logEvent, membership, message, person, room } from "./testing/facts.ts";
import { until } from "./testing/until.ts";
import { granted, refused, TestWeb } from "./testing/web.ts";
import { secret, TestParty } from "./testing/workerd.ts";

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

/** Opens a stream of `number` in rooms 1 of the tenant, whose facts were read at `at`. */
async function enter(tenant: string, number: number, at: number, some: object = {}): Promise<TestClient> {
  web.answer = () =>
    granted(factsOf(person(number), { tenant_id: tenant, room_ids: [room(1)], stream_position: at, ...some }));
  const client = new TestClient(party.connect("?token=t"));
  await client.first("hello");
  return client;
}

const positions = (client: TestClient) =>
  client.frames.filter((frame) => frame.type.startsWith("swp.")).map((frame) => frame.stream_position);

test("a fresh hub begins anywhere, then wants the log without a gap and takes repetition", async () => {
  const tenant = id("0010");
  const publish = (after: number, count: number) =>
    party.hub(
      tenant,
      "publish",
      batch(
        after,
        Array.from({ length: count }, (_, index) => message(after + 1 + index, room(1), person(2))),
        tenant,
      ),
    );
  expect(await publish(40, 2)).toEqual({ status: 200, body: { position: 42 } });
  const client = await enter(tenant, 1, 42);
  expect(await publish(44, 1)).toEqual({ status: 409, body: { position: 42 } });
  expect(await publish(42, 3)).toEqual({ status: 200, body: { position: 45 } });
  expect(await publish(41, 5)).toEqual({ status: 200, body: { position: 46 } });
  expect(await publish(42, 3)).toEqual({ status: 200, body: { position: 46 } });
  await until(
    () => positions(client),
    (seen) => seen.at(-1) === 46,
  );
  expect(positions(client)).toEqual([43, 44, 45, 46]);
  client.socket.terminate();
});

test("a hub that knows only its clients' position asks the log from there", async () => {
  const tenant = id("0011");
  const client = await enter(tenant, 1, 10);
  const send = (after: number) =>
    party.hub(tenant, "publish", batch(after, [message(after + 1, room(1), person(2))], tenant));
  expect(await send(12)).toEqual({ status: 409, body: { position: 10 } });
  expect(await send(10)).toEqual({ status: 200, body: { position: 11 } });
  expect((await client.first("swp.room.message")).stream_position).toBe(11);
  client.socket.terminate();
});

test("a batch of another tenant, with a hole, or of no form is refused", async () => {
  const tenant = id("0012");
  const good = batch(0, [message(1, room(1), person(1))], tenant);
  const statuses = await Promise.all(
    [
      batch(0, [message(1, room(1), person(1))], id("0013")),
      batch(0, [message(1, room(1), person(1)), message(3, room(1), person(1))], tenant),
      { ...good, after: -1 },
      { ...good, events: "all" },
      null,
      [],
    ].map(async (body) => (await party.hub(tenant, "publish", body)).status),
  );
  expect(statuses).toEqual([400, 400, 400, 400, 400, 400]);
  expect((await party.hub(tenant, "publish", good)).status).toBe(200);
});

test("someone who is kicked gets that as the last frame of the room, on every device", async () => {
  const tenant = id("0014");
  const [a, b, other] = [await enter(tenant, 1, 0), await enter(tenant, 1, 0), await enter(tenant, 2, 0)];
  const events = [
    message(1, room(1), person(2)),
    membership(2, room(1), person(1), "leave", person(2)),
    message(3, room(1), person(2)),
  ];
  await party.hub(tenant, "publish", batch(0, events, tenant));
  await until(
    () => positions(other),
    (seen) => seen.length === 3,
  );
  await party.hub(tenant, "publish", batch(3, [membership(4, room(1), person(1), "join")], tenant));
  for (const client of [a, b]) {
    await until(
      () => positions(client),
      (seen) => seen.at(-1) === 4,
    );
    expect(positions(client)).toEqual([1, 2, 4]);
  }
  for (const client of [a, b, other]) client.socket.terminate();
});

test("someone kicked while their stream was opening never gets a frame of the room", async () => {
  const tenant = id("0015");
  const other = await enter(tenant, 2, 0);
  let answer = () => {};
  const asked = new Promise<void>((begun) => {
    web.answer = () =>
      new Promise((resolve) => {
        begun();
        answer = () => resolve(granted(factsOf(person(1), { tenant_id: tenant, room_ids: [room(1)] })));
      });
  });
  const late = new TestClient(party.connect("?token=t"));
  await asked;
  await party.hub(tenant, "publish", batch(0, [membership(1, room(1), person(1), "ban", person(2))], tenant));
  answer();
  expect((await late.first("hello")).stream_position).toBe(1);
  const events = [message(2, room(1), person(2)), logEvent(3, "swp.participant.updated", {} as never)];
  await party.hub(tenant, "publish", batch(1, events, tenant));
  await until(
    () => positions(late),
    (seen) => seen.includes(3),
  );
  expect(positions(late)).toEqual([3]);
  late.socket.terminate();
  other.socket.terminate();
});

test("a session that ended gets that as its last frame and 4001; other sessions go on", async () => {
  const tenant = id("0016");
  const ended = await enter(tenant, 1, 0, { session_id: id("5e55", 1) });
  const other = await enter(tenant, 1, 0, { session_id: id("5e55", 2) });
  const event = logEvent(
    1,
    "swp.session.ended",
    { session_ids: [id("5e55", 1)], reason: "signed_out" },
    { sender_id: person(1) },
  );
  await party.hub(tenant, "publish", batch(0, [event, message(2, room(1), person(2))], tenant));
  expect(await ended.end()).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
  expect(ended.frames.at(-1)!.type).toBe("swp.session.ended");
  await other.first("swp.room.message");
  expect(other.closed).toBeNull();
  other.socket.terminate();
});

test("a second stream of the same client closes the first", async () => {
  const tenant = id("0017");
  const first = await enter(tenant, 1, 0, { client_id: "page-1" });
  const beside = await enter(tenant, 1, 0, { client_id: "page-2" });
  const second = await enter(tenant, 1, 0, { client_id: "page-1" });
  expect(await first.end()).toEqual({ code: 4003, reason: "duplicate_connection" });
  expect([beside.closed, second.closed]).toEqual([null, null]);
  for (const client of [beside, second]) client.socket.terminate();
});

test("an expired token ends its stream with 4001", async () => {
  const tenant = id("0018");
  const client = await enter(tenant, 1, 0, { expires_at: new Date(Date.now() + 2_000).toISOString() });
  expect(await client.end()).toEqual({ code: 4001, reason: "SW_AUTH_EXPIRED_TOKEN" });
});

test("a stream that only listens is told that it may not type, and nobody hears of it", async () => {
  const tenant = id("0118");
  const other = await enter(tenant, 2, 0);
  const reader = await enter(tenant, 1, 0, { read_only: true });
  reader.socket.send(JSON.stringify({ type: "typing", room_id: room(1), typing: true }));
  expect(await reader.first("error")).toMatchObject({ code: "SW_AUTH_INSUFFICIENT_SCOPE" });
  const writer = await enter(tenant, 3, 0);
  writer.socket.send(JSON.stringify({ type: "typing", room_id: room(1), typing: true }));
  expect(await other.first("typing")).toMatchObject({ participant_id: person(3) });
  expect(other.frames.filter((frame) => frame.participant_id === person(1))).toEqual([]);
  for (const client of [other, reader, writer]) client.socket.terminate();
});

test("frames that skip the log reach the room, and nothing of the log comes that way", async () => {
  const tenant = id("0019");
  const client = await enter(tenant, 1, 0);
  const audience = { kind: "room", room_id: room(1), also: [] };
  const turn = { turn_id: id("7777"), thread_root_id: null };
  const status = { type: "swp.ai.status", room_id: room(1), participant_id: person(9), ...turn, status: "thinking" };
  expect((await party.hub(tenant, "ephemeral", { frames: [{ audience, frame: status }] })).status).toBe(200);
  expect(await client.first("swp.ai.status")).toMatchObject({ ...status, tenant_id: tenant });
  for (const type of ["swp.room.message", "hello", "ping", "presence"]) {
    const reply = await party.hub(tenant, "ephemeral", { frames: [{ audience, frame: { ...status, type } }] });
    expect(reply.status).toBe(400);
  }
  const typing = { type: "typing", room_id: room(1), participant_id: person(2), typing: true };
  await party.hub(tenant, "ephemeral", { frames: [{ audience, frame: typing }] });
  expect(await client.first("typing")).toMatchObject(typing);
  client.socket.terminate();
});

test("typing and presence go to those who share a room, and to nobody else", async () => {
  const tenant = id("001a");
  const ana = await enter(tenant, 1, 0);
  const ben = await enter(tenant, 2, 0);
  const eve = await enter(tenant, 3, 0, { room_ids: [room(2)] });
  ana.send({ type: "typing", room_id: room(1), typing: true });
  expect(await ben.first("typing")).toMatchObject({ room_id: room(1), participant_id: person(1), typing: true });
  expect(await ben.first("presence")).toMatchObject({ status: "online" });
  ana.send({ type: "presence", status: "idle" });
  await until(
    () => ben.of("presence"),
    (frames) => frames.some((frame) => frame.participant_id === person(1) && frame.status === "idle"),
  );
  const answer = await party.hub(tenant, "presence", { viewer_id: person(2), ids: [person(1), person(7)] });
  expect(answer.body).toEqual({ data: { [person(1)]: "idle", [person(7)]: "offline" } });
  expect(eve.of("typing")).toEqual([]);
  expect(eve.of("presence").map((frame) => frame.participant_id)).toEqual([person(3)]);
  expect(ana.of("typing")).toEqual([]);
  for (const client of [ana, ben, eve]) client.socket.terminate();
});

test("fifty streams get a burst whole, in order and once", async () => {
  const tenant = id("001b");
  const clients = await Promise.all(Array.from({ length: 50 }, (_, index) => enterAs(tenant, index + 1)));
  const total = 600;
  for (let after = 0; after < total; after += 50) {
    const events = Array.from({ length: 50 }, (_, index) => message(after + 1 + index, room(1), person(1)));
    expect((await party.hub(tenant, "publish", batch(after, events, tenant))).status).toBe(200);
  }
  const expected = Array.from({ length: total }, (_, index) => index + 1);
  for (const client of clients) {
    await until(
      () => positions(client).length,
      (count) => count >= total,
    );
    expect(positions(client)).toEqual(expected);
    client.socket.terminate();
  }
});

async function enterAs(tenant: string, number: number): Promise<TestClient> {
  web.answer = ({ token }) => granted(factsOf(person(Number(token)), { tenant_id: tenant, room_ids: [room(1)] }));
  const client = new TestClient(party.connect(`?token=${number}`));
  await client.first("hello");
  return client;
}

test("before a restart every stream is closed with 1012; after a crash the log goes on where clients are", async () => {
  const tenant = id("001c");
  const client = await enter(tenant, 1, 0);
  const drained = await party.ask("POST", drainPath, {}, { [secretHeader]: secret });
  expect(drained.status).toBe(200);
  expect(await client.end()).toEqual({ code: 1012, reason: "restart" });
  const again = await enter(tenant, 1, 7);
  await party.kill();
  expect((await again.end()).code).toBe(1006);
  await party.start();
  const fresh = await enter(tenant, 1, 9);
  const behind = await party.hub(tenant, "publish", batch(7, [message(8, room(1), person(2))], tenant));
  expect(behind).toEqual({ status: 200, body: { position: 9 } });
  await party.hub(
    tenant,
    "publish",
    batch(
      8,
      [9, 10].map((n) => message(n, room(1), person(2))),
      tenant,
    ),
  );
  await fresh.first("swp.room.message");
  expect(positions(fresh)).toEqual([10]);
  fresh.socket.terminate();
});
