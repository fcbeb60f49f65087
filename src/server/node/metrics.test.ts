import { describe, expect, test } from "vitest";
import { mayRead } from "#/server/node/metrics.ts";

const token = "a-token-of-the-tests";
const from = (address: string, more: Record<string, string> = {}) =>
  new Headers({ "x-scaiwave-address": address, ...more });

describe("who may read the metrics", () => {
  test("with a token is who bears it, from wherever, and nobody else", () => {
    expect(mayRead(from("192.0.2.1", { authorization: `Bearer ${token}` }), token)).toBe(true);
    for (const authorization of [
      "",
      "Bearer ",
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
      token,
    ]) {
      expect(mayRead(from("127.0.0.1", { authorization }), token)).toBe(false);
    }
  });

  test("without a token is a process of this machine that asks directly", () => {
    for (const address of ["127.0.0.1", "127.8.8.8", "::1"]) expect(mayRead(from(address), undefined)).toBe(true);
    for (const address of ["192.0.2.1", "10.0.0.1", "2001:db8::1", "unknown", ""]) {
      expect(mayRead(from(address), undefined)).toBe(false);
    }
    for (const name of ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host", "x-forwarded-proto"]) {
      expect(mayRead(from("127.0.0.1", { [name]: "127.0.0.1" }), undefined)).toBe(false);
    }
    expect(mayRead(new Headers(), undefined)).toBe(false);
  });
});
