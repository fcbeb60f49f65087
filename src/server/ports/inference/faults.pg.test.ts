import { describe, expect, test } from "vitest";
import { asking, partsOf } from "#/server/ports/inference/contract.ts";
import type { ChatPart, InferenceError } from "#/server/ports/inference/port.ts";
import { type Answer, delta, done, plainAnswer, startGateway } from "../../../../tests/support/gateway.ts";
import { key, model, never, setGateway } from "../../../../tests/support/gateway-client.ts";

const { gateway, reach, fault } = setGateway();

describe("what goes wrong", () => {
  const begun = delta({ content: "Well" });

  test.each<[string, Answer, Partial<InferenceError>]>([
    [
      "a wrong key",
      { status: 401, json: { error: { code: "invalid_api_key", message: `Incorrect key ${key}` } } },
      { code: "SW_AI_NO_TOKEN", retryable: false },
    ],
    [
      "a key of ScaiGrid that has ended",
      { status: 401, json: { status: "error", error: { code: "AUTH_TOKEN_INVALID", message: "x" } } },
      { code: "SW_AI_NO_TOKEN" },
    ],
    [
      "a key without the right",
      { status: 403, json: { error: { code: "AUTHZ_PERMISSION_DENIED" } } },
      { code: "SW_AI_NO_TOKEN" },
    ],
    [
      "a model that is for others",
      { status: 403, json: { error: { code: "MODEL_ACCESS_DENIED" } } },
      { code: "SW_AI_MODEL_NOT_FOUND", retryable: false },
    ],
    [
      "a model that is not there",
      { status: 404, json: { error: { message: "no such model", type: "invalid_request_error" } } },
      { code: "SW_AI_MODEL_NOT_FOUND" },
    ],
    [
      "an address that is no gateway",
      { status: 404, body: "<h1>Not found</h1>" },
      { code: "SW_AI_UNAVAILABLE", retryable: false },
    ],
    [
      "a model that is down",
      { status: 503, json: { error: { code: "MODEL_UNAVAILABLE" } } },
      { code: "SW_AI_UNAVAILABLE", retryable: true },
    ],
    [
      "a proxy without a gateway behind it",
      { status: 502, body: "<html>Bad gateway</html>" },
      { code: "SW_AI_UNAVAILABLE", retryable: true },
    ],
    [
      "a request that it does not take",
      { status: 422, json: { error: { code: "VALIDATION_ERROR", details: [] } } },
      { code: "SW_AI_REFUSED", retryable: false },
    ],
    [
      "a prompt that is too long",
      { status: 400, json: { error: { code: "context_length_exceeded" } } },
      { code: "SW_AI_REFUSED" },
    ],
    [
      "a quota that is used up",
      { status: 429, json: { error: { code: "insufficient_quota" } } },
      { code: "SW_AI_RATE_LIMITED", retryable: false, retryAfter: undefined },
    ],
    [
      "too many requests, with seconds",
      { status: 429, headers: { "retry-after": "7" }, json: { error: {} } },
      { code: "SW_AI_RATE_LIMITED", retryable: true, retryAfter: 7 },
    ],
    [
      "too many requests, in the words of ScaiGrid",
      { status: 429, json: { error: { code: "RATE_LIMITED", retry_after: 2.5 } } },
      { code: "SW_AI_RATE_LIMITED", retryAfter: 3 },
    ],
    [
      "too many requests, until nobody knows when",
      { status: 429, headers: { "retry-after": "soon" }, body: "" },
      { retryAfter: undefined },
    ],
    [
      "too many requests, for ever",
      { status: 429, headers: { "retry-after": "999999999" }, body: "" },
      { retryAfter: 3_600 },
    ],
    [
      "a redirect",
      { status: 307, headers: { location: "http://169.254.169.254/" } },
      { code: "SW_AI_UNAVAILABLE", retryable: false },
    ],
    [
      "a page instead of an answer",
      { headers: { "content-type": "text/html" }, body: "<html></html>" },
      { code: "SW_AI_UNAVAILABLE" },
    ],
    ["JSON of something else", { json: { hello: "world" } }, { code: "SW_AI_UNAVAILABLE" }],
    ["no JSON", { headers: { "content-type": "application/json" }, body: "{" }, { code: "SW_AI_UNAVAILABLE" }],
    ["an answer that is packed", { headers: { "content-encoding": "gzip" }, body: "x" }, { code: "SW_AI_UNAVAILABLE" }],
    [
      "an error inside a good answer",
      { stream: [begun, { data: { error: { code: "BACKEND_ERROR", message: "secret" } } }, done] },
      { code: "SW_AI_CONNECTION_LOST", retryable: true },
    ],
    [
      "an error at the start of a good answer",
      { stream: [{ data: { error: { type: "rate_limit_exceeded" } } }] },
      { code: "SW_AI_RATE_LIMITED" },
    ],
    ["an error that is only a sentence", { stream: [{ data: { error: "boom" } }] }, { code: "SW_AI_UNAVAILABLE" }],
    [
      "an event that is an error",
      { stream: [{ event: "error", data: { code: "QUOTA_EXCEEDED", message: "x" } }, done] },
      { code: "SW_AI_RATE_LIMITED", retryable: false },
    ],
    [
      "an event that is an error in the middle",
      { stream: [begun, { event: "error", data: { code: "BACKEND_TIMEOUT" } }, done] },
      { code: "SW_AI_CONNECTION_LOST" },
    ],
    ["garbage", { stream: [{ data: "{nonsense" }] }, { code: "SW_AI_UNAVAILABLE" }],
    ["garbage in the middle", { stream: [begun, { data: "null" }] }, { code: "SW_AI_CONNECTION_LOST" }],
    [
      "bytes that are no text",
      { stream: [{ raw: Uint8Array.of(0xff, 0xfe, 0x00, 0x0a, 0x0a) }, { raw: "data: \u0000\n\n" }] },
      { code: "SW_AI_UNAVAILABLE" },
    ],
    ["an end before anything was said", { stream: [] }, { code: "SW_AI_UNAVAILABLE" }],
    ["an end in the middle", { stream: [begun] }, { code: "SW_AI_CONNECTION_LOST" }],
    [
      "a connection that breaks",
      { stream: [begun, { breakOff: true }] },
      { code: "SW_AI_CONNECTION_LOST", retryable: true },
    ],
    ["a connection that breaks at once", { stream: [{ breakOff: true }] }, { code: "SW_AI_UNAVAILABLE" }],
  ])("is told by its code: %s", async (_name, answer, expected) => {
    expect(await fault(answer)).toMatchObject(expected);
  });

  test("is told with the seconds until the date that it named", async () => {
    const at = new Date(Date.now() + 90_000).toUTCString();
    const { retryAfter } = await fault({ status: 429, headers: { "retry-after": at }, body: "" });
    expect(retryAfter).toBeGreaterThan(80);
    expect(retryAfter).toBeLessThanOrEqual(90);
  });

  test("is a gateway that falls silent, before its answer and in the middle of it", async () => {
    expect(await fault({ stream: [{ hang: true }] }, { idleMs: 60 })).toMatchObject({
      code: "SW_AI_UNAVAILABLE",
      retryable: true,
    });
    expect(await fault({ stream: [begun, { hang: true }] }, { idleMs: 2_000 })).toMatchObject({
      code: "SW_AI_CONNECTION_LOST",
    });
  });

  test("is a gateway that only ever says that it is alive", async () => {
    const stream = async function* () {
      for (;;) {
        yield { comment: "keep-alive" };
        yield { waitMs: 5 };
      }
    };
    expect(await fault({ stream }, { idleMs: 1_000, totalMs: 100 })).toMatchObject({ code: "SW_AI_UNAVAILABLE" });
    await gateway().heard.at(-1)!.letGo;
  });

  test.each<[string, () => Generator<{ raw: string } | ReturnType<typeof delta>>]>([
    [
      "an answer",
      function* () {
        for (;;) yield delta({ content: "x".repeat(10_000) });
      },
    ],
    [
      "a line",
      function* () {
        yield { raw: "data: " };
        for (;;) yield { raw: "x".repeat(10_000) };
      },
    ],
    [
      "an event",
      function* () {
        for (;;) yield { raw: `data: ${"x".repeat(10_000)}\n` };
      },
    ],
    [
      "the arguments of a call",
      function* () {
        for (;;) yield delta({ tool_calls: [{ index: 0, function: { arguments: "x".repeat(10_000) } }] });
      },
    ],
  ])("is %s without end, which is let go", async (_name, stream) => {
    const error = await fault({ stream }, { maxStreamBytes: 2_000_000, maxEventChars: 300_000 });
    expect(["SW_AI_CONNECTION_LOST", "SW_AI_UNAVAILABLE"]).toContain(error.code);
    await gateway().heard.at(-1)!.letGo;
  });

  test("is a body of JSON without end", async () => {
    const body = JSON.stringify({ data: ["x".repeat(100_000)] });
    const answer = () => ({ headers: { "content-type": "application/json" }, body });
    gateway().otherwise(answer);
    await expect(reach({ maxJsonBytes: 50_000 }).models(never)).rejects.toMatchObject({ code: "SW_AI_UNAVAILABLE" });
    gateway().otherwise(plainAnswer);
  });

  test("is a gateway that nobody can reach", async () => {
    const gone = await startGateway();
    await gone.stop();
    const chat = partsOf(reach({}, gone.url).chat(asking(model, "Hello."), never));
    await expect(chat).rejects.toMatchObject({ code: "SW_AI_UNAVAILABLE", retryable: true });
  });

  test("are vectors that are missing, packed or of two lengths", async () => {
    for (const data of [
      [],
      [{ index: 0, embedding: "AACAPw==" }],
      [{ embedding: [1] }, { embedding: [1, 2] }],
      [{ embedding: [1] }, { embedding: [null] }],
    ]) {
      gateway().otherwise(() => ({ json: { data } }));
      await expect(reach().embed("test/embed", ["a", "b"], never)).rejects.toMatchObject({ code: "SW_AI_UNAVAILABLE" });
    }
    gateway().otherwise(plainAnswer);
  });
});

describe("a request that is called off", () => {
  test("closes the connection while the answer streams, as the gateway sees", async () => {
    const stop = new AbortController();
    gateway().next({ stream: [delta({ content: "Well" }), { hang: true }] });
    const parts: ChatPart[] = [];
    for await (const part of reach().chat(asking(model, "Hello."), stop.signal)) {
      parts.push(part);
      stop.abort();
    }
    expect(parts).toEqual([{ kind: "text", text: "Well" }]);
    await gateway().heard.at(-1)!.letGo;
  });

  test("closes it before the answer has begun", async () => {
    const stop = new AbortController();
    const before = gateway().heard.length;
    gateway().next({ stream: [{ hang: true }] });
    const chat = partsOf(reach().chat(asking(model, "Hello."), stop.signal));
    await expect.poll(() => gateway().heard.length).toBe(before + 1);
    stop.abort();
    expect(await chat).toEqual([]);
    await gateway().heard.at(-1)!.letGo;
  });

  test("closes it when nobody reads on", async () => {
    gateway().next({ stream: [delta({ content: "Well" }), { hang: true }] });
    for await (const part of reach().chat(asking(model, "Hello."), never)) {
      expect(part.kind).toBe("text");
      break;
    }
    await gateway().heard.at(-1)!.letGo;
  });

  test("is refused, not answered with nothing, when it was for vectors or models", async () => {
    await expect(reach().models(AbortSignal.abort())).rejects.toHaveProperty("name", "AbortError");
  });
});
