import { describe, expect, test } from "vitest";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { person } from "../testing/facts.ts";
import { flush, Mate, NoteHall, openingOf } from "../testing/note-hall.ts";

describe("rights", () => {
  test("that are lost while the note is open make it read only, or close it", async () => {
    const hall = new NoteHall("text");
    const [ana, ben, cleo] = [await hall.enter(1), await hall.enter(2), await hall.enter(3)];
    hall.web.rightsOf.set(person(2), false).set(person(3), null);
    await hall.act("recheck");
    expect(ben.of("access").at(-1)).toMatchObject({ can_write: false });
    expect(cleo.closed).toEqual({ code: closeCodes.token, reason: "SW_AUTH_INVALID_TOKEN" });
    expect(ana.of("access")).toHaveLength(1);
    ben.type("no");
    ana.type("yes");
    await flush();
    expect(ana.text).toBe("textyes");
    hall.web.rightsOf.set(person(2), true);
    await hall.act("recheck");
    expect(ben.of("access").at(-1)).toMatchObject({ can_write: true });
  });

  test("are looked at every minute, and again soon when nobody answers", async () => {
    const hall = new NoteHall();
    await hall.enter(1);
    await hall.pass(61_000);
    expect(hall.web.rightsAsked).toBe(1);
    hall.web.refuses = { refused: null };
    await hall.pass(63_000);
    expect(hall.web.rightsAsked).toBeGreaterThan(2);
  });

  test("of an opening that was answered before they changed are looked at again", async () => {
    const hall = new NoteHall();
    const askedAt = hall.now;
    hall.now += 500;
    await hall.act("recheck");
    hall.web.rightsOf.set(person(1), false);
    const late = new Mate(openingOf(person(1)));
    await late.join(hall.note, askedAt);
    await flush();
    expect(late.of("access").at(-1)).toMatchObject({ can_write: false });
  });

  test("of a token that may only read stay so, whatever its owner may", async () => {
    const hall = new NoteHall();
    const reader = await hall.enter(1, { can_write: false, read_only: true });
    await hall.act("recheck");
    expect(reader.of("access")).toHaveLength(1);
  });

  test("end with the session", async () => {
    const hall = new NoteHall();
    const ana = await hall.enter(1, { expires_at: new Date(hall.now + 5_000).toISOString() });
    await hall.pass(5_500);
    expect(ana.closed).toEqual({ code: closeCodes.token, reason: "SW_AUTH_EXPIRED_TOKEN" });
  });
});
