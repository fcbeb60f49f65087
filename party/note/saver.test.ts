import { describe, expect, test } from "vitest";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { person } from "../testing/facts.ts";
import { flush, Mate, NoteHall, openingOf } from "../testing/note-hall.ts";
import { until } from "../testing/until.ts";
import { giveUpAfterMs } from "./limits.ts";

describe("saving", () => {
  test("comes a second after the last letter, and at most three after the first", async () => {
    const hall = new NoteHall();
    const ana = await hall.enter(1);
    ana.type("a");
    await hall.pass(750);
    expect(hall.web.saves).toHaveLength(0);
    await hall.pass(500);
    expect(hall.web.saves).toHaveLength(1);
    for (let passed = 0; passed < 12_000; passed += 500) {
      ana.type("b");
      await hall.pass(500);
    }
    expect(hall.web.saves.length).toBeGreaterThanOrEqual(4);
    expect(hall.web.saves.length).toBeLessThanOrEqual(6);
  });

  test("names who wrote since the last one, the last writer last, and who may write", async () => {
    const hall = new NoteHall();
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    await hall.enter(3, { can_write: false });
    ana.type("a");
    ben.type("b");
    ana.type("a");
    await hall.pass(4_000);
    expect(hall.web.saves[0]).toMatchObject({
      author_ids: [person(2), person(1)],
      editor_ids: [person(1), person(2)],
      closing: false,
    });
    ben.type("b");
    await hall.pass(4_000);
    expect(hall.web.saves[1]!.author_ids).toEqual([person(2)]);
  });

  test("that fails goes on; after a minute the note is read only until it works, and what was typed is saved then", async () => {
    const hall = new NoteHall();
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    hall.web.refuses = { refused: null };
    ana.type("kept");
    await hall.pass(2_000);
    expect(ana.of("unsaved")[0]).toMatchObject({ code: "SW_UNAVAILABLE", given_up: false });
    expect(ana.of("access").at(-1)).toMatchObject({ can_write: true });
    await hall.pass(giveUpAfterMs + 12_000);
    expect(ana.of("unsaved").at(-1)).toMatchObject({ given_up: true });
    expect(ben.of("access").at(-1)).toMatchObject({ can_write: false });
    ben.type("too late");
    await flush();
    expect(ben.of("refused")[0]).toMatchObject({ code: "SW_NOTE_FORBIDDEN" });
    expect(ana.text).toBe("kept");
    const tries = hall.web.saves.length;
    expect(tries).toBeLessThan(20);

    hall.web.refuses = null;
    await hall.pass(11_000);
    expect(hall.web.text).toBe("kept");
    expect(ana.of("access").at(-1)).toMatchObject({ can_write: true });
    expect(ana.of("saved")).toHaveLength(2);
  });

  test("says how many updates of each it has: what is deleted while it is under way comes with the next", async () => {
    const hall = new NoteHall("hello");
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    ana.type("!");
    hall.web.waiting = [];
    await hall.pass(1_500);
    expect(hall.web.saves).toHaveLength(1);
    ana.document.getText("body").delete(0, 5);
    await flush();
    hall.web.answer();
    await flush();
    // Its answer to the question for everything, and its word.
    expect(ana.of("saved").at(-1)).toMatchObject({ updates: 2 });
    hall.web.waiting = null;
    await hall.pass(1_500);
    expect(hall.web.text).toBe("!");
    expect(ana.of("saved").at(-1)).toMatchObject({ updates: 3 });
    expect(ben.of("saved").at(-1)).toMatchObject({ updates: 1 });
  });

  test("tells one who deletes what another has deleted that it is saved, though nothing will be", async () => {
    const hall = new NoteHall("hello");
    const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
    ben.isSlow = true;
    ana.document.getText("body").delete(0, 5);
    await hall.pass(1_500);
    ben.document.getText("body").delete(0, 5);
    await flush();
    expect(ben.of("saved").at(-1)).toMatchObject({ updates: 2 });
    await hall.pass(4_000);
    expect(hall.web.saves).toHaveLength(1);
  });

  test("brings what the database had meanwhile, by its answer", async () => {
    const hall = new NoteHall("one\n");
    const ana = await hall.enter(1);
    hall.web.document.getText("body").insert(4, "two\n");
    ana.type("zero\n", 0);
    await hall.pass(1_500);
    expect(ana.text).toBe("zero\none\ntwo\n");
    expect(hall.web.text).toBe(ana.text);
    expect(hall.web.saves).toHaveLength(1);
  });

  test("that can't be when the last leaves is left to the log, and comes with `settle`", async () => {
    const hall = new NoteHall();
    const ana = await hall.enter(1);
    hall.web.refuses = { refused: null };
    ana.type("kept in the log");
    ana.leave();
    await flush(20);
    expect(hall.note.quiet).toBe(true);
    expect(await hall.act("settle")).toEqual({ open: true });
    hall.web.refuses = null;
    hall.replace();
    expect(await hall.act("settle")).toEqual({ open: false });
    expect(hall.web.text).toBe("kept in the log");
    expect(hall.web.saves.at(-1)!.author_ids).toEqual([person(1)]);
    expect(hall.disk.size).toBe(0);
  });

  test("of a note that was deleted ends it everywhere, and nothing of it stays", async () => {
    const hall = new NoteHall("secret");
    const ana = await hall.enter(1);
    ana.type("!");
    hall.web.refuses = { refused: "SW_NOTE_NOT_FOUND" };
    await hall.pass(2_000);
    await flush(20);
    expect(ana.closed).toEqual({ code: closeCodes.aborted, reason: "SW_NOTE_NOT_FOUND" });
    expect([hall.note.quiet, hall.disk.size]).toEqual([true, 0]);
  });
});

describe("the database", () => {
  test("that answers with an old document gets back what this machine still has", async () => {
    const hall = new NoteHall("old");
    const ana = await hall.enter(1);
    ana.type(" and new");
    hall.web.refuses = { refused: null };
    ana.leave();
    await flush(20);
    hall.web.refuses = null;
    const ben = await hall.enter(2);
    expect(ben.text).toBe("old and new");
    await hall.pass(1_500);
    expect(hall.web.text).toBe("old and new");
  });

  test("is asked for what is missing after a change there, and only once for many", async () => {
    const hall = new NoteHall("text");
    const ana = await hall.enter(1);
    hall.web.document.getText("body").insert(4, " changed");
    hall.web.version = 2;
    const before = hall.web.loads;
    await Promise.all(Array.from({ length: 20 }, () => hall.act("pull")));
    await flush();
    expect(ana.text).toBe("text changed");
    expect(hall.web.loads - before).toBe(2);
    await hall.note.act("pull", { tenant_id: ana.who.tenant_id, version: 2 });
    expect(hall.web.loads - before).toBe(2);
  });

  test("that does not have the note closes its door, and one that does not answer asks to come again", async () => {
    const hall = new NoteHall();
    hall.web.refuses = { refused: "SW_NOTE_NOT_FOUND" };
    expect((await hall.enter(1)).closed).toEqual({ code: closeCodes.aborted, reason: "SW_NOTE_NOT_FOUND" });
    hall.web.refuses = { refused: null };
    expect((await hall.enter(1)).closed).toEqual({ code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" });
    hall.web.refuses = null;
    expect((await hall.enter(1)).closed).toBeNull();
  });

  test("of another tenant has nothing to do with it", async () => {
    const hall = new NoteHall("ours");
    await hall.enter(1);
    const stranger = await hall.enter(2, { tenant_id: person(77) });
    expect(stranger.closed).toEqual({ code: closeCodes.aborted, reason: "SW_NOTE_NOT_FOUND" });
    expect(stranger.text).toBe("");
  });
});

describe("a note that goes while somebody comes", () => {
  test("lets them wait, and shows them everything", async () => {
    const hall = new NoteHall("start");
    const ana = await hall.enter(1);
    ana.type(" more");
    hall.web.waiting = [];
    ana.leave();
    await flush();
    const ben = new Mate(openingOf(person(2)));
    const joining = ben.join(hall.note);
    hall.web.answer();
    hall.web.waiting = null;
    await joining;
    await flush(10);
    expect(ben.text).toBe("start more");
    // The web application was told that the note was closed, and now that it is not.
    expect(hall.web.saves.map(({ closing }) => closing)).toEqual([true, false]);
    ben.type("!");
    await hall.pass(1_500);
    expect(hall.web.text).toBe("start more!");
  });
});

describe("at whatever moment of a note's going somebody comes", () => {
  test.each(Array.from({ length: 24 }, (_, turns) => turns))(
    "after %i turns, what they write is kept",
    async (turns) => {
      const hall = new NoteHall("start");
      hall.disk.isSlow = true;
      const ana = await hall.enter(1);
      await flush(20);
      ana.type(" more");
      await flush(20);
      ana.leave();
      await flush(turns);
      const [ben, cleo] = [new Mate(openingOf(person(2))), new Mate(openingOf(person(3)))];
      await Promise.all([ben.join(hall.note), cleo.join(hall.note)]);
      await flush(40);
      expect([ben.text, cleo.text]).toEqual(["start more", "start more"]);
      ben.type("!");
      await flush(40);
      expect(cleo.text).toBe("start more!");
      for (const mate of [ben, cleo]) mate.lose();
      hall.replace();
      await hall.act("settle");
      expect(hall.web.text).toBe("start more!");
    },
  );
});

test("every half minute everybody is told the digest of the text, and what keeps a line alive more often", async () => {
  const hall = new NoteHall("abc");
  const ana = await hall.enter(1);
  await hall.pass(31_000);
  const [digest] = await until(
    () => ana.of("digest"),
    (told) => told.length > 0,
  );
  expect(digest!.digest).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("when the process ends everybody is sent away to come back, and all is saved", async () => {
  const hall = new NoteHall();
  const ana = await hall.enter(1);
  ana.type("last words");
  await hall.note.drain();
  expect(ana.closed).toEqual({ code: closeCodes.restart, reason: "restart" });
  expect(hall.web.text).toBe("last words");
});
