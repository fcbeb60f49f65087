import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../../src/server/api/rest/endpoints.ts";
import { answerRest } from "../../src/server/api/rest/rest-door.ts";
import { sampleIds } from "../../src/server/api/rest/samples.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { call, type Doors, openDoors } from "../doors/support.ts";
import { absentId } from "../support/refusal.ts";
import { type Ask, ask, cookieOf, read, type Stage, setStage } from "./support.ts";

let doors: Doors;
let stage: Stage;
let cookie: string;
let room: string;

beforeAll(async () => {
  doors = await openDoors();
  stage = await setStage(doors);
  cookie = await cookieOf(doors, stage.ana);
  room = stage.ids[sampleIds.room]!;
});
afterAll(() => doors.end());

const send = (given: Ask) => ask("POST", `/rooms/${room}/send`, { cookie, ...given });
const outcome = async (response: Response) => {
  const { status, code } = await read(response);
  return [status, code];
};
const nested = (depth: number) => `{"content":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

describe("bodies", () => {
  test("a body is JSON in UTF-8 and says so", async () => {
    const body = JSON.stringify({ content: { body: "hi" } });
    for (const type of ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']) {
      expect([type, ...(await outcome(await send({ body, type })))]).toEqual([type, 200, null]);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "application/jsonp", "application/json, text/plain"]) {
      expect([type, ...(await outcome(await send({ body, type })))]).toEqual([type, 400, "SW_BAD_REQUEST"]);
    } // biome-ignore format: types
    const latin = new Uint8Array([
      ...new TextEncoder().encode('{"content":{"body":"'),
      0xe9,
      ...new TextEncoder().encode('"}}'),
    ]);
    expect(await outcome(await send({ body: latin, type: "application/json" }))).toEqual([400, "SW_BAD_REQUEST"]);
  });

  test("what is malformed, no object, or says a key twice is refused in words", async () => {
    const bodies = {
      "{": "The body is not valid JSON.",
      "{content:1}": "The body is not valid JSON.",
      NaN: "The body is not valid JSON.",
      "[]": "The body must be a JSON object.",
      null: "The body must be a JSON object.",
      '"text"': "The body must be a JSON object.",
      '{"content":{"body":"a"},"content":{"body":"b"}}': "“content” is given twice.",
      '{"content":{"body":"a","\\u0062ody":"b"}}': "“body” is given twice.",
      '{"content":{"body":"a"},"__proto__":{"x":1}}': "“__proto__” is not allowed as a key.",
      '{"content":{"body":"a","x":{"__pro\\u0074o__":1}}}': "“__proto__” is not allowed as a key.",
    };
    for (const [body, message] of Object.entries(bodies)) {
      const refused = await read(await send({ body, type: "application/json" }));
      expect([body, refused.status, refused.error]).toEqual([body, 400, { code: "SW_BAD_REQUEST", message }]);
    }
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("a string may look like JSON, and nesting has a bound", async () => {
    const tricky = { body: 'a "quoted" {"body": [[[ : , \\" end', lang: "a\\" };
    expect(await outcome(await send({ json: { content: tricky } }))).toEqual([200, null]);
    for (const depth of [65, 10_000, 30_000]) {
      const refused = await send({ body: nested(depth), type: "application/json" });
      expect([depth, ...(await outcome(refused))]).toEqual([depth, 400, "SW_BAD_REQUEST"]);
    }
  });

  test("over 256 KB is refused, and content over 64 KB with its own code", async () => {
    const large = (size: number) => send({ json: { content: { body: "x".repeat(size) } } });
    expect(await outcome(await large(300_000))).toEqual([413, "SW_BODY_TOO_LARGE"]);
    expect(await outcome(await large(70_000))).toEqual([413, "SW_CONTENT_TOO_LARGE"]);
  });

  test("an endpoint without a body takes an empty one, and nothing in it that it does not know", async () => {
    const leave = (given: Ask) => ask("POST", "/me/sessions/end-others", { cookie, ...given });
    expect((await leave({})).status).toBe(200);
    expect((await leave({ json: {} })).status).toBe(200);
    expect(await outcome(await leave({ json: { all: true } }))).toEqual([400, "SW_BAD_REQUEST"]);
  });
});

describe("keys", () => {
  test("what no input has is refused wherever it stands, by name", async () => {
    for (const key of ["tenant_id", "sender_id", "power_level", "created_at", "as_participant_id"]) {
      const inBody = await read(await send({ json: { content: { body: "hi" }, [key]: absentId } }));
      expect([key, inBody.status, inBody.code]).toEqual([key, 400, "SW_BAD_REQUEST"]);
      const inQuery = await read(await ask("GET", `/rooms?${key}=1`, { cookie }));
      expect([key, inQuery.status, inQuery.error.message]).toEqual([key, 400, expect.stringContaining(key)]);
    }
  });

  test("a key of the path cannot come again in the query or the body, nor one twice in the query", async () => {
    const other = await setStage(doors);
    const foreign = other.ids[sampleIds.room]!;
    expect(await outcome(await send({ json: { room_id: foreign, content: { body: "hi" } } }))).toEqual([
      400,
      "SW_BAD_REQUEST",
    ]);
    expect(await outcome(await send({ json: { room_id: room, content: { body: "hi" } } }))).toEqual([
      400,
      "SW_BAD_REQUEST",
    ]);
    for (const path of [`/rooms/${room}?room_id=${foreign}`, "/rooms?limit=1&limit=2", "/rooms?__proto__=1", "/rooms?constructor=1"]) {
      expect([path, ...(await outcome(await ask("GET", path, { cookie })))]).toEqual([path, 400, "SW_BAD_REQUEST"]);
    } // biome-ignore format: paths
  });

  test("numbers, booleans and lists of the query are read as the input says, and only so", async () => {
    const status = async (path: string) => (await ask("GET", path, { cookie })).status;
    expect(await status("/rooms?limit=1&offset=0")).toBe(200);
    expect(await status("/directory/participants?include_federated=true&q=1")).toBe(200);
    expect(await status(`/presence?ids=${stage.ana.participant.id},${stage.ben.participant.id}`)).toBe(200);
    for (const path of ["/rooms?limit=", "/rooms?limit=1e2", "/rooms?limit=0x10", "/rooms?limit=1.5", "/rooms?limit=-1", "/rooms?limit=201", "/rooms?limit=99999999999999999999", "/directory/participants?include_federated=yes", "/directory/participants?type=robot", "/presence", "/presence?ids=", `/presence?ids=${absentId},x`, `/rooms/${room}/messages?direction=up`, `/rooms/${room}/messages?from=-1`]) {
      expect([path, await status(path)]).toEqual([path, 400]);
    } // biome-ignore format: paths
    const many = Array.from({ length: 501 }, () => absentId).join(",");
    expect(await status(`/presence?ids=${many}`)).toBe(400);
  });
});

describe("paths and methods", () => {
  test("an id that cannot be one is answered like one that is not there", async () => {
    const ways = [
      ["GET", (id: string) => `/rooms/${id}`, undefined],
      ["POST", (id: string) => `/rooms/${id}/send`, { content: { body: "hi" } }],
      ["PATCH", (id: string) => `/workspaces/${id}`, { name: "W" }],
      ["POST", (id: string) => `/rooms/${room}/events/${id}/redact`, {}],
    ] as const;
    for (const [method, path, json] of ways) {
      const given = { cookie, ...(json ? { json } : {}) };
      const absent = await read(await ask(method, path(absentId), given));
      expect(absent.status).toBe(404);
      for (const id of ["x", "1", room.toUpperCase(), `${room}%20`, `%2e%2e%2f${room}`, "%00", "😀", "'%20or%201=1--", "null", "a".repeat(5_000)]) {
        const answer = await read(await ask(method, path(id), given));
        expect([id.slice(0, 40), answer.status, answer.error]).toEqual([id.slice(0, 40), 404, absent.error]);
      } // biome-ignore format: ids
    }
  });

  test("unknown paths, slashes too many and broken escapes are not found, for everyone alike", async () => {
    for (const path of ["", "/", "/nothing", "/rooms/", "//rooms", `/rooms//${room}`, `/rooms/${room}/`, `/Rooms/${room}`, `/rooms/${room}/nothing`, "/rooms/%E0%A4%A", "/__proto__", "/constructor/prototype", "/auth/nothing"]) {
      for (const given of [{ cookie }, {}]) {
        const answer = await ask("GET", path, given);
        expect([path, answer.status, await read(answer)]).toEqual([path, 404, expect.objectContaining({ code: "SW_NOT_FOUND" })]);
      }
    } // biome-ignore format: paths
  });

  test("a known path says which methods it takes", async () => {
    const refused = await ask("DELETE", `/rooms/${room}/state`, { cookie });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await read(refused)).code).toBe("SW_METHOD_NOT_ALLOWED");
    const asked = await ask("OPTIONS", `/rooms/${room}/events/${absentId}/reaction`);
    expect([asked.status, asked.headers.get("allow")]).toEqual([204, "POST, DELETE, OPTIONS"]);
    expect([...asked.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    for (const [path, allow] of [
      ["/openapi.json", "GET, HEAD, OPTIONS"],
      ["/sync", "GET, HEAD, OPTIONS"],
    ] as const) {
      const put = await ask("PUT", path);
      expect([path, put.status, put.headers.get("allow")]).toEqual([path, 405, allow]);
    }
    const refresh = await answerRest(new Request("http://localhost:3000/v1/auth/refresh", { method: "PUT" }));
    expect([refresh.status, refresh.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("HEAD is GET without the words", async () => {
    const [get, head] = [
      await ask("GET", `/rooms/${room}`, { cookie }),
      await ask("HEAD", `/rooms/${room}`, { cookie }),
    ];
    expect([head.status, await head.text()]).toEqual([get.status, ""]);
    expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
    expect((await ask("HEAD", `/rooms/${absentId}`, { cookie })).status).toBe(404);
    expect((await ask("HEAD", `/rooms/${room}/send`, { cookie })).status).toBe(405);
  });

  test("no answer is kept, may be read by another site, or shows how we are made", async () => {
    for (const path of ["/me", `/rooms/${absentId}`, "/nothing", "/rooms?limit=x"]) {
      const answer = await ask("GET", path, { cookie, headers: { origin: "http://evil.example" } });
      expect([path, answer.headers.get("cache-control")]).toEqual([path, "no-store"]);
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(await answer.text()).not.toMatch(/\bat .*\.ts:|node_modules|stack|ZodError/);
    }
  });
});

describe("who asks", () => {
  test("a visitor gets 401 from every endpoint that is not for visitors, whatever the body is", async () => {
    for (const { method, path, meta } of endpoints) {
      if (meta.access === "public") continue;
      const filled = path.replaceAll(/\{\w+\}/g, absentId);
      const answer = await ask(method, filled, method === "GET" ? {} : { body: "{", type: "application/json" });
      expect([method, path, ...(await outcome(answer))]).toEqual([method, path, 401, "SW_AUTH_INVALID_TOKEN"]);
    }
  });

  test("a cookie from another site changes nothing, on any method", async () => {
    for (const [method, path] of [["POST", "/rooms"], ["PUT", "/me"], ["PATCH", "/me"], ["DELETE", `/me/tokens/${absentId}`]] as const) {
      for (const origin of ["http://evil.example", "null", null]) {
        const answer = await ask(method, path, { cookie, origin, json: {} });
        expect([method, origin, ...(await outcome(answer))]).toEqual([method, origin, 403, "SW_AUTH_BAD_ORIGIN"]);
      }
    } // biome-ignore format: ways
  });

  test("the answer is the one that the browser's door gives, allowed and refused", async () => {
    const [outsider, member] = [await cookieOf(doors, stage.dora), await cookieOf(doors, stage.ben)];
    const event = stage.ids[sampleIds.event]!;
    const tries = [
      ["rooms.get", "GET", `/rooms/${room}`, { room_id: room }, {}],
      ["rooms.rename", "PUT", `/rooms/${room}/name`, { room_id: room, name: "Mine" }, { name: "Mine" }],
      ["messages.send", "POST", `/rooms/${room}/send`, { room_id: room, content: { body: " " } }, { content: { body: " " } }],
      ["messages.edit", "POST", `/rooms/${room}/events/${event}/edit`, { room_id: room, event_id: event, content: { body: "x" } }, { content: { body: "x" } }],
      ["messages.redact", "POST", `/rooms/${room}/events/${event}/redact`, { room_id: room, event_id: event }, {}],
      ["rooms.kick", "POST", `/rooms/${room}/kick`, { room_id: room, participant_id: stage.ana.participant.id }, { participant_id: stage.ana.participant.id }],
      ["admin.stats", "GET", "/admin/stats", undefined, {}],
    ] as const; // biome-ignore format: ways
    for (const who of [outsider, member, cookie]) {
      for (const [name, method, path, input, json] of tries) {
        const asked = await ask(method, path, { cookie: who, ...(method === "GET" ? {} : { json }) });
        const rest = await read(asked);
        const browser = await call(name, method === "GET" ? "query" : "mutation", input, { cookie: who });
        const other = (await browser.json()) as { error?: { data: { sw_code: string; sw_message: string } } };
        expect([name, rest.status, rest.error]).toEqual([
          name,
          browser.status,
          other.error && { code: other.error.data.sw_code, message: other.error.data.sw_message },
        ]);
      }
    }
  });
});

describe("limits", () => {
  test("each answer tells what is left, and 429 when to come back, over both doors together", async () => {
    const eager = await setStage(doors);
    const hers = await cookieOf(doors, eager.ana);
    const first = await ask("PUT", "/me/presence", { cookie: hers, json: { presence: null } });
    const left = () => Number(first.headers.get("ratelimit-remaining"));
    expect(first.headers.get("ratelimit-limit")).toBe(String(rateRules.api_write.points));
    expect(left()).toBe(rateRules.api_write.points - 1);
    expect(Number(first.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(rateRules.api_write.seconds);
    const { tenantId } = doors.world;
    for (let spent = 1; spent < rateRules.api_write.points; spent += 1) {
      await doors.app.limits.consume("api_write", tenantId, eager.ana.participant.id);
    }
    const refused = await ask("POST", "/rooms", { cookie: hers, json: { name: "one too many" } });
    expect([refused.status, (await read(refused)).code]).toEqual([429, "SW_RATE_LIMIT_EXCEEDED"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    const browser = await call("presence.set", "mutation", { presence: null }, { cookie: hers });
    expect([browser.status, Number(browser.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
    expect(await browser.json()).toMatchObject({
      error: { data: { sw_code: "SW_RATE_LIMIT_EXCEEDED", retry_after: expect.any(Number) } },
    });
    // Reading goes on, and so does everyone else.
    expect((await ask("GET", "/rooms", { cookie: hers })).status).toBe(200);
    expect((await ask("PUT", "/me/presence", { cookie, json: { presence: null } })).status).toBe(200);
  });

  test("visitors are counted by their address", async () => {
    const from = (address: string) => ask("GET", "/me", { headers: { "x-scaiwave-address": address } });
    const first = await from("203.0.113.9");
    expect([first.status, first.headers.get("ratelimit-limit")]).toEqual([401, String(rateRules.api_visitor.points)]);
    for (let spent = 1; spent < rateRules.api_visitor.points; spent += 1) {
      await doors.app.limits.consume("api_visitor", doors.world.tenantId, "203.0.113.9");
    }
    expect((await from("203.0.113.9")).status).toBe(429);
    expect((await from("203.0.113.10")).status).toBe(401);
  });
});
