import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { type Answer, ask, attempt, originOf, outcomeOf, type Question, type Session } from "./support/http.ts";
import { Stream } from "./support/stream.ts";
import { linden, makeRoom, type Room, signInByForm } from "./support/world.ts";

let ana: Session;
let room: Room;

beforeAll(async () => {
  ana = await signInByForm("ana");
  room = await makeRoom([ana], "bad-requests");
});

const port = inject("port");
const json = "application/json";

/** A send as the browser makes it, with what a test wants to be different. */
function send(changes: {
  readonly headers?: Record<string, string>;
  readonly host?: string;
  readonly body?: string;
}): Promise<Answer> {
  const input = { room_id: room.id, content: { body: "from elsewhere" } };
  const headers = { cookie: ana.cookie, origin: originOf(ana), "content-type": json, ...changes.headers };
  const question: Question = {
    method: "POST",
    path: "/api/trpc/messages.send",
    headers,
    body: changes.body ?? JSON.stringify(input),
  };
  return ask(port, changes.host === undefined ? question : { ...question, host: changes.host });
}

async function nothingWasSaid(): Promise<void> {
  const { data } = await attempt(ana, "messages.list", { room_id: room.id });
  expect(JSON.stringify(data)).not.toContain("from elsewhere");
}

describe("another site", () => {
  test("the same request from the site itself is let through, so that the refusals below mean something", async () => {
    const sent = await send({ body: JSON.stringify({ room_id: room.id, content: { body: "from here" } }) });
    expect(sent.status).toBe(200);
  });

  test.each([
    ["of another host", () => "http://evil.example"],
    ["of the other tenant", () => `http://acme.localhost:${port}`],
    ["of another port", () => `http://localhost:${port + 1}`],
    ["with another scheme", () => `https://localhost:${port}`],
    ["that is opaque", () => "null"],
    ["that only begins like ours", () => `http://localhost:${port}.evil.example`],
  ])("a mutation with an Origin %s is refused and does nothing", async (_name, origin) => {
    const answer = await send({ headers: { origin: origin() } });
    expect([answer.status, outcomeOf(answer).code]).toEqual([403, "SW_AUTH_BAD_ORIGIN"]);
    await nothingWasSaid();
  });

  test("a mutation with a cookie and no Origin at all is refused", async () => {
    const input = JSON.stringify({ room_id: room.id, content: { body: "from elsewhere" } });
    const headers = { cookie: ana.cookie, "content-type": json };
    const answer = await ask(port, { method: "POST", path: "/api/trpc/messages.send", headers, body: input });
    expect(outcomeOf(answer).code).toBe("SW_AUTH_BAD_ORIGIN");
    await nothingWasSaid();
  });

  test("signing somebody in or out from another site is refused", async () => {
    for (const path of ["/auth/demo", "/auth/sign-out"]) {
      const headers = {
        cookie: ana.cookie,
        origin: "http://evil.example",
        "content-type": "application/x-www-form-urlencoded",
      };
      const answer = await ask(port, { method: "POST", path, headers, body: `participant=${ana.participantId}` });
      expect([path, answer.status, answer.headers["set-cookie"]]).toEqual([path, 403, undefined]);
    }
  });

  test("a stream with an Origin of another site is closed with the token's code and gets no frame", async () => {
    const stream = new Stream({ port, host: linden, token: "mock-dev-token", origin: "http://evil.example" });
    expect(await stream.end()).toEqual({ code: 4001, reason: "SW_AUTH_BAD_ORIGIN" });
    expect(stream.frames.map(({ type }) => type)).not.toContain("hello");
  });
});

describe("another host", () => {
  test.each([
    "evil.example",
    "localhost.evil.example",
    "unknown.localhost",
    "acme.localhost@localhost",
    "169.254.169.254",
  ])("the Host %j gets an error and nothing of any tenant", async (host) => {
    for (const path of ["/", "/sign-in", "/api/trpc/views.overview", "/v1/sync?timeout=0"]) {
      const answer = await ask(port, { path, headers: { host, cookie: ana.cookie, accept: "text/html" } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).not.toMatch(/Linden|Acme|Ana de Vries/);
    }
  });

  test("a session of one tenant is nobody at the other", async () => {
    const answer = await ask(port, {
      host: "acme.localhost",
      path: "/api/trpc/views.overview",
      headers: { cookie: ana.cookie },
    });
    expect([answer.status, outcomeOf(answer).code]).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
  });

  test("headers by which a proxy would name another host change nothing", async () => {
    const headers = { cookie: ana.cookie, "x-forwarded-host": "acme.localhost", forwarded: "host=acme.localhost" };
    const answer = await ask(port, { path: "/api/trpc/views.overview", headers });
    expect(outcomeOf(answer).data).toMatchObject({ tenant: { server_name: linden } });
  });

  test("what the server asks of itself is not there for others", async () => {
    for (const path of [
      "/internal/stream/open",
      "/internal/",
      "/INTERNAL/stream/open",
      "//internal/stream/open",
      "/v1/../internal/stream/open",
    ]) {
      const answer = await ask(port, {
        method: "POST",
        path,
        headers: { origin: originOf(ana), "content-type": json },
        body: "{}",
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});

describe("too much, or not what it should be", () => {
  test("a body over 256 KB is refused with 413, announced or not", async () => {
    const body = JSON.stringify({ room_id: room.id, content: { body: "x".repeat(256 * 1024) } });
    const announced = await send({ body });
    expect([announced.status, outcomeOf(announced).code]).toEqual([413, "SW_BODY_TOO_LARGE"]);
    const streamed = await send({ body, headers: { "transfer-encoding": "chunked" } });
    expect([streamed.status, outcomeOf(streamed).code]).toEqual([413, "SW_BODY_TOO_LARGE"]);
  });

  test("content of 65,536 bytes is taken, and one byte more is refused by name", async () => {
    const content = (bytes: number) => {
      const empty = Buffer.byteLength(JSON.stringify({ msgtype: "swp.text", body: "" }));
      return { msgtype: "swp.text", body: "x".repeat(bytes - empty) };
    };
    const most = await attempt(ana, "messages.send", { room_id: room.id, content: content(65_536) });
    expect(most.code).toBeNull();
    const over = await attempt(ana, "messages.send", { room_id: room.id, content: content(65_537) });
    expect([over.status, over.code]).toEqual([413, "SW_CONTENT_TOO_LARGE"]);
  });

  test("the size of content is counted in bytes, not in letters", async () => {
    const over = await attempt(ana, "messages.send", { room_id: room.id, content: { body: "漢".repeat(22_000) } });
    expect([over.status, over.code]).toEqual([413, "SW_CONTENT_TOO_LARGE"]);
  });

  test.each([
    "-1",
    "1.5",
    "1e3",
    "abc",
    "9007199254740993",
    "99999999999999999999",
    "0x10",
    "null",
    "%00",
    "1; drop table events",
  ])("/v1/sync refuses since=%s", async (since) => {
    const path = `/v1/sync?timeout=0&since=${encodeURIComponent(since)}`;
    const answer = await ask(port, { path, headers: { cookie: ana.cookie } });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, "SW_BAD_REQUEST"]);
  });

  test("/v1/sync refuses a position that the log has not reached", async () => {
    const answer = await ask(port, {
      path: "/v1/sync?timeout=0&since=9007199254740991",
      headers: { cookie: ana.cookie },
    });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, "SW_BAD_REQUEST"]);
  });

  test.each([
    ["nothing", ""],
    ["half an object", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"text"'],
    ["an id that is a number", '{"room_id":1}'],
    ["lists within lists, 50,000 deep", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
  ])("a body that is %s is refused in the form of every error", async (_name, body) => {
    const answer = await send({ body });
    expect([answer.status, outcomeOf(answer).code]).toEqual([400, "SW_BAD_REQUEST"]);
  });

  test("an unknown procedure and a wrong method have their codes", async () => {
    const absent = await ask(port, { path: "/api/trpc/rooms.burn", headers: { cookie: ana.cookie } });
    expect([absent.status, outcomeOf(absent).code]).toEqual([404, "SW_NOT_FOUND"]);
    const byGet = await ask(port, { path: "/api/trpc/messages.send?input={}", headers: { cookie: ana.cookie } });
    expect([byGet.status, outcomeOf(byGet).code]).toEqual([405, "SW_METHOD_NOT_ALLOWED"]);
  });
});

describe("keys that nobody asked for", () => {
  const extra = {
    sender_id: randomUUID(),
    tenant_id: randomUUID(),
    power_level: 100,
    created_at: "2020-01-01T00:00:00Z",
    room_type: "dm",
  };

  test.each(Object.entries(extra))("%s is refused by every write, and nothing is made", async (key, value) => {
    const writes: Record<string, object> = {
      "messages.send": { room_id: room.id, content: { body: "from elsewhere" } },
      "rooms.join": { room_id: room.id },
      "rooms.rename": { room_id: room.id, name: "from elsewhere" },
      "rooms.createDm": { participant_id: ana.participantId },
      "rooms.invite": { room_id: room.id, participant_id: randomUUID() },
      "workspaces.create": { name: "from elsewhere" },
      "presence.set": { presence: null },
    };
    for (const [procedure, input] of Object.entries(writes)) {
      const { status, code } = await attempt(ana, procedure, { ...input, [key]: value });
      expect([procedure, status, code]).toEqual([procedure, 400, "SW_BAD_REQUEST"]);
    }
    await nothingWasSaid();
  });

  test("a room is not created with a creator, a state or an owner of one's choice", async () => {
    for (const key of ["creator_id", "state", "tenant_id", "id", "power_level"]) {
      const { code } = await attempt(ana, "rooms.create", { name: "from elsewhere", [key]: randomUUID() });
      expect([key, code]).toEqual([key, "SW_BAD_REQUEST"]);
    }
  });

  test.each(["__proto__", "constructor"])("%s within content is refused", async (key) => {
    const body = `{"room_id":"${room.id}","content":{"body":"from elsewhere","more":{"${key}":{"admin":true}}}}`;
    const answer = await send({ body });
    expect([answer.status, outcomeOf(answer).code]).toEqual([400, "SW_BAD_REQUEST"]);
    await nothingWasSaid();
  });

  test("__proto__ at the top of content gives nobody anything", async () => {
    await send({ body: `{"room_id":"${room.id}","content":{"body":"with a key","__proto__":{"poisoned":true}}}` });
    const { data } = await attempt(ana, "messages.list", { room_id: room.id });
    expect(JSON.stringify(data)).not.toContain("poisoned");
  });
});
