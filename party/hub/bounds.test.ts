import { describe, expect, test } from "vitest";
import { factsOf, id, logEvent, message, person, room } from "../testing/facts.ts";
import { FakeWire, Hall } from "../testing/hall.ts";
import { maxAdmissions, maxBufferedBytes, maxSocketsPerParticipant } from "./limits.ts";

const [ana, ben, eve] = [person(1), person(2), person(3)] as [string, string, string];
const inRoom = { room_ids: [room(1)] };

describe("readers who do not read", () => {
  test("over a megabyte unread ends the stream at once", () => {
    const hall = new Hall();
    const slow = hall.enter(ana, inRoom);
    const good = hall.enter(ben, inRoom);
    slow.taking = false;
    let position = 0;
    for (; slow.closed === null && position < 200; position += 1) {
      hall.publish(position, message(position + 1, room(1), ben, "x".repeat(50_000)));
    }
    expect(slow.closed).toEqual({ code: 4009, reason: "too_slow" });
    expect(slow.bufferedAmount).toBeLessThan(maxBufferedBytes + 300_000);
    expect(good.positions).toHaveLength(position);
    expect(good.closed).toBeNull();
  });

  test("a few bytes that nobody takes for ten seconds end the stream", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, inRoom);
    wire.taking = false;
    hall.publish(0, message(1, room(1), ben));
    hall.pass(9_000);
    expect(wire.closed).toBeNull();
    hall.pass(3_000);
    expect(wire.closed).toEqual({ code: 4009, reason: "too_slow" });
  });

  test("a reader who is slow but takes something is kept", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, inRoom);
    wire.taking = false;
    hall.publish(0, message(1, room(1), ben, "x".repeat(60_000)));
    hall.pass(60_000, () => {
      wire.bufferedAmount = Math.max(1, wire.bufferedAmount - 100);
    });
    expect(wire.closed).toBeNull();
  });

  test("a connection that throws is dropped and the others get the frame", () => {
    const hall = new Hall();
    const broken = hall.enter(ana, inRoom);
    const good = hall.enter(ben, inRoom);
    broken.broken = true;
    expect(hall.publish(0, message(1, room(1), eve)).status).toBe(200);
    expect(good.positions).toEqual([1]);
    expect(hall.hub.sockets.size).toBe(1);
  });
});

describe("limits of opening", () => {
  test("facts of another tenant, an unknown admission and a used one are refused", () => {
    const hall = new Hall();
    expect(hall.hub.admit(factsOf(ana, { tenant_id: id("9999") }))).toMatchObject({
      reason: "SW_AUTH_TENANT_MISMATCH",
    });
    const admitted = hall.hub.admit(factsOf(ana)) as { admission: string };
    for (const admission of ["", "guess"]) {
      const wire = new FakeWire();
      expect(hall.hub.open(wire, admission)).toBeNull();
      expect(wire.closed?.code).toBe(4001);
    }
    expect(hall.hub.open(new FakeWire(), admitted.admission)).not.toBeNull();
    expect(hall.hub.open(new FakeWire(), admitted.admission)).toBeNull();
  });

  test("an admission that is not used expires, and too many of them are refused", () => {
    const hall = new Hall();
    const admitted = hall.hub.admit(factsOf(ana)) as { admission: string };
    for (let count = 1; count < maxAdmissions; count += 1) hall.hub.admit(factsOf(person(count)));
    expect(hall.hub.admit(factsOf(ana))).toMatchObject({ code: 1013 });
    hall.now += 10_000;
    expect(hall.hub.open(new FakeWire(), admitted.admission)).toBeNull();
    expect(hall.hub.admit(factsOf(ana))).toHaveProperty("admission");
  });

  test("one person holds so many streams and no more, and another is not kept out", () => {
    const hall = new Hall();
    for (let count = 0; count < maxSocketsPerParticipant; count += 1) expect(hall.enter(ana).closed).toBeNull();
    expect(hall.enter(ana).closed).toEqual({ code: 1013, reason: "SW_RATE_LIMIT_EXCEEDED" });
    expect(hall.enter(ben).closed).toBeNull();
  });

  test("a session that ended while the stream was opening is refused", () => {
    const hall = new Hall();
    hall.enter(ben);
    const ended = { session_ids: [id("5e55")], reason: "revoked" as const };
    hall.publish(0, logEvent(1, "swp.session.ended", ended, { sender_id: ana }));
    const late = hall.enter(ana, { session_id: id("5e55") });
    expect(late.closed).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
    expect(late.frames).toEqual([]);
    expect(hall.enter(ana, { session_id: id("5e55", 2) }).closed).toBeNull();
  });
});
