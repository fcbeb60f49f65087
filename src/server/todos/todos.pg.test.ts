import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { merge, openDocument, splice, stateOf, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { writeDocument } from "#/server/notes/write.ts";
import { addTodo, addToToday } from "#/server/todos/add-todo.ts";
import { setTodoStatus, updateTodo } from "#/server/todos/change-todo.ts";
import { listTodos } from "#/server/todos/list-todos.ts";
import { queryTodos } from "#/server/todos/query-todos.ts";
import { reindexNotes } from "#/server/todos/reindex-notes.ts";
import { readToday } from "#/server/todos/today.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember, removeWorkspaceMember } from "#/server/workspaces/members.ts";
import { updateSettings } from "#/server/workspaces/settings.ts";
import { following } from "../../../tests/support/following-notes.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let followers: ReturnType<typeof following>;
let ana: Person;
let ben: Person;
let cleo: Person;
let dora: Person;
let plans: string;

beforeAll(async () => {
  world = await makeWorld();
  followers = following(world);
  const named = ["ana", "ben", "cleo", "dora"] as const;
  [ana, ben, cleo, dora] = (await Promise.all(named.map((name) => world.person(name)))) as [
    Person,
    Person,
    Person,
    Person,
  ];
  plans = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: plans, participant_id: ben.participant.id, role: "editor" });
  await addWorkspaceMember(ana.ctx, { workspace_id: plans, participant_id: cleo.participant.id, role: "viewer" });
});
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
  writing(who.ctx, async (tx) => {
    const { row } = await seeNote(tx, who.ctx.actor, note_id);
    const document = openDocument(row.state);
    const at = textOf(document).indexOf(from);
    splice(document, [{ at, remove: from.length, insert: to }]);
    const { events } = await writeDocument(tx, who.ctx, row, { document, authorIds: [who.participant.id] });
    return tx.emit(events, () => undefined);
  });

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
  await writing(ben.ctx, async (tx) => {
    const { row } = await seeNote(tx, ben.ctx.actor, note.id);
    const document = openDocument(row.state);
    merge(document, theirs);
    const { events } = await writeDocument(tx, ben.ctx, row, { document, authorIds: [ben.participant.id] });
    return tx.emit(events, () => undefined);
  });
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

test("Today is the day where the person is, at both ends of the world and when clocks change", async () => {
  const board = (await createWorkspace(dora.ctx, { name: "Board" })).id;
  await make(
    dora,
    ["01", "02", "03"].map((day) => `- [ ] on the ${day} 📅 2026-03-${day}\n`).join("") +
      "- [ ] some day\n- [x] done 📅 2026-03-02\n",
    board,
  );
  await followers.settled();
  const at = async (timezone: string, moment: string) => {
    const ctx = { ...dora.ctx, now: () => new Date(moment) };
    const { date, late, today, undated, counts } = await readToday(ctx, { timezone });
    expect(counts).toEqual({ late: late.length, today: today.length, undated: undated.length });
    return [date, late.length, today.map(({ text }) => text).join(), undated.length];
  };
  expect(await at("Pacific/Kiritimati", "2026-03-01T10:30:00Z")).toEqual(["2026-03-02", 1, "on the 02", 1]);
  expect(await at("Pacific/Pago_Pago", "2026-03-02T10:30:00Z")).toEqual(["2026-03-01", 0, "on the 01", 1]);
  expect(await at("UTC", "2026-03-03T00:00:00Z")).toEqual(["2026-03-03", 2, "on the 03", 1]);
  // The night in which clocks in Amsterdam go from two to three.
  expect((await at("Europe/Amsterdam", "2026-03-28T22:59:59Z"))[0]).toBe("2026-03-28");
  expect((await at("Europe/Amsterdam", "2026-03-28T23:00:00Z"))[0]).toBe("2026-03-29");
  expect((await at("Europe/Amsterdam", "2026-03-29T21:59:59Z"))[0]).toBe("2026-03-29");
  expect((await at("Europe/Amsterdam", "2026-03-29T22:00:00Z"))[0]).toBe("2026-03-30");
});

test("what is added to Today goes into its note, of which there is one, also when two add at once", async () => {
  const [one, two] = await Promise.all(
    ["Water the plant !low", "Call Ana"].map((text) => addToToday(ben.ctx, { workspace_id: plans, text })),
  );
  expect(one!.note_id).toBe(two!.note_id);
  expect(one).toMatchObject({ text: "Water the plant", priority: "low" });
  const { pinned } = await readToday(cleo.ctx, { active_workspace_id: plans });
  expect(pinned).toMatchObject({ note_id: one!.note_id, title: "Today", can_write: false });
  expect(pinned!.markdown).toContain("Water the plant");
  await expectRefusal(addToToday(cleo.ctx, { workspace_id: plans, text: "no" }), "SW_WORKSPACE_FORBIDDEN");
  await expectRefusal(addTodo(cleo.ctx, { note_id: one!.note_id, text: "no" }), "SW_NOTE_FORBIDDEN");
  const code = await make(ana, "```\nnever closed");
  await expectRefusal(addTodo(ana.ctx, { note_id: code.id, text: "lost" }), "SW_BAD_REQUEST");
  const plain = await make(ana, "words");
  await addTodo(ana.ctx, { note_id: plain.id, text: "next" });
  expect(await textIn(plain.id)).toMatch(/^words\n- \[ \] next \^todo-[a-z0-9]{5}\n$/);
});

test("a query shows what its reader may see, in the order that it asks for", async () => {
  const place = await createWorkspace(ana.ctx, { name: "Queries" });
  await addWorkspaceMember(ana.ctx, { workspace_id: place.id, participant_id: cleo.participant.id, role: "viewer" });
  await make(
    ana,
    "- [ ] b 📅 2026-03-02 !low #x\n- [ ] a 📅 2026-03-08 !high @cleo\n- [ ] c 📅 2026-03-09\n- [x] d\n- [ ] e\n",
    place.id,
  );
  await make(ana, "- [ ] hidden 📅 2026-03-02\n", place.id, { status: "draft" });
  await followers.settled();
  const ask = async (query: string, who = cleo) => {
    const { items } = await queryTodos(who.ctx, {
      query: `workspace: this\n${query}`,
      workspace_id: place.id,
      timezone: "UTC",
    });
    return items.map(({ text }) => text).join("");
  };
  expect(await ask("")).toBe("bace");
  expect(await ask("sort: -text\nlimit: 2")).toBe("ec");
  expect(await ask("sort: priority")).toBe("abce");
  expect(await ask("due: today")).toBe("b");
  expect(await ask("due: this_week")).toBe("ba");
  expect(await ask("due: none\nstatus: all\nsort: text")).toBe("de");
  expect(await ask("assignee: me")).toBe("a");
  expect(await ask("assignee: '@cleo'", ana)).toBe("a");
  expect(await ask("tag: '#X'")).toBe("b");
  expect(await ask("due: today", ana)).toBe("bhidden");
  expect(await ask("due: today", dora)).toBe("");
  await expectRefusal(queryTodos(ana.ctx, { query: "status: open\nowner: me" }), "SW_QUERY_INVALID");
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
  expect(count).toBeGreaterThan(10);
  expect(await world.head()).toBe(head);
  await rows(world, world, sql`delete from app.todos`);
  await rows(world, world, sql`delete from app.note_links`);
  expect(await reindexNotes(deps, world.tenantId)).toBe(count);
  expect(await indexed()).toEqual(before);
});
