import { describe, expect, test } from "vitest";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { person } from "../testing/facts.ts";
import { flush, Mate, NoteHall, openingOf } from "../testing/note-hall.ts";
import { until } from "../testing/until.ts";
import { crowdFrom, maxEarlyFrames } from "./limits.ts";

describe("a note that is open", () => {
  test("tells first what one may, then what is in it", async () => {
    const hall = new NoteHall("hello");
    const ana = await hall.enter(1);
    expect(ana.tellings[0]).toMatchObject({ type: "access", can_write: true, participant_id: ana.who.participant_id });
    expect(ana.text).toBe("hello");
  });

  test("sends what is stored to one who has nothing before it reads that itself, and takes what they write meanwhile", async () => {
    const hall = new NoteHall("hello");
    hall.web.waiting = [];
    const ana = new Mate(openingOf(person(1)));
    const joining = ana.join(hall.note);
    await until(() => hall.web.waiting!.length, (asked) => asked > 0); // biome-ignore format: one wait
    hall.web.answer();
    for (let turn = 0; turn < 20 && ana.text === ""; turn += 1) await Promise.resolve();
    expect([ana.text, hall.note.open]).toEqual(["hello", null]);
    ana.type(" there");
    hall.web.waiting = null;
    expect(await joining).toBe(true);
    await hall.pass(1_500);
    expect(hall.web.text).toBe("hello there");
  });

  test("sends what is stored and what only the log has as one", async () => {
    const hall = new NoteHall("hello");
    const ana = await hall.enter(1);
    ana.type(" there");
    await flush();
    hall.replace();
    ana.lose();
    const ben = await hall.enter(2);
    expect(ben.text).toBe("hello there");
  });

  test("keeps no more than a bound of what is said before it is in memory", async () => {
    const hall = new NoteHall("hello");
    hall.web.waiting = [];
    const ana = new Mate(openingOf(person(1)));
    void ana.join(hall.note);
    for (let said = 0; said <= maxEarlyFrames; said += 1) ana.show({ said });
    expect(ana.closed).toEqual({ code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" });
    hall.web.answer();
    hall.web.waiting = null;
    await flush(10);
    expect(hall.note.quiet).toBe(true);
  });

  test("brings what one writes to the other at once and to the database soon", async () => {
    const hall = new NoteHall("hello");
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    ana.type(" there");
    await flush();
    expect(ben.text).toBe("hello there");
    expect(hall.web.text).toBe("hello");
    await hall.pass(1_500);
    expect(hall.web.text).toBe("hello there");
    expect(hall.web.saves[0]!.author_ids).toEqual([ana.who.participant_id]);
    expect(ben.of("saved")).toHaveLength(2);
  });

  test("brings what many write at the same moment to each as one frame", async () => {
    const hall = new NoteHall();
    const mates = [];
    for (let number = 1; number <= crowdFrom; number += 1) mates.push(await hall.enter(number));
    const [reader, ...writers] = mates;
    reader!.isSlow = true;
    for (const [index, writer] of writers.entries()) writer.type(`<${index}>`);
    await until(() => writers[0]!.text.length, (length) => length === 3 * writers.length); // biome-ignore format: one wait
    expect(reader!.inbox).toHaveLength(1);
    reader!.read();
    expect(new Set(mates.map(({ text }) => text)).size).toBe(1);
  });

  test("tells one who comes back that what they have is saved, and not while it is not", async () => {
    const hall = new NoteHall("hello");
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    expect(ben.of("saved")).toHaveLength(1);
    ana.type("!");
    await flush();
    ben.leave();
    await ben.join(hall.note);
    await flush();
    expect(ben.of("saved")).toHaveLength(1);
    await hall.pass(1_500);
    expect(ben.of("saved")).toHaveLength(2);
  });

  test("leaves memory and the disk once the last has left and all is saved", async () => {
    const hall = new NoteHall("hello");
    const ana = await hall.enter(1);
    ana.type("!");
    ana.leave();
    await flush(10);
    expect(hall.web.text).toBe("hello!");
    expect(hall.web.saves.at(-1)).toMatchObject({ closing: true });
    expect(hall.note.quiet).toBe(true);
    expect(hall.disk.size).toBe(0);
  });
});
