import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import type { NoteSaveRequest } from "#/domain/notes/contract.ts";
import { reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { fromBase64, toBase64 } from "#/server/notes/live/bytes.ts";
import { loadNote } from "#/server/notes/live/load-note.ts";
import { noteRights } from "#/server/notes/live/note-rights.ts";
import { saveNote } from "#/server/notes/live/save-note.ts";
import { expectRefusal } from "../../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let host: Parameters<typeof saveNote>[0];

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  host = { database: world.database, now: world.clock.now, newId: world.newId, wake: { advanced: () => {} } };
});
afterAll(() => world.drop());

const noteOf = async (body: string) => (await createNote(ana.ctx, { title: "Note", body })).id;
const stored = async (id: string) => (await reading(ana.ctx, (tx) => seeNote(tx, ana.ctx.actor, id))).row;
const load = (note_id: string, state_vector?: string) =>
  loadNote(host, { tenant_id: world.tenantId, note_id, ...(state_vector === undefined ? {} : { state_vector }) });
const save = (note_id: string, document: Doc, some: Partial<NoteSaveRequest> = {}) =>
  saveNote(host, {
    tenant_id: world.tenantId,
    note_id,
    update: toBase64(encodeStateAsUpdate(document)),
    state_vector: toBase64(encodeStateVector(document)),
    author_ids: [ana.participant.id],
    editor_ids: [ana.participant.id],
    closing: false,
    ...some,
  });
const openings = (id: string) => rows(world, world, sql`select note_id from app.note_openings where note_id = ${id}`);

/** The door's copy of a note, and what changes it. */
async function copyOf(id: string): Promise<Doc> {
  const copy = new Doc();
  applyUpdate(copy, (await load(id)).update);
  return copy;
}

test("what is saved twice counts once: one version, one event, the same text", async () => {
  const id = await noteOf("one");
  const copy = await copyOf(id);
  copy.getText("body").insert(3, " two");
  const before = await world.head();
  const first = await save(id, copy);
  const second = await save(id, copy);
  expect([first.version, second.version]).toEqual([2, 2]);
  expect(second.missing).toBeNull();
  const events = await world.log(before);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    type: "swp.note.updated",
    sender_id: ana.participant.id,
    content: { note_id: id, version: 2, author_ids: [ana.participant.id] },
  });
  expect(JSON.stringify(events)).not.toContain("two");
  expect((await stored(id)).body).toBe("one two");
});

test("who wrote meanwhile elsewhere loses nothing, and the door is told what it lacks", async () => {
  const id = await noteOf("middle");
  const [one, other] = [await copyOf(id), await copyOf(id)];
  one.getText("body").insert(0, "start ");
  other.getText("body").insert(6, " end");
  await save(id, one);
  const answer = await save(id, other, { author_ids: [] });
  applyUpdate(other, fromBase64(answer.missing!));
  expect(other.getText("body").toString()).toBe("start middle end");
  expect(await stored(id)).toMatchObject({ body: "start middle end", updatedBy: ana.participant.id });
  expect((await load(id, answer.state_vector)).update.length).toBeLessThanOrEqual(2);
});

test("a note is open from its first sign until it is closed", async () => {
  const id = await noteOf("x");
  const copy = await copyOf(id);
  await save(id, copy);
  expect(await openings(id)).toHaveLength(1);
  await save(id, copy, { closing: true, editor_ids: [] });
  expect(await openings(id)).toHaveLength(0);
});

test("people whom nobody knows have written nothing", async () => {
  const id = await noteOf("x");
  const copy = await copyOf(id);
  copy.getText("body").insert(0, "y");
  const stranger = world.newId();
  await save(id, copy, { author_ids: [ben.participant.id, stranger], editor_ids: [stranger] });
  expect((await stored(id)).updatedBy).toBe(ben.participant.id);
});

test("what can't be read, or is too large, changes nothing", async () => {
  const id = await noteOf("x");
  await expectRefusal(save(id, new Doc(), { update: toBase64(Uint8Array.of(9, 9, 9)) }), "SW_NOTE_UPDATE_INVALID");
  const large = await copyOf(id);
  large.getText("body").insert(0, "é".repeat(500_001));
  await expectRefusal(save(id, large), "SW_NOTE_TOO_LARGE");
  expect(await stored(id)).toMatchObject({ body: "x", version: 1 });
  const absent = world.newId();
  await expectRefusal(save(absent, new Doc()), "SW_NOTE_NOT_FOUND");
  await expectRefusal(load(absent), "SW_NOTE_NOT_FOUND");
});

test("another tenant's note is none", async () => {
  const elsewhere = await world.tenant("elsewhere");
  const id = await noteOf("ours");
  const copy = await copyOf(id);
  await expectRefusal(save(id, copy, { tenant_id: elsewhere.tenantId }), "SW_NOTE_NOT_FOUND");
  await expectRefusal(loadNote(host, { tenant_id: elsewhere.tenantId, note_id: id }), "SW_NOTE_NOT_FOUND");
  const openers = [{ participant_id: ana.participant.id, session_id: null }];
  const asked = { tenant_id: elsewhere.tenantId, note_id: id, openers };
  expect(await noteRights(host, asked)).toEqual({ openers: [] });
});

test("rights are those of this moment: of members, and of sessions that have not ended", async () => {
  const id = await noteOf("x");
  const asked = {
    tenant_id: world.tenantId,
    note_id: id,
    openers: [
      { participant_id: ana.participant.id, session_id: null },
      { participant_id: ana.participant.id, session_id: world.newId() },
      { participant_id: ben.participant.id, session_id: null },
    ],
  };
  expect(await noteRights(host, asked)).toEqual({ openers: [{ ...asked.openers[0], can_write: true }] });
});
