import { expect, test } from "vitest";
import { afterRateLimit } from "#/server/ai/turns/after-rate-limit.ts";
import { InferenceError } from "#/server/ports/inference/port.ts";

const busy = (retryAfter?: number, retryable = true) =>
  new InferenceError("SW_AI_RATE_LIMITED", "Too many.", { retryable, retryAfter });

/** How often it was asked and what was told meanwhile, when it answers so one after the other. */
async function asked(errors: unknown[], { begun = false, signal = new AbortController().signal } = {}) {
  const told: string[] = [];
  let attempts = 0;
  const waiting = {
    stream: { status: (words: string) => void told.push(words) },
    host: { now: () => new Date("2026-03-02T09:00:00.000Z") },
    signal,
  };
  const attempt = async () => {
    attempts += 1;
    const error = errors[attempts - 1];
    if (error) throw error;
  };
  const thrown = await afterRateLimit(waiting, attempt, () => begun).then(
    () => null,
    (error: unknown) => error,
  );
  return { attempts, told, thrown };
}

test("a gateway that says when it is free is asked again then, and everyone reads until when", async () => {
  expect(await asked([busy(0)])).toEqual({
    attempts: 2,
    told: ["rate limited until 2026-03-02T09:00:01.000Z", "thinking"],
    thrown: null,
  });
});

test.each([
  ["that does not say when", busy()],
  ["that is busy for longer than anybody waits", busy(61)],
  ["whose quota is used up", busy(1, false)],
  ["that fails otherwise", new InferenceError("SW_AI_UNAVAILABLE", "Away.", { retryable: true, retryAfter: 1 })],
])("a gateway %s is asked once", async (_, error) => {
  expect(await asked([error])).toEqual({ attempts: 1, told: [], thrown: error });
});

test("a gateway that has begun to answer is not asked again, or it would answer twice", async () => {
  expect(await asked([busy(1)], { begun: true })).toMatchObject({ attempts: 1, told: [] });
});

test("a turn that was stopped waits no longer", async () => {
  const stopped = AbortSignal.abort();
  expect(await asked([busy(30)], { signal: stopped })).toMatchObject({ attempts: 1, told: [] });
});
