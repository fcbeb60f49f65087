import { expect, test } from "vitest";
import { hasNewVersion } from "#/client/shell/new-version.ts";

const answers = (status: number) => async () => new Response(null, { status });

test("a page whose own script is gone runs an older build", async () => {
  expect(await hasNewVersion("/_build/assets/client-abc.js", answers(404))).toBe(true);
  expect(await hasNewVersion("/_build/assets/client-abc.js", answers(200))).toBe(false);
});

test("a server that is busy, away or unknown says nothing of its build", async () => {
  expect(await hasNewVersion("/_build/assets/client-abc.js", answers(503))).toBe(false);
  expect(await hasNewVersion("/x.js", () => Promise.reject(new TypeError("no network")))).toBe(false);
  expect(await hasNewVersion("", answers(404))).toBe(false);
});
