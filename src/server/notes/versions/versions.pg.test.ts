import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { reading, writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { merge, openDocument, rewrite, stateOf, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { nameVersion, renameVersion, restoreVersion } from "#/server/notes/versions/change-versions.ts";
import { diffVersion, listVersions, readVersion } from "#/server/notes/versions/read-versions.ts";
import { makeNoteStage, saveCopy, typeInto } from "../../../../tests/support/note-stage.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import type { Person } from "../../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId } = await makeNoteStage();
afterAll(() => world.drop());

const newNote = async (body: string) =>
  (await createNote(ana.ctx, { workspace_id: workspaceId, title: "Launch", body })).id;

const write = (person: Person, noteId: string, text: string) => typeInto(person, noteId, () => text);
const stateNow = (noteId: string) =>
  writing(ana.ctx, async (tx) => {
    const { row } = await seeNote(tx, ana.ctx.actor, noteId);
    return tx.emit([], () => row.state);
  });
const textNow = async (noteId: string) => (await reading(ana.ctx, (tx) => seeNote(tx, ana.ctx.actor, noteId))).row.body;
const page = (noteId: string) => ({ note_id: noteId, limit: 50, offset: 0 });

test("who reads a note reads its versions; who writes it names and restores them; others find nothing", async () => {
  const note_id = await newNote("one\n");
  await write(ben, note_id, "one\ntwo\n");
  const { items } = await listVersions(cleo.ctx, page(note_id));
  const version_id = items[0]!.id;
  expect(items).toMatchObject([
    { reason: "created", title: "Launch", size: 4, authors: [{ display_name: "Ana" }], version: 1, name: null },
  ]);
  expect(await readVersion(cleo.ctx, { note_id, version_id })).toMatchObject({ markdown: "one\n", id: version_id });
  expect((await diffVersion(cleo.ctx, { note_id, version_id })).added).toBe(1);

  const named = { note_id, name: "First" };
  await expectRefusal(restoreVersion(cleo.ctx, { note_id, version_id }), "SW_NOTE_FORBIDDEN");
  await expectRefusal(nameVersion(cleo.ctx, named), "SW_NOTE_FORBIDDEN");
  await expectRefusal(renameVersion(cleo.ctx, { ...named, version_id }), "SW_NOTE_FORBIDDEN");
  const attempts = [
    listVersions(dora.ctx, page(note_id)),
    readVersion(dora.ctx, { note_id, version_id }),
    diffVersion(dora.ctx, { note_id, version_id }),
    nameVersion(dora.ctx, named),
    renameVersion(dora.ctx, { ...named, version_id }),
    restoreVersion(dora.ctx, { note_id, version_id }),
  ];
  await Promise.all(attempts.map((attempt) => expectRefusal(attempt, "SW_NOTE_NOT_FOUND")));

  const other = await newNote("elsewhere");
  const foreign = (await listVersions(ana.ctx, page(other))).items[0]!.id;
  for (const wrong of [absentId, foreign]) {
    await expectRefusal(readVersion(ana.ctx, { note_id, version_id: wrong }), "SW_NOTE_VERSION_NOT_FOUND");
    await expectRefusal(restoreVersion(ana.ctx, { note_id, version_id: wrong }), "SW_NOTE_VERSION_NOT_FOUND");
    await expectRefusal(diffVersion(ana.ctx, { note_id, version_id, against: wrong }), "SW_NOTE_VERSION_NOT_FOUND");
  }
  expect(await restoreVersion(ben.ctx, { note_id, version_id })).toMatchObject({ version: 3 });
});

test("a restore while another types keeps what they type, and can be taken back", async () => {
  const note_id = await newNote("# Plan\n\nWe launch in May.\n\nBen does the press.\n");
  await write(ana, note_id, "# Plan\n\nWe launch in June, or so.\n\nBen does the press.\n");
  const [first] = (await listVersions(ana.ctx, page(note_id))).items;

  // Ben has the note open; what he types is not saved yet when Ana restores.
  const bens = openDocument(await stateNow(note_id));
  rewrite(bens, textOf(bens).replace("Ben does the press.", "Ben does the press, with Mira."));
  const before = await world.head();
  const restored = await restoreVersion(ana.ctx, { note_id, version_id: first!.id });
  expect(await textNow(note_id)).toBe("# Plan\n\nWe launch in May.\n\nBen does the press.\n");
  expect(await world.log(before)).toMatchObject([
    { type: "swp.note.updated", content: { note_id, changed: ["text"], author_ids: [ana.participant.id] } },
  ]);

  await saveCopy(ben, note_id, (stored) => merge(stored, stateOf(bens)));
  const both = "# Plan\n\nWe launch in May.\n\nBen does the press, with Mira.\n";
  expect(await textNow(note_id)).toBe(both);
  merge(bens, await stateNow(note_id));
  expect(textOf(bens)).toBe(both);

  const undone = await restoreVersion(ana.ctx, { note_id, version_id: restored.kept!.id });
  expect(await textNow(note_id)).toBe("# Plan\n\nWe launch in June, or so.\n\nBen does the press.\n");
  expect(await readVersion(ana.ctx, { note_id, version_id: undone.kept!.id })).toMatchObject({
    markdown: both,
    reason: "restore",
  });
});

test("what a note said as a draft stays with its editors when it is published, and what it says then is for all", async () => {
  const made = { workspace_id: workspaceId, title: "Pay", body: "Dora goes.\n", status: "draft" as const };
  const note_id = (await createNote(ana.ctx, made)).id;
  await write(ben, note_id, "Dora stays.\n");
  const change = (status: "draft" | "published") =>
    updateNote(ana.ctx, { note_id, status, on_conflict: "refuse" }).then(({ version }) => version);
  await change("published");
  const seen = (person: Person) =>
    listVersions(person.ctx, page(note_id)).then(({ items }) => items.map(({ version }) => version));
  expect([await seen(cleo), await seen(ben)]).toEqual([[], [1]]);
  // The first text that all could read is a version for all, though it is the last one of the draft.
  await nameVersion(ana.ctx, { note_id, name: "Published" });
  await write(ana, note_id, "Dora stays, with a raise.\n");
  const [published, draft] = (await listVersions(ben.ctx, page(note_id))).items;
  expect([await seen(cleo), published?.version, draft?.version]).toEqual([[3], 3, 1]);
  expect(await readVersion(cleo.ctx, { note_id, version_id: published!.id })).toMatchObject({
    markdown: "Dora stays.\n",
  });

  const hidden = { note_id, version_id: draft!.id };
  await expectRefusal(readVersion(cleo.ctx, hidden), "SW_NOTE_VERSION_NOT_FOUND");
  await expectRefusal(diffVersion(cleo.ctx, hidden), "SW_NOTE_VERSION_NOT_FOUND");
  const against = { note_id, version_id: published!.id, against: draft!.id };
  await expectRefusal(diffVersion(cleo.ctx, against), "SW_NOTE_VERSION_NOT_FOUND");
  expect(await readVersion(ben.ctx, hidden)).toMatchObject({ markdown: "Dora goes.\n" });

  // A draft once more: what is written meanwhile stays as hidden.
  await change("draft");
  await write(ben, note_id, "Dora leads.\n");
  await nameVersion(ben.ctx, { note_id, name: "Secret" });
  const last = await change("published");
  expect(await seen(cleo)).toEqual([3]);
  expect(await seen(ana)).toEqual([last - 1, 3, 1]);
});

test("a version brings its title back", async () => {
  const note_id = await newNote("one\n");
  const [first] = (await listVersions(ana.ctx, page(note_id))).items;
  await updateNote(ana.ctx, { note_id, title: "Take-off", on_conflict: "refuse" });
  const before = await world.head();
  const restored = await restoreVersion(ben.ctx, { note_id, version_id: first!.id });
  expect(await getNote(cleo.ctx, { note_id })).toMatchObject({ title: "Launch", markdown: "one\n", version: 3 });
  expect(await world.log(before)).toMatchObject([{ content: { note_id, changed: ["title"] } }]);
  await restoreVersion(ben.ctx, { note_id, version_id: restored.kept!.id });
  expect((await getNote(cleo.ctx, { note_id })).title).toBe("Take-off");
});

test("what was kept already is not kept twice, and restoring what the note says changes nothing", async () => {
  const note_id = await newNote("one\n");
  await write(ana, note_id, "two\n");
  const named = await nameVersion(ana.ctx, { note_id, name: "Two" });
  const [, first] = (await listVersions(ana.ctx, page(note_id))).items;
  const before = await world.head();
  expect((await restoreVersion(ana.ctx, { note_id, version_id: named.id })).kept).toBeNull();
  expect(await world.log(before)).toEqual([]);
  expect((await restoreVersion(ana.ctx, { note_id, version_id: first!.id })).kept).toMatchObject({
    id: named.id,
    name: "Two",
    created_at: named.created_at,
  });
  expect((await listVersions(ana.ctx, page(note_id))).items).toHaveLength(2);
});

test("a name is given to the present once, changed, and taken away; there are at most 100", async () => {
  const note_id = await newNote("one\n");
  await write(ana, note_id, "two\n");
  const named = await nameVersion(ben.ctx, { note_id, name: "Sent" });
  expect(named).toMatchObject({ name: "Sent", reason: "named", size: 4 });
  expect((await nameVersion(ana.ctx, { note_id, name: "Sent on" })).id).toBe(named.id);
  expect(await renameVersion(ben.ctx, { note_id, version_id: named.id, name: null })).toMatchObject({ name: null });
  await writing(ana.ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.note_versions (tenant_id, id, note_id, version, title, body, reason, name, created_at)
      select ${tx.tenantId}, gen_random_uuid(), ${note_id}, 100 + n, 'Launch', 'x', 'named', 'v', now()
      from generate_series(1, 100) as n`);
    return tx.emit([], () => undefined);
  });
  await expectRefusal(renameVersion(ana.ctx, { note_id, version_id: named.id, name: "More" }), "SW_BAD_REQUEST");
});

test("two versions are compared with each other, and one with now", async () => {
  const note_id = await newNote("alpha\nbeta\n");
  await write(ana, note_id, "alpha\nbeta two\n");
  const second = await nameVersion(ana.ctx, { note_id, name: "Second" });
  await write(ana, note_id, "alpha\n");
  const first = (await listVersions(ana.ctx, page(note_id))).items.at(-1)!;
  const between = await diffVersion(cleo.ctx, { note_id, version_id: first.id, against: second.id });
  expect(between).toMatchObject({ from: { id: first.id }, to: { id: second.id }, added: 1, removed: 1 });
  expect(between.hunks[0]!.lines.map(({ kind, parts }) => [kind, parts.at(-1)])).toEqual([
    ["same", { text: "alpha", changed: false }],
    ["del", { text: "beta", changed: false }],
    ["add", { text: " two", changed: true }],
  ]);
  const now = await diffVersion(cleo.ctx, { note_id, version_id: second.id });
  expect(now).toMatchObject({ to: null, added: 0, removed: 1, titles: { from: "Launch", to: "Launch" } });
});
