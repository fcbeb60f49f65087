import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { maxAliases } from "#/domain/notes/bounds.ts";
import { addAlias, listAliases, removeAlias } from "#/server/notes/aliases.ts";
import { archiveNote, deleteNoteForever, restoreNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { moveNote, pinNote, setNoteOwner, unpinNote } from "#/server/notes/manage-note.ts";
import { pinToday } from "#/server/notes/pin-today.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { readSettings } from "#/server/workspaces/settings.ts";
import { findWord } from "../../../tests/support/find-word.ts";
import { makeNoteStage } from "../../../tests/support/note-stage.ts";
import { noteOf } from "../../../tests/support/notes.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { type Person, rows } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId } = await makeNoteStage();
const { id: otherId } = await createWorkspace(ana.ctx, { name: "Others" });
await addWorkspaceMember(ana.ctx, { workspace_id: otherId, participant_id: dora.participant.id, role: "viewer" });
afterAll(() => world.drop());

const make = async (person: Person, more: object = {}) =>
  (await createNote(person.ctx, { workspace_id: workspaceId, title: `Note ${world.newId()}`, ...more })).id;

describe("archiving", () => {
  test("is for the note's owner and the workspace's; restored it is what it was", async () => {
    const note_id = await make(ben, { status: "draft" });
    const others = await make(ana);
    await expectRefusal(archiveNote(ben.ctx, { note_id: others }), "SW_NOTE_FORBIDDEN");
    await expectRefusal(archiveNote(cleo.ctx, { note_id }), "SW_NOTE_NOT_FOUND");
    await expectRefusal(archiveNote(ana.ctx, { note_id: absentId }), "SW_NOTE_NOT_FOUND");
    const before = await world.head();
    expect(await archiveNote(ben.ctx, { note_id })).toMatchObject({ status: "archived", version: 2 });
    expect((await archiveNote(ana.ctx, { note_id })).version).toBe(2);
    expect(await world.log(before)).toMatchObject([{ content: { status: "archived", changed: ["status"] } }]);
    await expectRefusal(getNote(cleo.ctx, { note_id }), "SW_NOTE_NOT_FOUND");
    await expectRefusal(pinNote(ben.ctx, { note_id }), "SW_NOTE_ARCHIVED");
    expect(await restoreNote(ana.ctx, { note_id })).toMatchObject({ status: "draft", archived_at: null });
    expect((await restoreNote(ana.ctx, { note_id })).version).toBe(3);
  });

  test("comes before deleting for good, after which nothing of the note is anywhere", async () => {
    const word = "xylophonesque";
    const { note_id } = await noteOf(ana, workspaceId);
    const { title } = await createNote(ana.ctx, { workspace_id: workspaceId, title: "stays", body: "kept" });
    const secret = await make(ana, { title: word, body: `---\ncategory: ${word}\n---\n${word}`, pinned: true });
    await addAlias(ana.ctx, { note_id: secret, alias: `${word} too` });
    await rows(
      world,
      world,
      sql`
      insert into app.note_comments (tenant_id, id, note_id, author_id, body, created_at)
      values (${world.tenantId}, ${world.newId()}, ${secret}, ${ana.participant.id}, ${word}, now())`,
    );
    await rows(
      world,
      world,
      sql`
      insert into app.todos (tenant_id, note_id, block_id, workspace_id, ordinal, line, text, done, created_at)
      values (${world.tenantId}, ${secret}, 'todo-aaaaa', ${workspaceId}, 0, 0, ${word}, false, now())`,
    );
    expect(await findWord(world, word)).not.toEqual([]);
    await expectRefusal(deleteNoteForever(ana.ctx, { note_id: secret }), "SW_BAD_REQUEST");
    await archiveNote(ana.ctx, { note_id: secret });
    await expectRefusal(deleteNoteForever(ben.ctx, { note_id: secret }), "SW_NOTE_FORBIDDEN");
    const before = await world.head();
    await deleteNoteForever(ana.ctx, { note_id: secret });
    expect(await world.log(before)).toMatchObject([
      { content: { note_id: secret, deleted: true, status: "archived" } },
    ]);
    expect(await findWord(world, word)).toEqual([]);
    await expectRefusal(deleteNoteForever(ana.ctx, { note_id: secret }), "SW_NOTE_NOT_FOUND");
    expect((await getNote(ana.ctx, { note_id })).title).toBe("Launch plan");
    expect(title).toBe("stays");
  });
});

test("a note is given to someone who may write in its workspace, by who may manage it", async () => {
  const note_id = await make(ana);
  const give = (by: Person, to: Person) => setNoteOwner(by.ctx, { note_id, participant_id: to.participant.id });
  await expectRefusal(give(ben, ben), "SW_NOTE_FORBIDDEN");
  for (const nobody of [cleo, dora]) await expectRefusal(give(ana, nobody), "SW_PARTICIPANT_NOT_FOUND");
  await expectRefusal(setNoteOwner(ana.ctx, { note_id, participant_id: absentId }), "SW_PARTICIPANT_NOT_FOUND");
  expect((await give(ana, ben)).owner_id).toBe(ben.participant.id);
  await archiveNote(ben.ctx, { note_id });
});

describe("moving", () => {
  test("needs both: to manage the note, and to write where it goes", async () => {
    const note_id = await make(ben);
    await expectRefusal(moveNote(ben.ctx, { note_id, workspace_id: otherId }), "SW_WORKSPACE_NOT_FOUND");
    await addWorkspaceMember(ana.ctx, {
      workspace_id: otherId,
      participant_id: ben.participant.id,
      role: "viewer",
    });
    await expectRefusal(moveNote(ben.ctx, { note_id, workspace_id: otherId }), "SW_WORKSPACE_FORBIDDEN");
    const anas = await make(ana);
    await expectRefusal(moveNote(ben.ctx, { note_id: anas, workspace_id: ben.workspace.id }), "SW_NOTE_FORBIDDEN");
    await moveNote(ben.ctx, { note_id, workspace_id: ben.workspace.id });
    await expectRefusal(getNote(ana.ctx, { note_id }), "SW_NOTE_NOT_FOUND");
  });

  test("takes the todos along and tells those whom it leaves", async () => {
    const { note_id } = await noteOf(ana, workspaceId);
    const before = await world.head();
    expect(await moveNote(ana.ctx, { note_id, workspace_id: otherId })).toMatchObject({ workspace_id: otherId });
    expect(await world.log(before)).toMatchObject([
      { audience: { kind: "workspace", workspace_id: workspaceId }, content: { changed: ["moved"] } },
      { audience: { kind: "workspace", workspace_id: otherId }, content: { changed: ["moved"] } },
    ]);
    await expectRefusal(getNote(cleo.ctx, { note_id }), "SW_NOTE_NOT_FOUND");
    expect((await getNote(dora.ctx, { note_id })).can_write).toBe(false);
    const [todo] = await rows<{ workspace_id: string }>(
      world,
      world,
      sql`
      select workspace_id from app.todos where note_id = ${note_id}`,
    );
    expect(todo).toEqual({ workspace_id: otherId });
    const head = await world.head();
    await moveNote(ana.ctx, { note_id, workspace_id: otherId });
    expect(await world.head()).toBe(head);
  });
});

test("a pin is set and taken away by who may write, and doing it again tells nobody", async () => {
  const note_id = await make(ana);
  await expectRefusal(pinNote(cleo.ctx, { note_id }), "SW_NOTE_FORBIDDEN");
  expect((await pinNote(ben.ctx, { note_id })).pinned).toBe(true);
  const head = await world.head();
  await pinNote(ana.ctx, { note_id });
  expect(await world.head()).toBe(head);
  expect((await unpinNote(ben.ctx, { note_id })).pinned).toBe(false);
});

describe("other names", () => {
  const names = async (note_id: string) => (await listAliases(cleo.ctx, { note_id })).items.map(({ alias }) => alias);

  test("are added and taken away by who may write, whatever their case, and found once in a workspace", async () => {
    const [note_id, second] = [await make(ana), await make(ana, { title: "Moonshot" })];
    await addAlias(ben.ctx, { note_id, alias: "Take-off" });
    await addAlias(ben.ctx, { note_id, alias: "TAKE-OFF" });
    expect(await names(note_id)).toEqual(["Take-off"]);
    await expectRefusal(addAlias(cleo.ctx, { note_id, alias: "x" }), "SW_NOTE_FORBIDDEN");
    await expectRefusal(listAliases(dora.ctx, { note_id }), "SW_NOTE_NOT_FOUND");
    await expectRefusal(addAlias(ana.ctx, { note_id: second, alias: "take-off" }), "SW_ALIAS_TAKEN");
    await expectRefusal(addAlias(ana.ctx, { note_id, alias: "moonshot" }), "SW_ALIAS_TAKEN");
    const elsewhere = await createNote(ana.ctx, { workspace_id: otherId, title: "Elsewhere" });
    await addAlias(ana.ctx, { note_id: elsewhere.id, alias: "take-off" });
    await expectRefusal(moveNote(ana.ctx, { note_id: elsewhere.id, workspace_id: workspaceId }), "SW_ALIAS_TAKEN");
    await removeAlias(ben.ctx, { note_id, alias: "take-OFF" });
    await removeAlias(ben.ctx, { note_id, alias: "take-OFF" });
    expect(await names(note_id)).toEqual([]);
    await moveNote(ana.ctx, { note_id: elsewhere.id, workspace_id: workspaceId });
  });

  test("are given to one of two notes that want the same at once, and are at most 20", async () => {
    const [one, two] = [await make(ana), await make(ben)];
    const outcomes = await Promise.allSettled([
      addAlias(ana.ctx, { note_id: one, alias: "Only" }),
      addAlias(ben.ctx, { note_id: two, alias: "only" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const full = await make(ana);
    for (let count = 0; count < maxAliases; count += 1) await addAlias(ana.ctx, { note_id: full, alias: `n${count}` });
    await expectRefusal(addAlias(ana.ctx, { note_id: full, alias: "one more" }), "SW_BAD_REQUEST");
  });
});

test("a note leaves the top of Today when it is put away, made a draft or moved, and stays there otherwise", async () => {
  const workspace_id = workspaceId;
  const onTop = async () => (await readSettings(ana.ctx, { workspace_id })).today_pinned_note_id;
  const update = (note_id: string, change: object) =>
    updateNote(ana.ctx, { note_id, on_conflict: "refuse", ...change });
  const leaving: ((note_id: string) => Promise<unknown>)[] = [
    (note_id) => archiveNote(ana.ctx, { note_id }),
    (note_id) => update(note_id, { status: "draft" }),
    (note_id) => moveNote(ana.ctx, { note_id, workspace_id: otherId }),
  ];
  for (const leave of leaving) {
    const note_id = await make(ana);
    await pinToday(ana.ctx, { workspace_id, note_id });
    await archiveNote(ana.ctx, { note_id: await make(ana) });
    await update(note_id, { title: "Day plan" });
    await pinToday(ana.ctx, { workspace_id, note_id });
    expect(await onTop()).toBe(note_id);
    await leave(note_id);
    expect(await onTop()).toBeNull();
  }
});

test("the note on top of Today is of that workspace, readable by all of it, and said by editors", async () => {
  const note_id = await make(ana);
  const pin = (person: Person, id: string | null) => pinToday(person.ctx, { workspace_id: workspaceId, note_id: id });
  expect(await pin(ben, note_id)).toEqual({ today_pinned_note_id: note_id });
  expect(await readSettings(cleo.ctx, { workspace_id: workspaceId })).toMatchObject({ today_pinned_note_id: note_id });
  await expectRefusal(pin(cleo, null), "SW_WORKSPACE_FORBIDDEN");
  await expectRefusal(pin(dora, null), "SW_WORKSPACE_NOT_FOUND");
  await expectRefusal(pin(ana, absentId), "SW_NOTE_NOT_FOUND");
  await expectRefusal(
    pin(ana, (await createNote(ana.ctx, { workspace_id: otherId, title: "x" })).id),
    "SW_NOTE_NOT_FOUND",
  );
  await expectRefusal(pin(ana, await make(ana, { status: "draft" })), "SW_BAD_REQUEST");
  const archived = await make(ana);
  await archiveNote(ana.ctx, { note_id: archived });
  await expectRefusal(pin(ana, archived), "SW_NOTE_ARCHIVED");
  expect(await pin(ben, null)).toEqual({ today_pinned_note_id: null });
  expect((await readSettings(ben.ctx, { workspace_id: workspaceId })).today_pinned_note_id).toBeNull();
});

test("a tenant has as many notes as the operator allows, archived ones too; deleting one makes a place", async () => {
  const acme = await world.tenant("acme");
  const rosa = await acme.person("rosa");
  await rows(world, acme, sql`update app.tenants set limits = '{"max_notes": 1}'`);
  const first = await createNote(rosa.ctx, { title: "first" });
  await archiveNote(rosa.ctx, { note_id: first.id });
  await expectRefusal(createNote(rosa.ctx, { title: "second" }), "SW_NOTE_QUOTA_EXCEEDED");
  await deleteNoteForever(rosa.ctx, { note_id: first.id });
  await createNote(rosa.ctx, { title: "second" });
});
