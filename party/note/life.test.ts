import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { person } from "../testing/facts.ts";
import { flush, Mate, NoteHall, openingOf } from "../testing/note-hall.ts";

// y-partykit tells of each object that was taken away under it, a thousand times here.
beforeAll(() => {
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => {});
  return () => vi.restoreAllMocks();
});

const people = 3;
const who = fc.nat(people - 1);

/** What can happen, in any order. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("type" as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("join" as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("leave" as const), who }) },
  // The browser is closed for good: nothing of its copy is left.
  { weight: 2, arbitrary: fc.record({ do: fc.constant("vanish" as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(250, 1_000, 5_000, 70_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("hold", "answer", "fail", "heal") }) },
  // The process dies, or the runtime takes the object's memory away.
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replace" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("settle", "pull", "recheck") }) },
  // Others change the stored text while it is open.
  { weight: 1, arbitrary: fc.record({ do: fc.constant("api" as const) }) },
);
type Step = { do: string; who?: number; ms?: number };

class Play {
  readonly hall = new NoteHall("# start\n");
  readonly mates = Array.from({ length: people }, (_, index) => this.#stranger(index));
  /** Words that somebody saw whom they are not from, or that came from the database. */
  readonly seen = new Set<string>();
  readonly authors = new Map<string, number>();
  #words = 0;
  #steps = 0;

  #stranger(index: number): Mate {
    return new Mate(openingOf(person(index + 1)));
  }

  async take({ do: what, who: index = 0, ms = 0 }: Step): Promise<void> {
    const { hall } = this;
    const mate = this.mates[index]!;
    const { web } = hall;
    if (what === "type" && mate.socket) {
      const word = this.#word();
      this.authors.set(word, index);
      mate.type(word);
    }
    if (what === "join" && mate.isAway) void mate.join(hall.note);
    if (what === "leave") mate.leave();
    if (what === "vanish") {
      mate.leave();
      this.mates[index] = this.#stranger(index);
    }
    if (what === "pass") await hall.pass(ms);
    if (what === "hold") web.waiting ??= [];
    if (what === "answer") {
      web.answer();
      web.waiting = null;
    }
    if (what === "fail") web.refuses = { refused: null };
    if (what === "heal") web.refuses = null;
    if (what === "replace") {
      for (const each of this.mates) each.lose();
      hall.replace();
    }
    if (what === "settle" || what === "pull" || what === "recheck") void hall.act(what);
    if (what === "api") {
      const word = this.#word();
      web.document.getText("body").insert(0, word);
      web.version += 1;
      this.seen.add(word);
    }
    // Some of what was begun is done, and some is not.
    await flush(1 + (this.#steps++ % 4));
    this.#look();
  }

  constructor() {
    this.hall.disk.isSlow = true;
  }

  #word(): string {
    this.#words += 1;
    return `<${this.#words}>`;
  }

  #look(): void {
    this.mates.forEach((mate, index) => {
      for (const [word, author] of this.authors) {
        if (author !== index && mate.text.includes(word)) this.seen.add(word);
      }
    });
  }

  /** Everything works again, and everybody has gone. */
  async end(): Promise<void> {
    const { hall } = this;
    hall.web.refuses = null;
    hall.web.answer();
    hall.web.waiting = null;
    await flush(50);
    for (const mate of this.mates) mate.leave();
    await hall.pass(12_000);
    await flush(100);
    await hall.act("settle");
    await flush(50);
  }
}

test("in whatever order people come, go and write, and whatever fails meanwhile, nothing is lost that another has seen", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const play = new Play();
      for (const each of steps) await play.take(each);
      await play.end();
      const { hall } = play;
      const missing = [...play.seen].filter((word) => !hall.web.text.includes(word));
      expect(missing).toEqual([]);
      // Each of them once: no update is applied as if it were another.
      for (const word of play.seen) expect(hall.web.text.split(word)).toHaveLength(2);
      // And nothing of it stays in memory or on the disk of the object.
      expect(hall.note.quiet).toBe(true);
      expect(hall.disk.size).toBe(0);
      // Whoever comes now sees what is stored.
      const late = await hall.enter(9);
      await flush(50);
      expect(late.text).toBe(hall.web.text);
      late.leave();
      await flush(50);
    }),
    { numRuns: 300 },
  );
}, 120_000);

test("copies that were changed in any way, apart and together, become equal, and equal to the stored one", async () => {
  const edit = fc.record({
    who,
    at: fc.nat(60),
    remove: fc.nat(4),
    insert: fc.string({ unit: "grapheme", maxLength: 5 }),
    line: fc.constantFrom("same", "same", "same", "leave", "join"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 10, maxLength: 60 }), async (edits) => {
      const hall = new NoteHall("the quick brown fox");
      const mates = [await hall.enter(1), await hall.enter(2), await hall.enter(3)];
      for (const { who: index, at, remove, insert, line } of edits) {
        const mate = mates[index]!;
        if (line === "leave") mate.leave();
        if (line === "join" && !mate.socket) await mate.join(hall.note);
        const text = mate.document.getText("body");
        const from = Math.min(at, text.length);
        Y.transact(mate.document, () => {
          text.delete(from, Math.min(remove, text.length - from));
          text.insert(from, insert);
        });
        if (at % 3 === 0) await flush(1);
      }
      for (const mate of mates) if (!mate.socket) await mate.join(hall.note);
      await flush(5);
      await hall.pass(4_000);
      for (const mate of mates) expect(mate.text).toBe(hall.web.text);
      for (const mate of mates) mate.leave();
      await flush(5);
      expect(hall.note.quiet).toBe(true);
    }),
    { numRuns: 50 },
  );
}, 120_000);
