import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isSigned } from "./webhook-signature.ts";

const now = new Date("2026-03-02T09:00:00Z");
const seconds = now.getTime() / 1000;
const body = new TextEncoder().encode('{"event_id":"e1", "n":1.0}');
const mark = (secret: string, at = seconds, bytes: Uint8Array = body) =>
  createHmac("sha256", secret).update(`${at}.`).update(bytes).digest("hex");
const check = (signature: string | null, timestamp: string | null = String(seconds), bytes: Uint8Array = body) =>
  isSigned({ signature, timestamp, body: bytes }, ["old secret", "new secret"], now);

describe("the signature of a delivery", () => {
  const good = `t=${seconds},v1=${mark("new secret")}`;

  test("counts by either secret while one is being changed, and among several marks", () => {
    expect(check(good)).toBe(true);
    expect(check(`t=${seconds},v1=${mark("old secret")}`)).toBe(true);
    expect(check(`t=${seconds},v1=${mark("retired")},v1=${mark("old secret")}`)).toBe(true);
    expect(check(`t=${seconds},v1=${mark("retired")}`)).toBe(false);
    expect(isSigned({ signature: good, timestamp: String(seconds), body }, [], now)).toBe(false);
  });

  test.each([
    ["missing", null],
    ["empty", ""],
    ["in upper case", good.toUpperCase().replace("T=", "t=").replace("V1=", "v1=")],
    ["cut off", good.slice(0, -1)],
    ["cut to half", good.slice(0, -32)],
    ["longer", `${good}0`],
    ["with a space", good.replace(",", ", ")],
    ["with its parts the other way round", good.split(",").reverse().join(",")],
    ["twice, as two headers arrive", `${good}, ${good}`],
    ["of another scheme", good.replace("v1=", "v0=")],
    ["with a time that is none", good.replace(/t=\d+/, "t=now")],
    ["with a negative time", good.replace("t=", "t=-")],
    ["with a fraction", good.replace(",", ".0,")],
    ["without a time", good.split(",")[1]!],
    ["with six marks", `t=${seconds}${`,v1=${mark("x")}`.repeat(5)},v1=${mark("new secret")}`],
    ["of another time", `t=${seconds},v1=${mark("new secret", seconds - 1)}`],
  ])("is refused %s", (_what, signature) => {
    expect(check(signature)).toBe(false);
  });

  test("is of these bytes and no others that mean the same", () => {
    const again = new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
    expect(check(good, String(seconds), again)).toBe(false);
  });

  test("holds for five minutes either way, and its time is that of the header", () => {
    const at = (time: number, header = String(time)) => check(`t=${time},v1=${mark("new secret", time)}`, header);
    expect([at(seconds - 300), at(seconds + 300)]).toEqual([true, true]);
    expect([at(seconds - 301), at(seconds + 301)]).toEqual([false, false]);
    expect([at(seconds, String(seconds - 1)), at(seconds, `0${seconds}`), check(good, null)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
