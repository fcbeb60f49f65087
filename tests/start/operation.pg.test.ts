import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { promisedMs } from "../support/promised.ts";
import { freePort, Instance, until } from "./instance.ts";
import { bearer, WebBeside } from "./web-beside.ts";

let instance: Instance;
let web: WebBeside;

beforeAll(async () => {
  instance = await Instance.ready({ environment: { SCAIWAVE_LOG: "trace" } });
  web = await WebBeside.start(instance);
});
afterAll(async () => {
  await web?.end();
  await instance?.remove();
});

type Message = { id: string; content: { body: string } };
const room = async (name: string) => (await web.call<{ id: string }>("rooms.create", { name })).id;
const send = (by: WebBeside, room_id: string, body: string) =>
  by.call<Message>("messages.send", { room_id, content: { body }, event_uuid: randomUUID() });
const lines = (by: WebBeside) =>
  by.output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Record<string, unknown>] : []));

describe("/health", () => {
  test("names every configured part and the version, on any Host", async () => {
    const { status, text, headers } = await web.ask("GET", "/health", { host: "192.0.2.7" });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(JSON.parse(text)).toEqual({
      status: "ok",
      checks: { database: "ok", realtime: "ok", mail: "ok", jobs: "ok", subscribers: "ok" },
      version: packageFile.version,
    });
  });

  test("without its mail server is degraded and goes on, and says no secret", async () => {
    const dead = await freePort();
    const poorer = await WebBeside.start(instance, { SCAIWAVE_SMTP_URL: `smtp://user:canary-9f3@127.0.0.1:${dead}` });
    const { status, text } = await poorer.ask("GET", "/health");
    await poorer.end();
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ status: "ok", checks: { mail: "degraded", database: "ok" } });
    expect(`${text}${poorer.output}`).not.toContain("canary-9f3");
    expect(poorer.output).toContain("a part does not work");
  });
});

describe("/metrics", () => {
  test("has the families of the protocol, with patterns and never words of a client's", async () => {
    const canary = randomUUID();
    await web.ask("GET", `/${canary}?q=${canary}`);
    await web.ask("GET", `/v1/${canary}`, bearer);
    await send(web, await room("counted"), "one");
    const { status, text, headers } = await web.ask("GET", "/metrics", { host: "192.0.2.7" });
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain("text/plain");
    expect(text).not.toContain(canary);
    expect(text).toMatch(
      /^scaiwave_http_requests_total\{route="\/api\/trpc\/messages\.send",method="POST",status="200"\} \d+$/m,
    );
    expect(text).toMatch(/^scaiwave_http_requests_total\{route="other",method="GET",status="404"\} \d+$/m);
    expect(text).toMatch(
      /^scaiwave_http_request_duration_seconds_count\{route="\/api\/trpc\/rooms\.create",method="POST"\} 1$/m,
    );
    expect(text).toContain(`scaiwave_build_info{version="${packageFile.version}"} 1`);
    expect(text).toMatch(/^scaiwave_ws_connections\{tenant="[a-z0-9-]+"\} 0$/m);
    expect(text).toMatch(/^scaiwave_realtime_lag_events\{tenant="[a-z0-9-]+"\} \d+$/m);
    for (const family of [
      "scaiwave_arq_queue_depth gauge",
      "scaiwave_arq_jobs_total counter",
      "scaiwave_scaikey_reconcile_diffs_total counter",
      "nodejs_eventloop_lag_seconds gauge",
    ]) {
      expect(text).toContain(`# TYPE ${family}`);
    }
  });

  test("does not exist for who came through a proxy, or without the token that is asked for", async () => {
    expect((await web.ask("GET", "/metrics", { "x-forwarded-for": "127.0.0.1" })).status).toBe(404);
    const token = randomUUID();
    const guarded = await WebBeside.start(instance, { SCAIWAVE_METRICS_TOKEN: token });
    const statuses = [];
    for (const headers of [{}, { authorization: `Bearer ${token}x` }, { authorization: `Bearer ${token}` }]) {
      statuses.push((await guarded.ask("GET", "/metrics", headers as Record<string, string>)).status);
    }
    await guarded.end();
    expect(statuses).toEqual([404, 404, 200]);
    expect(guarded.output).not.toContain(token);
  });
});

describe("the lines of a web process", () => {
  test("name each request by the id that its answer bears, its route and its outcome", async () => {
    const { headers } = await web.ask("GET", "/v1/sync?timeout=0&since=0", {
      ...bearer,
      "x-scaiwave-request-id": "mine",
    });
    const id = headers["x-request-id"];
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const line = await until(() => lines(web).find((each) => each.msg === "request" && each.request_id === id), 30_000);
    expect(line).toMatchObject({ route: "/v1/sync", method: "GET", status: 200, tenant: expect.any(String), participant_id: expect.any(String), ms: expect.any(Number) }); // biome-ignore format: one list
  });

  test("name the events that were written, and the request that wrote them", async () => {
    const sent = await send(web, await room("lines"), "anything");
    const line = await until(
      () => lines(web).find((each) => (each.events as string[] | undefined)?.includes(sent.id)),
      30_000,
    );
    expect(line).toMatchObject({ msg: "events written", request_id: expect.any(String) });
  });

  test("hold no word, token, ticket or query of anybody, even at the lowest level", async () => {
    const canary = `canary-${randomUUID()}`;
    const room_id = await room(canary);
    await send(web, room_id, canary);
    await web.query("messages.list", { room_id, q: canary }).catch(() => undefined);
    await Promise.all([
      web.ask("GET", `/v1/sync?timeout=0&since=${canary}`, bearer),
      web.ask("GET", "/v1/sync?timeout=0", { authorization: `Bearer a.${canary}.c` }),
      web.ask("GET", "/", { cookie: `session=${canary}` }),
      web.ask("GET", `/sign-in?to=${canary}`),
      web.ask("POST", `/api/trpc/messages.send?x=${canary}`, bearer, `{"broken": "${canary}`),
      web.ask("POST", "/api/trpc/messages.send", bearer, { room_id: canary, content: { body: canary } }),
      web.ask("GET", `/v1/stream?token=${canary}`),
      web.ask("POST", "/auth/demo", {}, canary),
      web.ask("GET", `/w/${canary}/r/${canary}`),
    ]);
    const last = await web.ask("GET", "/health");
    await until(() => lines(web).find((each) => each.request_id === last.headers["x-request-id"]), 30_000);
    expect(lines(web).length).toBeGreaterThan(20);
    const logs = join(instance.dataDirectory, "logs");
    const files = readdirSync(logs).map((file) => readFileSync(join(logs, file), "utf8"));
    for (const text of [web.output, instance.output, ...files]) expect(text).not.toContain(canary);
  });
});

test("told to stop, a web process refuses the new, ends what waits, answers what runs, and is gone in time with 0", async () => {
  const ending = await WebBeside.start(instance);
  const room_id = await room("the end");
  const waiting = ending.ask("GET", `/v1/sync?timeout=30000&since=${await headFrom(ending, 0)}`, bearer);

  const sends = Array.from({ length: 20 }, (_, index) => send(ending, room_id, `sent ${index}`));
  await Promise.any(sends);
  const startedAt = performance.now();
  ending.terminate();
  const outcomes = await Promise.allSettled(sends);
  const acknowledged = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value.id] : []));
  expect((await waiting).status).toBe(200);
  await until(async () => ((await refused(ending.port)) ? true : undefined), 30_000);
  expect(await ending.exited).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(promisedMs);

  const { messages } = await web.query<{ messages: Message[] }>("messages.list", {
    room_id,
    limit: 200,
    direction: "back",
  });
  const written = messages.filter(({ content }) => content.body.startsWith("sent ")).map(({ id }) => id);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(written.sort()).toEqual(acknowledged.sort());
});

/** Reads on until nothing follows, and answers that position. */
async function headFrom(by: WebBeside, since: number): Promise<number> {
  const { data } = JSON.parse((await by.ask("GET", `/v1/sync?timeout=0&since=${since}&limit=500`, bearer)).text);
  return data.next_cursor === since ? since : headFrom(by, data.next_cursor);
}

function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}
