import { afterEach, describe, expect, test, vi } from "vitest";
import { faultOf } from "#/client/sync/api.ts";
import { asSwError, server } from "#/client/sync/server.ts";
import { SwError } from "#/domain/errors.ts";
import { uuid } from "#/domain/views/testing/world.ts";

afterEach(() => vi.unstubAllGlobals());

const never = new AbortController().signal;
const asked: { url: string; init: RequestInit | undefined }[] = [];

/** Answers every request of the browser's door with what a server would send. */
function answer(response: () => Response | Promise<Response>): void {
  asked.length = 0;
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    asked.push({ url, init });
    return response();
  });
}

const failure = (error: Promise<unknown>) => error.then(() => null, faultOf);
const send = () =>
  server.write({ event_uuid: uuid(1), room_id: uuid(2), op: { kind: "send", content: { body: "hi" } } }, never);
const refusal = (data: object) => Response.json({ error: { message: "no", code: -32000, data } }, { status: 409 });

describe("what the browser asks of the server", () => {
  test("a refusal keeps its stable code, its sentence, and how long to wait", async () => {
    answer(() => refusal({ sw_code: "SW_RATE_LIMIT_EXCEEDED", sw_message: "Slow down.", retry_after: 8 }));
    const fault = await failure(send());
    expect(fault).toMatchObject({ kind: "refused", retryAfterMs: 8_000 });
    expect(fault?.kind === "refused" && [fault.error.code, fault.error.message]).toEqual([
      "SW_RATE_LIMIT_EXCEEDED",
      "Slow down.",
    ]);
  });

  test("an unknown code and a senseless wait do no harm", async () => {
    answer(() => refusal({ sw_code: "SW_FROM_THE_FUTURE", retry_after: "NaN" }));
    expect(await failure(send())).toMatchObject({
      kind: "refused",
      error: { code: "SW_INTERNAL" },
      retryAfterMs: null,
    });
  });

  test.each([
    ["a proxy's page", () => new Response("<h1>502</h1>", { status: 502 })],
    ["an empty answer", () => new Response("")],
    ["a broken line", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("%s is no answer, whatever was asked", async (_, response) => {
    answer(response);
    expect(await failure(send())).toEqual({ kind: "unreachable" });
    expect(await failure(server.sync({ since: 0, timeoutMs: 0 }, never))).toEqual({ kind: "unreachable" });
    expect(asSwError(new TypeError("Failed to fetch")).code).toBe("SW_UNAVAILABLE");
  });

  test("every request travels alone, reads and writes alike", async () => {
    answer(() => Response.json({ result: { data: 1 } }));
    await Promise.all([server.overview(), server.room(uuid(2))]);
    expect(asked.map((request) => request.url.split("?")[0])).toEqual([
      "/api/trpc/views.overview",
      "/api/trpc/views.room",
    ]);
    answer(() => Response.json({ result: { data: {} } }));
    await Promise.all([send(), send()]);
    expect(asked.map((request) => request.url)).toEqual(["/api/trpc/messages.send", "/api/trpc/messages.send"]);
    expect(JSON.parse(String(asked[0]!.init?.body))).toEqual({
      room_id: uuid(2),
      event_uuid: uuid(1),
      content: { body: "hi" },
    });
  });

  test("sync reads events in their own form, with the cursor as a number", async () => {
    const event = { id: uuid(3), event_type: "swp.room.message", stream_position: 7, content: { body: "hi" } };
    answer(() => Response.json({ data: { events: [event], next_cursor: "9", has_more: false } }));
    const page = await server.sync({ since: 6, timeoutMs: 25_000 }, never);
    expect(page).toMatchObject({
      next_cursor: 9,
      has_more: false,
      events: [{ type: "swp.room.message", id: uuid(3) }],
    });
    expect(asked[0]!.url).toBe("/v1/sync?since=6&timeout=25000&limit=500");
  });

  test("sync refuses with the code of the envelope", async () => {
    answer(() =>
      Response.json({ error: { code: "SW_AUTH_EXPIRED_TOKEN", message: "Sign in again." } }, { status: 401 }),
    );
    await expect(server.sync({ since: 0, timeoutMs: 0 }, never)).rejects.toThrow(SwError);
  });
});
