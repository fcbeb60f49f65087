import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reading, writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { openDocument, rewrite } from "#/server/notes/document.ts";
import { keepVersion } from "#/server/notes/versions/keep-version.ts";
import { writeDocument } from "#/server/notes/write.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { makeWorld, type Person, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let workspaceId: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  workspaceId = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: workspaceId, participant_id: ben.participant.id, role: "editor" });
});
afterAll(() => world.drop());

const newNote = async (body: string) =>
  (await createNote(ana.ctx, { workspace_id: workspaceId, title: "Launch", body })).id;

/** As the party's save does: stores what is written and keeps what was there. */
function write(people: Person[], noteId: string, text: string, by?: "api" | "import") {
  const authorIds = people.map(({ participant }) => participant.id);
  return writing(people.at(-1)!.ctx, async (tx) => {
    const { row } = await seeNote(tx, people.at(-1)!.ctx.actor, noteId);
    const document = openDocument(row.state);
    rewrite(document, text);
    const written = await writeDocument(tx, people[0]!.ctx, row, { document, authorIds });
    const change = { before: row, after: written.row, authorIds, ...(by ? { by } : {}) };
    await keepVersion(tx, people[0]!.ctx, change);
    return tx.emit(written.events, () => undefined);
  });
}

type Kept = { version: number; body: string; reason: string; author_ids: string[]; until: number };
const versions = (noteId: string) =>
  reading(ana.ctx, (tx) =>
    tx.rows<Kept>(sql`
      select version::int, body, reason, author_ids, (extract(epoch from created_at) * 1000)::float8 as until
      from app.note_versions where note_id = ${noteId} order by version`),
  );
const minutes = (count: number) => world.clock.advance(count * 60_000);

test("what was there before a pause can be had again, with those who wrote it", async () => {
  const noteId = await newNote("zero");
  minutes(60);
  await write([ana], noteId, "one");
  minutes(1);
  await write([ana], noteId, "two");
  expect((await versions(noteId)).map(({ body }) => body)).toEqual(["zero"]);
  minutes(5);
  await write([ana], noteId, "three");
  expect(await versions(noteId)).toMatchObject([
    { body: "zero", reason: "created" },
    { body: "two", reason: "pause", version: 3, author_ids: [ana.participant.id], until: world.clock.now().getTime() },
  ]);
});

test("another's first words keep what was there, and those who then write by turns keep one each five minutes", async () => {
  const noteId = await newNote("");
  await write([ana], noteId, "a");
  await write([ben], noteId, "ab");
  expect((await versions(noteId)).map(({ body, reason }) => [body, reason])).toEqual([
    ["", "created"],
    ["a", "author"],
  ]);
  for (let turn = 0; turn < 40; turn += 1) {
    world.clock.advance(30_000);
    await write([turn % 2 === 0 ? ana : ben], noteId, `ab${turn}`);
  }
  const kept = await versions(noteId);
  expect(kept.length).toBeGreaterThanOrEqual(5);
  expect(kept.length).toBeLessThanOrEqual(8);
  expect(kept.at(-1)!.author_ids.toSorted()).toEqual([ana.participant.id, ben.participant.id].toSorted());
  const gaps = kept.slice(2).map(({ until }, index) => until - kept[index + 1]!.until);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(6 * 60_000);
});

test("a program's write keeps what a person wrote just before", async () => {
  const noteId = await newNote("zero");
  await write([ana], noteId, "typed");
  await write([ana], noteId, "overwritten", "api");
  await write([ana], noteId, "and again", "api");
  expect((await versions(noteId)).map(({ body, reason }) => [body, reason])).toEqual([
    ["zero", "created"],
    ["typed", "api"],
  ]);
});

test("a write that leaves the text as it is keeps nothing", async () => {
  const noteId = await newNote("zero");
  await write([ana], noteId, "one");
  minutes(10);
  await write([ben], noteId, "one", "api");
  expect(await versions(noteId)).toHaveLength(1);
});
