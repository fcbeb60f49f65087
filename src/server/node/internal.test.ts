import { expect, test } from "vitest";
import { isInternalPath, isInternalRequest } from "#/server/node/internal.ts";
import { isRealtimePath } from "#/server/node/upgrade.ts";

const key = "a key of thirty-two characters!!";

test.each(["/internal", "/internal/open", "/internal?x", "//internal/open", "/%69nternal/open", "/INTERNAL/open"])(
  "%s is internal",
  (path) => expect(isInternalPath(path)).toBe(true),
);

test.each(["/", "/internals", "/w/internal", "/%", undefined])("%s is not internal", (path) => {
  expect(isInternalPath(path)).toBe(false);
});

test("only a request that carries the key came in over the internal socket", () => {
  const request = (headers: Record<string, string>) => new Request("http://web/internal/open", { headers });
  expect(isInternalRequest(request({ "x-scaiwave-internal": key }), key)).toBe(true);
  expect(isInternalRequest(request({ "x-scaiwave-internal": `${key}x` }), key)).toBe(false);
  expect(isInternalRequest(request({}), key)).toBe(false);
  expect(isInternalRequest(request({ "x-scaiwave-internal": "" }), "")).toBe(false);
});

test.each(["/v1/stream", "/v1/stream?token=x", "/parties/note/0190b0a0-0000-7000-8000-000000000000"])(
  "%s may reach the party",
  (path) => expect(isRealtimePath(path)).toBe(true),
);

test.each([
  "/v1/stream/",
  "/v1/streams",
  "/parties/note/",
  "/parties/note/..",
  "/parties/note/a/b",
  "/parties/note/%2e%2e",
  "/parties/tenant/t1",
  "/party/x",
  "http://host/v1/stream",
  "*",
  undefined,
])("%s may not reach the party", (path) => expect(isRealtimePath(path)).toBe(false));
