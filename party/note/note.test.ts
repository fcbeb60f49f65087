import { describe, expect, test } from "vitest";
import { flush, NoteHall } from "../testing/note-hall.ts";

describe("a note that is open", () => {
  test("tells first what one may, then what is in it", async () => {
    const hall = new NoteHall("hello");
    const ana = await hall.enter(1);
    expect(ana.tellings[0]).toMatchObject({ type: "access", can_write: true, participant_id: ana.who.participant_id });
    expect(ana.text).toBe("hello");
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
