import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { merge, openDocument, splice, stateOf, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { setTodoStatus, updateTodo } from "#/server/todos/change-todo.ts";
import { listTodos } from "#/server/todos/list-todos.ts";
import { reindexNotes } from "#/server/todos/reindex-notes.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember, removeWorkspaceMember } from "#/server/workspaces/members.ts";
import { updateSettings } from "#/server/workspaces/settings.ts";
import { following } from "../../../tests/support/following-notes.ts";
import { makeNoteStage, saveCopy } from "../../../tests/support/note-stage.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { type Person, rows } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId: plans } = await makeNoteStage();
const followers = following(world);

afterAll(async () => {
  await followers.stop();
  await world.drop();
});

const make = (who: Person, body: string, workspace_id = plans, more: { status?: "draft"; title?: string } = {}) =>
  createNote(who.ctx, { workspace_id, title: "List", body, ...more });
const textIn = async (note_id: string) => (await getNote(ana.ctx, { note_id })).markdown;
const page = { limit: 50, offset: 0, status: "all" as const };
const todosOf = async (who: Person, noteId: string) => (await listTodos(who.ctx, page)).filter(({ note_id }) => note_id === noteId); // biome-ignore format: one look
const changesSince = async (head: number) => (await world.log(head)).filter(({ type }) => type === "swp.todo_change");
const edit = (who: Person, note_id: string, from: string, to: string) =>
  saveCopy(who, note_id, (copy) => splice(copy, [{ at: textOf(copy).indexOf(from), remove: from.length, insert: to }]));

test("lines get ids as an edit of the last author, once, and rows keep when they were first seen and ticked", async () => {
  const before = await world.head();
  const note = await make(ben, "- [ ] letter !high 📅 2026-03-02 @cleo #a\n  - [x] two\n\n```\n- [ ] code\n```\n");
  await followers.settled();
  const text = await textIn(note.id);
  expect(text).toMatch(
    /^- \[ \] letter !high 📅 2026-03-02 @cleo #a \^todo-[a-z0-9]{5}\n {2}- \[x\] two \^todo-[a-z0-9]{5}\n\n```\n- \[ \] code\n```\n$/,
  );
  const [two, one] = (await todosOf(cleo, note.id)).sort((a, b) => Number(b.done) - Number(a.done));
  expect(one).toMatchObject({
    text: "letter",
    done: false,
    priority: "high",
    due: "2026-03-02",
    assignee_id: cleo.participant.id,
    tags: ["a"],
    can_write: false,
    done_at: null,
  });
  expect(two).toMatchObject({ text: "two", done: true, done_at: world.clock.now().toISOString() });
  const told = await world.log(before);
  expect(told.map(({ type }) => type)).toEqual(["swp.note.updated", "swp.note.updated", "swp.todo_change"]);
  expect(told[1]).toMatchObject({ sender_id: ben.participant.id, content: { changed: ["text"], version: 2 } });
  expect(told[2]).toMatchObject({ audience: { kind: "workspace", also: [cleo.participant.id] } });
  expect(JSON.stringify(told)).not.toContain("letter");

  world.clock.advance(60_000);
  await edit(ana, note.id, "letter", "letter, and more");
  await edit(ana, note.id, "- [ ] letter", "- [x] letter");
  await followers.settled();
  const [again] = (await todosOf(ana, note.id)).filter(({ block_id }) => block_id === one!.block_id);
  expect(again).toMatchObject({
    text: "letter, and more",
    done: true,
    created_at: one!.created_at,
    done_at: world.clock.now().toISOString(),
  });
  expect((await getNote(ana.ctx, { note_id: note.id })).version).toBe(4);
});

test("a copied line gets an id of its own, and two ticks at once are one", async () => {
  const note = await make(ana, "- [ ] a ^todo-aaaaa\n- [ ] a ^todo-aaaaa\n- [xx] b ^todo-bbbbb\n");
  await followers.settled();
  expect(await textIn(note.id)).toMatch(
    /^- \[ \] a \^todo-aaaaa\n- \[ \] a \^todo-(?!aaaaa)[a-z0-9]{5}\n- \[x\] b \^todo-bbbbb\n$/,
  );
});

test("a todo for someone who is no member, or can't see the note, is given to nobody and says so in its words", async () => {
  const note = await make(ana, "- [ ] a @dora\n- [ ] b @nobody\n- [ ] c @ben\n");
  const draft = await make(ana, "- [ ] d @cleo\n- [ ] e @ben\n", plans, { status: "draft" });
  const before = await world.head();
  await followers.settled();
  const shown = async (id: string) => (await todosOf(ana, id)).map(({ text, assignee_id }) => [text, assignee_id]);
  expect(await shown(note.id)).toEqual([
    ["a @dora", null],
    ["b @nobody", null],
    ["c", ben.participant.id],
  ]);
  expect(await shown(draft.id)).toEqual([
    ["d @cleo", null],
    ["e", ben.participant.id],
  ]);
  const told = await changesSince(before);
  expect(JSON.stringify(told)).not.toContain(dora.participant.id);
  expect(JSON.stringify(told)).not.toContain(cleo.participant.id);
  expect(await todosOf(cleo, draft.id)).toEqual([]);
  expect(await todosOf(dora, note.id)).toEqual([]);
  const [todo] = await todosOf(ana, note.id);
  const given = { note_id: note.id, block_id: todo!.block_id, assignee_id: dora.participant.id };
  await expectRefusal(updateTodo(ana.ctx, given), "SW_PARTICIPANT_NOT_FOUND");
});

test("a tick reaches text and index at once, and what someone types on the line meanwhile stays", async () => {
  const note = await make(ana, "- [ ] call Ben ^todo-aaaaa\n- [ ] other ^todo-bbbbb\n");
  await followers.settled();
  // Someone has the note open and has typed what nobody else has yet.
  const theirs = await writing(ben.ctx, async (tx) => {
    const { row } = await seeNote(tx, ben.ctx.actor, note.id);
    const document = openDocument(row.state);
    splice(document, [{ at: "- [ ] call Ben".length, remove: 0, insert: " tomorrow" }]);
    return tx.emit([], () => stateOf(document));
  });
  const before = await world.head();
  const todo = { note_id: note.id, block_id: "todo-aaaaa", done: true };
  expect(await setTodoStatus(ana.ctx, todo)).toMatchObject({ done: true, text: "call Ben" });
  expect(await setTodoStatus(ana.ctx, todo)).toMatchObject({ done: true });
  await saveCopy(ben, note.id, (copy) => merge(copy, theirs));
  await followers.settled();
  expect(await textIn(note.id)).toBe("- [x] call Ben tomorrow ^todo-aaaaa\n- [ ] other ^todo-bbbbb\n");
  expect((await changesSince(before)).map(({ content }) => content)).toMatchObject([
    { todos: [{ block_id: "todo-aaaaa", done: true, changed: ["status"] }] },
    { todos: [{ block_id: "todo-aaaaa", changed: ["text"] }] },
  ]);
  await expectRefusal(setTodoStatus(cleo.ctx, todo), "SW_NOTE_FORBIDDEN");
  await expectRefusal(setTodoStatus(dora.ctx, todo), "SW_NOTE_NOT_FOUND");
  await expectRefusal(setTodoStatus(ana.ctx, { ...todo, block_id: "todo-zzzzz" }), "SW_TODO_NOT_FOUND");
  await archiveNote(ana.ctx, { note_id: note.id });
  await expectRefusal(setTodoStatus(ana.ctx, todo), "SW_NOTE_ARCHIVED");
  await followers.settled();
  expect(await todosOf(ana, note.id)).toEqual([]);
});

test("day, person and priority are changed where they stand", async () => {
  const note = await make(ana, "- [ ] a due: 2026-03-05 ^todo-aaaaa\n");
  const named = { note_id: note.id, block_id: "todo-aaaaa" };
  await updateTodo(ana.ctx, { ...named, due: "2026-04-01", priority: "low", assignee_id: ben.participant.id });
  expect(await textIn(note.id)).toBe("- [ ] a due: 2026-04-01 !low @ben ^todo-aaaaa\n");
  const todo = await updateTodo(ana.ctx, { ...named, due: null, priority: "high", assignee_id: null });
  expect(await textIn(note.id)).toBe("- [ ] a !high ^todo-aaaaa\n");
  expect(todo).toMatchObject({ due: null, priority: "high", assignee_id: null });
});

test("where a workspace wants no ids, lines are known by their place, and get one when they are changed", async () => {
  const quiet = (await createWorkspace(ana.ctx, { name: "Quiet" })).id;
  await updateSettings(ana.ctx, { workspace_id: quiet, todo_block_ids_enabled: false });
  const note = await make(ana, "- [ ] a\n- [ ] b\n- [ ] c\n", quiet);
  await followers.settled();
  expect((await todosOf(ana, note.id)).map(({ block_id }) => block_id)).toEqual(["line-0", "line-1", "line-2"]);
  // The line moves before the one who looked at it ticks it.
  const { version } = await getNote(ana.ctx, { note_id: note.id });
  await updateNote(ana.ctx, {
    note_id: note.id,
    base_version: version,
    markdown: "- [ ] new\n- [ ] a\n- [ ] b\n- [ ] c\n",
    on_conflict: "refuse",
  });
  const todo = await setTodoStatus(ana.ctx, { note_id: note.id, block_id: "line-1", done: true });
  expect(todo.text).toBe("b");
  expect(await textIn(note.id)).toMatch(/^- \[ \] new\n- \[ \] a\n- \[x\] b \^todo-[a-z0-9]{5}\n- \[ \] c\n$/);
});

test("who comes into a workspace gets what its notes give them, and loses it when they leave", async () => {
  const place = (await createWorkspace(ana.ctx, { name: "Newcomers" })).id;
  const note = await make(ana, "- [ ] welcome @dora ^todo-aaaaa\n", place);
  await followers.settled();
  const given = async () => (await todosOf(ana, note.id)).map(({ text, assignee_id }) => [text, assignee_id]);
  expect(await given()).toEqual([["welcome @dora", null]]);
  const dorasRole = { workspace_id: place, participant_id: dora.participant.id };
  const before = await world.head();
  await addWorkspaceMember(ana.ctx, { ...dorasRole, role: "viewer" });
  await followers.settled();
  expect(await given()).toEqual([["welcome", dora.participant.id]]);
  expect(await changesSince(before)).toMatchObject([{ audience: { also: [dora.participant.id] } }]);
  await removeWorkspaceMember(ana.ctx, dorasRole);
  await followers.settled();
  expect(await given()).toEqual([["welcome @dora", null]]);
});

test("a note that is deleted takes its todos with it, and a batch that holds it goes on", async () => {
  const gone = await make(ana, "- [ ] gone");
  const kept = await make(ana, "- [ ] kept");
  await rows(world, world, sql`delete from app.notes where id = ${gone.id}`);
  await followers.settled();
  expect((await todosOf(ana, kept.id)).map(({ text }) => text)).toEqual(["kept"]);
  expect(await rows(world, world, sql`select from app.dead_letters`)).toEqual([]);
});

test("an index that was lost is worked out of the texts again, and one that was not stays as it is", async () => {
  const note = await make(ana, "- [ ] back again 📅 2026-03-02 [[List]]\n");
  await followers.settled();
  const indexed = () =>
    rows(
      world,
      world,
      sql`
    select (select jsonb_agg(to_jsonb(t) - 'created_at') from app.todos t where note_id = ${note.id}) as todos,
      (select jsonb_agg(to_jsonb(l)) from app.note_links l where source_id = ${note.id}) as links`,
    );
  const before = await indexed();
  const head = await world.head();
  const deps = { ...world, now: world.clock.now };
  const count = await reindexNotes(deps, world.tenantId);
  expect(count).toBeGreaterThan(0);
  expect(await world.head()).toBe(head);
  await rows(world, world, sql`delete from app.todos`);
  await rows(world, world, sql`delete from app.note_links`);
  expect(await reindexNotes(deps, world.tenantId)).toBe(count);
  expect(await indexed()).toEqual(before);
});
