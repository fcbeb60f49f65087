import { afterAll, beforeAll, expect, test } from "vitest";
import type { NoteClient } from "../../party/testing/note-client.ts";
import { until } from "../../party/testing/until.ts";
import { openPool, type Sql } from "../../src/server/database/connect.ts";
import { goLiveWithNotes, type NoteLive, noteOf, open, socketOf, stored } from "./note-support.ts";

let live: NoteLive;
let maintenance: Sql;

beforeAll(async () => {
  live = await goLiveWithNotes();
  maintenance = openPool({ ...live.world.address, database: "postgres" }, "owner", 1);
});
afterAll(async () => {
  await maintenance.end({ timeout: 2 });
  await live.end();
});

type Part = "party" | "web" | "database";

/** Each of them ends at once, with everything that it has in memory or under way. */
const ends: Record<Part, () => Promise<unknown>> = {
  party: () => live.party.kill(),
  web: () => live.web.stop(),
  database: async () => {
    const { database } = live.world.address;
    await maintenance.unsafe(`alter database ${database} with allow_connections false`);
    await maintenance`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  },
};
const starts: Record<Part, () => Promise<unknown>> = {
  party: () => live.party.start(),
  web: () => live.web.start(),
  database: () => maintenance.unsafe(`alter database ${live.world.address.database} with allow_connections true`),
};

const cases: { name: string; parts: Part[] }[] = [
  { name: "the party", parts: ["party"] },
  { name: "the web", parts: ["web"] },
  { name: "the database", parts: ["database"] },
  { name: "party and web", parts: ["party", "web"] },
  { name: "party and database", parts: ["party", "database"] },
  { name: "web and database", parts: ["web", "database"] },
];

/** Types a word every few milliseconds until it is told to stop; answers what it typed. */
function keepTyping(client: NoteClient): () => string[] {
  const typed: string[] = [];
  const timer = setInterval(() => {
    typed.push(`<${typed.length}>`);
    client.type(typed.at(-1)!);
  }, 4);
  return () => {
    clearInterval(timer);
    return typed;
  };
}

const passing = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const lacking = (text: string, words: readonly string[]) => words.filter((word) => !text.includes(word));

/** Comes back as a browser does, until it is in. */
async function comeBack(client: NoteClient, person: NoteLive["ana"], note: string): Promise<void> {
  await until(
    async () => {
      if (client.closed === null && client.synced) return true;
      client.again(await socketOf(live, person, note));
      return client.ready().then(
        () => true,
        () => false,
      );
    },
    (isIn) => isIn,
  );
}

test.each(cases)("what two write while $name ends is all there, when their browsers live", async ({ parts }) => {
  const note = await noteOf(live);
  const [ana, ben] = [await open(live, live.ana, note), await open(live, live.ben, note)];
  const stop = keepTyping(ana);
  await until(() => ben.text.length, (length) => length > 500); // biome-ignore format: one wait
  await Promise.all(parts.map((part) => ends[part]()));
  await passing(400);
  for (const part of parts) await starts[part]();
  await Promise.all([comeBack(ana, live.ana, note), comeBack(ben, live.ben, note)]);
  const typed = stop();
  await until(() => lacking(ben.text, typed).length, (count) => count === 0); // biome-ignore format: one wait
  await until(async () => lacking((await stored(live, note)).body, typed).length, (count) => count === 0); // biome-ignore format: one wait
  expect(ben.text).toBe(ana.text);
  for (const client of [ana, ben]) await client.leave();
});

test.each(cases)(
  "what another has seen before $name ended is all there, when every browser has gone",
  async ({ parts }) => {
    const note = await noteOf(live);
    const [ana, ben] = [await open(live, live.ana, note), await open(live, live.ben, note)];
    const stop = keepTyping(ana);
    await until(() => ben.text.length, (length) => length > 500); // biome-ignore format: one wait
    await Promise.all(parts.map((part) => ends[part]()));
    for (const client of [ana, ben]) client.gone();
    stop();
    const seen = ben.text.match(/<\d+>/g)!;
    await passing(400);
    for (const part of parts) await starts[part]();

    // Nobody comes back, and the clock would ask after a minute and a half.
    await until(
      async () => lacking(await stored(live, note).then(({ body }) => body, () => ""), seen).length, // biome-ignore format: one look
      (count) => count === 0,
    );
    const late = await open(live, live.ben, note);
    expect(lacking(late.text, seen)).toEqual([]);
    await late.leave();
  },
);

test("after a long evening of letters, what came last is there when the party ends", async () => {
  const note = await noteOf(live);
  const [ana, ben] = [await open(live, live.ana, note), await open(live, live.ben, note)];
  for (let letter = 0; letter < 1_200; letter += 1) {
    ana.type("x");
    // One after the other, so that none is merged with the next.
    await new Promise<void>((resolve) => ben.document.once("update", () => resolve()));
  }
  await until(() => ana.of("saved").length, (count) => count > 0); // biome-ignore format: one wait
  await until(async () => (await stored(live, note)).body.length, (length) => length === 1_200); // biome-ignore format: one wait
  await passing(1_000);
  ana.type("the end");
  await until(() => ben.text, (text) => text.endsWith("the end")); // biome-ignore format: one wait
  await live.party.kill();
  for (const client of [ana, ben]) client.gone();
  await live.party.start();
  const late = await open(live, live.ben, note);
  expect(late.text).toBe(`${"x".repeat(1_200)}the end`);
  await until(async () => (await stored(live, note)).body, (body) => body === late.text); // biome-ignore format: one wait
  expect(await stored(live, note)).toMatchObject({ updatedBy: live.ana.participant.id });
  await late.leave();
  expect(live.party.output).not.toContain("note.log_failed");
});
