import { describe, expect, test } from "vitest";
import { errorKind, retryDelayMs } from "#/server/jobs/retry.ts";

describe("the wait before another attempt", () => {
  test("grows with every failure, up to an hour", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((attempts) => retryDelayMs(attempts, 0.5));
    expect(waits).toEqual([10_000, 60_000, 360_000, 2_160_000, 3_600_000, 3_600_000]);
  });

  test("is spread by the random number it is given", () => {
    expect([retryDelayMs(1, 0), retryDelayMs(1, 0.999)]).toEqual([5_000, 14_990]);
  });
});

describe("what is kept of an error", () => {
  test("is its name and code, and nothing that it quotes", () => {
    const refused = Object.assign(new Error("connect to ana@example.org failed"), { code: "ECONNREFUSED" });
    expect(errorKind(refused)).toBe("Error ECONNREFUSED");
    expect(errorKind(new TypeError("cannot read 'secret words'"))).toBe("TypeError");
    expect(errorKind("secret words")).toBe("unknown");
    expect(errorKind(Object.assign(new Error(), { code: "secret words!" }))).toBe("Error");
    expect(errorKind(Object.assign(new Error(), { name: "secret words" }))).toBe("Error");
  });
});
