import { afterAll, beforeAll, expect, test } from "vitest";
import { hubPath, secretHeader } from "#/domain/stream/contract.ts";
import { TestClient } from "./testing/client.ts";
import { batch, factsOf, id, message, person, room } from "./testing/facts.ts";
import { until } from "./testing/until.ts";
import { granted, refused, TestWeb } from "./testing/web.ts";
import { secret, TestParty } from "./testing/workerd.ts";

const tenant = id("0001");
let party: TestParty;
const web = new TestWeb(() => refused(401, "SW_AUTH_INVALID_TOKEN"));
const welcome = () => granted(factsOf(person(1), { tenant_id: tenant, room_ids: [room(1)], stream_position: 4 }));

beforeAll(async () => {
  party = await TestParty.build();
  await web.listen(party.webSocket);
  await party.start();
});
afterAll(async () => {
  await party.remove();
  await web.close();
});

const open = (query: string, headers?: Record<string, string>) => new TestClient(party.connect(query, headers));

test("a stream says hello, then sends what happens in its rooms", async () => {
  web.answer = welcome;
  const client = open("?token=good");
  expect(await client.first("hello")).toEqual({
    type: "hello",
    session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    server_name: "localhost",
    tenant_id: tenant,
    stream_position: 4,
    ts: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const events = [message(5, room(2), person(2)), message(6, room(1), person(2))];
  expect(await party.hub(tenant, "publish", batch(4, events, tenant))).toEqual({ status: 200, body: { position: 6 } });
  const frame = await client.first("swp.room.message");
  expect(frame).toMatchObject({ room_id: room(1), content: { body: "message 6" }, stream_position: 6 });
  expect(frame).not.toHaveProperty("audience");
  expect(client.of("swp.room.message")).toHaveLength(1);
  client.socket.close(1000);
  expect((await client.end()).code).toBe(1000);
});

test("the web application is told the token, the origin and the host of the upgrade", async () => {
  web.answer = (question) =>
    question.origin === `http://${question.host}` ? welcome() : refused(403, "SW_AUTH_BAD_ORIGIN");
  const evil = open("?token=good", { host: "chat.example:3000", origin: "https://evil.example" });
  expect(await evil.end()).toEqual({ code: 4001, reason: "SW_AUTH_BAD_ORIGIN" });
  expect(web.asked.at(-1)).toEqual({ token: "good", origin: "https://evil.example", host: "chat.example:3000" });
  expect(evil.frames).toEqual([]);
  const own = open("?token=good", { host: "chat.example:3000", origin: "http://chat.example:3000" });
  await own.first("hello");
  own.socket.terminate();
});

test("a refused token is closed with 4001 and its code", async () => {
  for (const code of ["SW_AUTH_INVALID_TOKEN", "SW_AUTH_EXPIRED_TOKEN", "SW_AUTH_TENANT_MISMATCH"]) {
    web.answer = () => refused(401, code);
    expect(await open("?token=bad").end()).toEqual({ code: 4001, reason: code });
  }
});

test("a missing, empty or huge token is refused without asking", async () => {
  web.answer = welcome;
  const before = web.asked.length;
  for (const query of ["", "?token=", "?other=good", `?token=${"x".repeat(4097)}`]) {
    expect(await open(query).end()).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
  }
  expect(web.asked).toHaveLength(before);
});

test("a web application that cannot answer makes the client come back later", async () => {
  for (const opening of [
    refused(503, "SW_UNAVAILABLE"),
    { status: 500, body: null },
    { status: 404, body: "<html>" },
    { status: 200, body: { tenant_id: "nonsense" } },
  ]) {
    web.answer = () => opening;
    expect(await open("?token=good").end()).toEqual({ code: 1013, reason: "SW_UNAVAILABLE" });
  }
  web.answer = () => refused(429, "SW_RATE_LIMIT_EXCEEDED");
  expect(await open("?token=good").end()).toEqual({ code: 1013, reason: "SW_RATE_LIMIT_EXCEEDED" });
});

test("who asks for lists learns of all who are there in one frame, others of each in one", async () => {
  const there = id("001c");
  let number = 40;
  web.answer = () => {
    number += 1;
    return granted(factsOf(person(number), { tenant_id: there, room_ids: [room(1)] }));
  };
  const enter = async (query: string) => {
    const client = open(query);
    await client.first("hello");
    return client;
  };
  const [first, second] = [await enter("?token=a"), await enter("?token=b")];
  await until(
    () => [...first.of("presence"), ...second.of("presence")].map((frame) => frame.participant_id).sort(),
    (told) => told.length >= 4,
  );
  const ours = await enter("?token=c&presence=list");
  const { people } = (await ours.first("presence_list")) as unknown as { people: { participant_id: string }[] };
  expect(people.map(({ participant_id }) => participant_id).sort()).toEqual([person(41), person(42)]);
  const program = await enter("?token=d&presence=other");
  await program.first("presence");
  expect(program.of("presence_list")).toEqual([]);
  for (const client of [first, second, ours, program]) client.socket.terminate();
});

test("only the exact path speaks, and only WebSocket", async () => {
  web.answer = welcome;
  expect(await party.ask("GET", "/v1/stream?token=good")).toMatchObject({ status: 426 });
  expect(await party.ask("GET", "/v1/stream/?token=good")).toMatchObject({ status: 404 });
  const beside = new TestClient(party.connect("?token=good", {}, "/v1/stream/x"));
  await beside.end();
  expect(beside.refusal).toContain("404");
});

test("what is internal is refused without the secret", async () => {
  const body = batch(0, [message(1, room(1), person(1))], tenant);
  const refusedPost = async (path: string, headers: Record<string, string>) =>
    expect((await party.ask("POST", path, body, headers)).status).toBe(404);
  for (const action of ["publish", "ephemeral", "presence"] as const) {
    await refusedPost(hubPath(tenant, action), {});
    await refusedPost(hubPath(tenant, action), { [secretHeader]: `${secret.slice(0, -1)}x` });
    await refusedPost(hubPath(tenant, action), { [secretHeader]: `${secret}x` });
    await refusedPost(hubPath(tenant, action), { [secretHeader]: "" });
  }
  await refusedPost("/drain", {});
  const withSecret = { [secretHeader]: secret };
  for (const path of ["admit", "drain", "stream", "publish/x", ""]) {
    await refusedPost(`/parties/tenant/${tenant}/${path}`, withSecret);
  }
  await refusedPost(hubPath("not-a-tenant", "publish"), withSecret);
  await refusedPost("/parties/main/x", withSecret);
  await refusedPost("/party/x", withSecret);
  expect((await party.ask("GET", hubPath(tenant, "publish"), undefined, withSecret)).status).toBe(405);
});

test("nobody connects to a party directly, whatever headers they bring", async () => {
  const headers = { [secretHeader]: secret, "x-admission": "guess" };
  const hub = `/parties/tenant/${tenant}`;
  for (const path of [`${hub}/stream`, hub, "/parties/main/x", "/party/x", `/parties/note/${id("9999")}/x`]) {
    const client = new TestClient(party.connect("", headers, path));
    await client.end();
    expect(client.refusal).toContain("404");
  }
});

test("no line of the process holds a token", () => {
  expect(party.output).not.toContain("token=");
  expect(party.output).not.toContain("good");
});
