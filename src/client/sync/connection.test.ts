import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Connection, type ConnectionEvent, delayAfter, step } from "#/client/sync/connection.ts";

const chance = { now: 100_000, random: 0.5 };
const run = (events: ConnectionEvent[], from: Connection = { at: "idle" }, now = chance.now) =>
  events.reduce((state, event) => step(state, event, { ...chance, now }), from);

const toLive: ConnectionEvent[] = [{ on: "start" }, { on: "ticket" }, { on: "hello" }, { on: "synced" }];
const closed = (code: number, reason = "") => ({ on: "closed", code, reason }) as const;

describe("the live connection", () => {
  test("asks for a ticket, opens, waits for hello, reads what it missed, and is live", () => {
    const seen = toLive.map((_, index) => run(toLive.slice(0, index + 1)).at);
    expect(seen).toEqual(["asking", "opening", "syncing", "live"]);
  });

  test("returns at once after the first drop of a stable connection", () => {
    const state = run([closed(1006)], { at: "live", tries: 3, since: 0 });
    expect(state).toEqual({ at: "waiting", tries: 0, until: chance.now, updating: false });
  });

  test("treats a connection that drops within seconds as one more failure", () => {
    expect(run([...toLive, closed(1006)])).toMatchObject({ at: "waiting", tries: 1 });
  });

  test("waits 0, 1, 2, 4, 8 and at most 30 seconds, less up to half by chance", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 60].map((tries) => delayAfter(tries, 0.999999))).toEqual([
      0, 1000, 2000, 4000, 8000, 16000, 30000, 30000,
    ]);
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tries, random) => {
        const delay = delayAfter(tries, random);
        expect(delay).toBeGreaterThanOrEqual(tries === 0 ? 0 : 500);
        expect(delay).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  test.each([4001, 4008, 4009, 1006, 1012, 1011])("comes back after close code %i", (code) => {
    expect(run([...toLive, closed(code)]).at).toBe("waiting");
  });

  test("comes back after missed pongs, and says when the server restarts", () => {
    expect(run([...toLive, closed(4003, "ping_timeout")]).at).toBe("waiting");
    expect(run([...toLive, closed(1012)])).toMatchObject({ updating: true });
  });

  test("stops when another stream of the page took over, until the person asks", () => {
    const stopped = run([...toLive, closed(4003, "duplicate_connection")]);
    expect(stopped).toEqual({ at: "stopped", reason: "duplicate_connection" });
    expect(run([{ on: "online" }, { on: "wake", asked: false }, { on: "due" }], stopped)).toEqual(stopped);
    expect(run([{ on: "wake", asked: true }], stopped).at).toBe("asking");
  });

  test("is signed out when the ticket is refused, and stays so", () => {
    const out = run([...toLive, closed(4001), { on: "due" }, { on: "signed_out" }]);
    expect(out).toEqual({ at: "signed_out" });
    expect(run([{ on: "online" }, { on: "wake", asked: true }, closed(1006)], out)).toEqual(out);
  });

  test("rests while the browser is offline and starts anew when it is back", () => {
    const offline = run([...toLive, { on: "offline" }]);
    expect(run([closed(1006), { on: "failed" }], offline)).toEqual({ at: "offline" });
    expect(run([{ on: "online" }], offline)).toEqual({ at: "asking", tries: 0 });
  });

  test("never waits for ever: from any history, some event leads back to asking", () => {
    const anyEvent = fc.constantFrom<ConnectionEvent>(
      ...toLive,
      { on: "offline" },
      { on: "online" },
      { on: "failed" },
      { on: "due" },
      closed(1006),
      closed(4003, "duplicate_connection"),
    );
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const state = run([{ on: "start" }, ...events, { on: "failed" }, { on: "wake", asked: true }]);
        expect(["asking"]).toContain(state.at);
      }),
    );
  });
});
