import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handleInternal } from "../../src/server/api/internal.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import type { Person } from "../support/world.ts";
import { call, callRaw, codeOf, cookieOf, type Doors, openDoors, signInAs, signOut, syncSince } from "./support.ts";

let doors: Doors;
let ana: Person;
let cookie: string;
let room_id: string;

beforeAll(async () => {
  doors = await openDoors();
  ana = await doors.world.person("ana");
  cookie = await cookieOf(ana.participant.id);
  room_id = (await createRoom(ana.ctx, { name: "talk" })).id;
});
afterAll(() => doors.end());

const send = (ask: object, body: object = { room_id, content: { body: "hi" } }) =>
  call("messages.send", "mutation", body, { cookie, ...ask });

describe("hosts and origins", () => {
  test("an unknown Host gets one answer, whatever it asks and whoever asks", async () => {
    for (const host of ["evil.example", "localhost.evil.example", "acme.localhost", "", "local host", "localhost.", "[::1", "localhost:99999999"]) {
      const headers = { host };
      const response = await call("views.overview", "query", undefined, { cookie, ...headers, host: "localhost:3000" });
      expect(response.status).toBe(200);
      await expect(doors.app.tenants.byHost(host)).rejects.toMatchObject({ code: "SW_TENANT_NOT_FOUND" });
    } // biome-ignore format: hosts
  });

  test("in a demo the loopback addresses are the first tenant, with any port", async () => {
    for (const host of ["localhost", "localhost:4321", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"]) {
      expect((await doors.app.tenants.byHost(host)).serverName).toBe("localhost");
    }
  });

  test("a change from another site is refused, with or without a session, and so is one that hides its origin", async () => {
    expect((await send({})).status).toBe(200);
    for (const origin of ["http://evil.example", "https://localhost:3000", "http://localhost:3001", "null", null]) {
      const response = await send({ origin });
      expect([response.status, await codeOf(response)]).toEqual([403, "SW_AUTH_BAD_ORIGIN"]);
      expect((await signInAs(ana.participant.id, { origin })).status).toBe(403);
      expect((await signOut({ origin, cookie })).status).toBe(403);
    }
    expect((await send({})).status).toBe(200);
  });

  test("a program with a token may come without an origin, never with a foreign one", async () => {
    expect((await send({ cookie: undefined, bearer: "mock-dev-token", origin: null })).status).toBe(200);
    expect((await send({ cookie: undefined, bearer: "mock-dev-token", origin: "http://evil.example" })).status).toBe(
      403,
    );
  });
});

describe("sessions", () => {
  test("the cookie is host-only, hidden from scripts, and its secret is stored nowhere", async () => {
    const header = (await signInAs(ana.participant.id)).headers.get("set-cookie")!;
    expect(header).toMatch(/HttpOnly/i);
    expect(header).toMatch(/SameSite=Lax/i);
    expect(header).not.toMatch(/Domain=/i);
    const secret = header.split(";")[0]!.split("=")[1]!;
    const stored = await doors.world.owner`select row_to_json(s)::text as row from app.sessions s`;
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  test("signing out ends this session at once and leaves the others", async () => {
    const [one, other] = [await cookieOf(ana.participant.id), await cookieOf(ana.participant.id)];
    expect((await signOut({ cookie: one })).status).toBe(303);
    const ended = await call("views.overview", "query", undefined, { cookie: one });
    expect([ended.status, await codeOf(ended)]).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
    expect((await call("views.overview", "query", undefined, { cookie: other })).status).toBe(200);
    const last = (await doors.world.log()).at(-1);
    expect(last).toMatchObject({
      type: "swp.session.ended",
      audience: { kind: "participants", also: [ana.participant.id] },
    });
  });

  test("a session of another tenant is nobody here, and a token shaped like a JWT is never mocked", async () => {
    const acme = await doors.world.tenant("acme");
    const rosa = await acme.person("rosa");
    const foreign = await cookieOf(rosa.participant.id, { host: "acme.localhost:3000" });
    const at = (host: string) => call("views.overview", "query", undefined, { cookie: foreign, host });
    expect((await at("acme.localhost:3000")).status).toBe(200);
    expect((await at("localhost:3000")).status).toBe(401);
    expect((await signInAs(rosa.participant.id)).headers.get("location")).toBe("/sign-in?error=unknown");
    for (const bearer of ["a.b.c", "eyJhbGciOiJub25lIn0.e30."]) {
      expect((await call("views.overview", "query", undefined, { bearer })).status).toBe(401);
    }
  });

  test("after signing in one goes to a path of this site, never elsewhere", async () => {
    const locationOf = async (next: string) => (await signInAs(ana.participant.id, {}, next)).headers.get("location");
    expect(await locationOf("/w/linden/r/1?m=2")).toBe("/w/linden/r/1?m=2");
    for (const next of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/a\r\nx: y",
      "",
    ]) {
      expect(await locationOf(next), next).toBe("/");
    }
  });
});

describe("bodies and inputs", () => {
  test("a body over 256 KB is refused as it arrives, and content over 64 KB with its own code", async () => {
    const huge = await send({}, { room_id, content: { body: "x".repeat(300_000) } });
    expect([huge.status, await codeOf(huge)]).toEqual([413, "SW_BODY_TOO_LARGE"]);
    const large = await send({}, { room_id, content: { body: "x".repeat(70_000) } });
    expect([large.status, await codeOf(large)]).toEqual([413, "SW_CONTENT_TOO_LARGE"]);
  });

  test("keys that no input has are refused, so nothing can be assigned that was not asked for", async () => {
    for (const key of ["tenant_id", "sender_id", "room_type", "power_level", "created_at", "as_participant_id"]) {
      const response = await send({}, { room_id, content: { body: "hi" }, [key]: ana.participant.id });
      expect([key, response.status, await codeOf(response)]).toEqual([key, 400, "SW_BAD_REQUEST"]);
    }
    const made = await call(
      "rooms.create",
      "mutation",
      { name: "x", power_level: 100, creator_id: ana.participant.id },
      { cookie },
    );
    expect(made.status).toBe(400);
  });

  test("broken JSON, unknown procedures and wrong methods are refused without a stack", async () => {
    const answers = [
      await callRaw("/api/trpc/messages.send", { cookie, body: "{", type: "application/json" }),
      await callRaw("/api/trpc/messages.nothing", { cookie }),
      await callRaw("/api/trpc/messages.send", { cookie }),
      await callRaw("/api/trpc/__proto__.constructor", { cookie }),
      await callRaw(`/api/trpc/${"views.overview,".repeat(50)}views.overview?batch=1&input={}`, { cookie }),
    ];
    for (const answer of answers) {
      const text = await answer.text();
      expect(answer.status, text).toBeGreaterThanOrEqual(400);
      expect(answer.status, text).toBeLessThan(500);
      expect(text).not.toMatch(/\bat .*\.ts:|node_modules|stack/);
    }
  });
});

describe("GET /v1/sync", () => {
  test("hands out what happened after `since`, page by page, up to the end of the log", async () => {
    for (let index = 0; index < 7; index += 1) await sendMessage(ana.ctx, { room_id, content: { body: `${index}` } });
    const seen: number[] = [];
    let since = 0;
    for (let page = 0; page < 100; page += 1) {
      const { data } = await (await syncSince(`?since=${since}&limit=3&timeout=0`, { cookie })).json();
      seen.push(...data.events.map((event: { stream_position: number }) => event.stream_position));
      since = data.next_cursor;
      if (!data.has_more) break;
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
    expect(since).toBe(await doors.world.head());
  });

  test("waits for the next event and answers it at once", async () => {
    const head = await doors.world.head();
    const waiting = syncSince(`?since=${head}&timeout=20000`, { cookie });
    const sent = await call("messages.send", "mutation", { room_id, content: { body: "awaited" } }, { cookie });
    const { data } = await (await waiting).json();
    expect(data.events.map((event: { id: string }) => event.id)).toEqual([(await sent.json()).result.data.id]);
    expect(data.events[0]).toMatchObject({ event_type: "swp.room.message", content: { body: "awaited" } });
  });

  test("answers an empty list when nothing happens in time, and 400 for senseless positions", async () => {
    const head = await doors.world.head();
    const { data } = await (await syncSince(`?since=${head}&timeout=1`, { cookie })).json();
    expect(data).toEqual({ events: [], next_cursor: head, has_more: false });
    for (const query of ["since=-1", "since=abc", "since=1.5", "since=99999999999999999999", `since=${head + 1000}`, "since=NaN", "limit=0", "limit=501", "timeout=-1", "timeout=999999"]) {
      const response = await syncSince(`?${query}&timeout=0`.replace(/timeout=(.*)&timeout=0/, "timeout=$1"), { cookie });
      expect([query, response.status, await codeOf(response)]).toEqual([query, 400, "SW_BAD_REQUEST"]);
    } // biome-ignore format: queries
    expect((await syncSince("?since=0")).status).toBe(401);
  });
});

describe("the internal door", () => {
  const open = (body: unknown, secret = "k".repeat(32)) =>
    handleInternal(
      new Request("http://web/internal/stream/open", {
        method: "POST",
        headers: { "x-scaiwave-secret": secret },
        body: JSON.stringify(body),
      }),
    );
  const ticket = async () => {
    const response = await call("identity.streamTicket", "mutation", { client_id: doors.world.newId() }, { cookie });
    return (await response.json()).result.data.ticket as string;
  };
  const host = "localhost:3000";

  test("opens a stream for a ticket once, and tells the hub who it is and what it may hear", async () => {
    const token = await ticket();
    const facts = await (await open({ token, origin: `http://${host}`, host })).json();
    expect(facts).toMatchObject({ participant_id: ana.participant.id, server_name: "localhost", room_ids: [room_id] });
    expect(facts.stream_position).toBe(await doors.world.head());
    expect((await open({ token, origin: `http://${host}`, host })).status).toBe(401);
  });

  test("refuses a foreign origin, a wrong secret, another tenant's host and a token of no kind", async () => {
    expect(await codeOf(await open({ token: await ticket(), origin: "http://evil.example", host }))).toBe(
      "SW_AUTH_BAD_ORIGIN",
    );
    expect((await open({ token: await ticket(), origin: null, host }, "x".repeat(32))).status).toBe(404);
    expect((await open({ token: await ticket(), origin: null, host: "acme.localhost:3000" })).status).toBe(401);
    expect((await open({ token: "a.b.c", origin: null, host })).status).toBe(401);
    expect((await open({ token: "swt_guess", origin: null, host })).status).toBe(401);
    expect((await open({ token: "mock-dev-token", origin: null, host })).status).toBe(200);
  });
});
