import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { linkName } from "#/server/ai/tools/builtin/readable-notes.ts";
import { writing } from "#/server/database/context.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { editNote } from "#/server/notes/update-note.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { makeBlockId } from "#/server/todos/follow-notes.ts";
import { projectTodos } from "#/server/todos/project-todos.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { until } from "../../../../../party/testing/until.ts";
import { bringIn } from "../../../../../tests/support/ai-world.ts";
import { setBuiltinStage } from "../../../../../tests/support/builtin-stage.ts";
import { heldBytes } from "../../../../../tests/support/held-memory.ts";
import { type Person, rows } from "../../../../../tests/support/world.ts";

const stage = setBuiltinStage();
let shared: string;
let own: string;
let draft: string;
let todoNote: string;

beforeAll(async () => {
  const { ana, ben } = stage;
  const workspaceId = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: workspaceId, participant_id: ben.participant.id, role: "viewer" });
  const make = async (more: object) =>
    (await createNote(ana.ctx, { workspace_id: workspaceId, title: "Untitled", ...more })).id;
  shared = await make({ title: "Falcon", body: "The falcon flies.\n\nAt *noon*.\n" });
  own = (await createNote(ana.ctx, { title: "Falcon in secret", body: "It costs 100%." })).id;
  draft = await make({ title: "Falcon draft", status: "draft", body: "half" });
  todoNote = await make({
    title: "List",
    body: "- [ ] Fuel ^todo-aaaaa\n- [ ] Paint @ben 📅 2026-12-01 ^todo-bbbbb\n",
  });
  const elsewhere = await createNote(ana.ctx, { title: "Mine", body: "- [ ] Secret ^todo-ccccc\n" });
  await writing(ana.ctx, async (tx) => {
    const told = await projectTodos(tx, { ...ana.ctx, makeBlockId }, [todoNote, elsewhere.id]);
    return tx.emit(told, () => undefined);
  });
});

const inShared = (asker: Person) => ({ roomId: stage.shared, asker, approver: stage.ana });
const body = async (note_id: string) => (await getNote(stage.ana.ctx, { note_id })).body;

describe("finding and reading notes", () => {
  test("is with the rights of the one who asks", async () => {
    const alone = await stage.call("find_note", { query: "falcon" });
    for (const id of [shared, own, draft]) expect(alone.result).toContain(id);
    expect((await stage.call("read_note", { note: "[[falcon in SECRET#Costs|that]]" })).result).toContain(
      "It costs 100%.",
    );
    const { id: roomId } = await createRoom(stage.ben.ctx, { name: "Ben's" });
    await bringIn(stage.world, stage.ben, roomId, stage.bot);
    const place = { roomId, asker: stage.ben };
    const his = await stage.call("find_note", { query: "falcon" }, place);
    expect(his.result).toContain(shared);
    for (const id of [own, draft]) expect(his.result).not.toContain(id);
    for (const name of [own, draft, "Falcon in secret", "nothing"]) {
      expect(await stage.call("read_note", { note: name }, place)).toMatchObject({
        state: "failed",
        result: expect.stringContaining("no such note"),
      });
    }
  });

  test("tells in a room with others only what all of them may read, and in one for everyone only what everyone may", async () => {
    const here = await stage.call("find_note", { query: "falcon" }, inShared(stage.ana));
    expect(here.result).toContain(shared);
    for (const id of [own, draft]) expect(here.result).not.toContain(id);
    expect(await stage.call("read_note", { note: own }, inShared(stage.ana))).toMatchObject({ state: "failed" });
    await stage.world.person("cleo");
    await bringIn(stage.world, stage.ana, stage.open, stage.bot, stage.ben);
    const open = { roomId: stage.open, asker: stage.ana };
    expect((await stage.call("find_note", { query: "falcon" }, open)).result).toBe("");
    expect(await stage.call("read_note", { note: shared }, open)).toMatchObject({ state: "failed" });
  });

  test("hands a long note out in parts", async () => {
    const long = `${"word ".repeat(4_000)}the end`;
    await createNote(stage.ana.ctx, { title: "Long", body: long });
    const first = await stage.call("read_note", { note: "Long" });
    expect(first.result).toContain("read_note with from 12000");
    expect((await stage.call("read_note", { note: "Long", from: 12_000 })).result).toContain("the end");
  });

  test("reads a link as the name in it", () => {
    const names = ["[[A b]]", "![[A b]]", "[[A b#H|text]]", " A b ", "[[A b#^todo-1]]"].map(linkName);
    expect(names).toEqual(["A b", "A b", "A b", "A b", "A b"]);
  });
});

describe("writing notes", () => {
  test("makes them the asker's and says that the AI wrote them, once however often it runs", async () => {
    const done = await stage.call("create_note", { title: "Minutes\u202E", body: "We fly.\n" });
    expect(done).toMatchObject({ state: "done", side_effects: true, decided_by: stage.ana.participant.id });
    const [made, ...more] = await rows<{ id: string; owner_id: string; updated_by: string; source_room_id: string }>(
      stage.world,
      stage.world,
      sql`select id, owner_id, updated_by, source_room_id from app.notes where title = 'Minutes'`,
    );
    expect(more).toEqual([]);
    expect(made).toMatchObject({
      owner_id: stage.ana.participant.id,
      updated_by: stage.bot.participant.id,
      source_room_id: stage.dm,
    });
    const nowhere = await stage.call("create_note", { title: "x", body: "x", workspace: "Plans" }, inShared(stage.ben));
    expect(nowhere).toMatchObject({ state: "failed", result: expect.stringContaining("no such workspace") });
  });

  test("changes a passage and adds at the end, as one edit beside what others type", async () => {
    const changes = { note: "Falcon", find: "At *noon*.", replace: "At *one*.", append: "- [ ] Fuel" };
    const done = await stage.call("update_note", changes);
    expect(done).toMatchObject({ state: "done", result: expect.stringContaining("Changed") });
    expect(await body(shared)).toBe("The falcon flies.\n\nAt *one*.\n- [ ] Fuel");
    expect((await getNote(stage.ana.ctx, { note_id: shared })).updated_by).toBe(stage.bot.participant.id);
    const twice = { noteId: shared, writerId: stage.bot.participant.id, key: done.id };
    await editNote(stage.ana.ctx, twice, { change: (text) => `${text}again` });
    expect(await body(shared)).not.toContain("again");
    for (const wrong of [{ find: "nowhere", replace: "x" }, { find: "e", replace: "x" }, { replace: "x" }, {}]) {
      expect(await stage.call("update_note", { note: "Falcon", ...wrong })).toMatchObject({ state: "failed" });
    }
    const viewer = await stage.call("update_note", { note: "Falcon", append: "x" }, inShared(stage.ben));
    expect(viewer).toMatchObject({ state: "failed" });
    expect(await body(shared)).not.toContain("x");
  });

  test("leaves nothing of the notes in memory", { timeout: 120_000 }, async () => {
    const { id } = await createNote(stage.ana.ctx, { title: "Heavy", body: "words of a note\n".repeat(12_000) });
    const edit = (count: number) =>
      editNote(
        stage.ana.ctx,
        { noteId: id, writerId: stage.bot.participant.id, key: stage.world.newId() },
        { change: (text) => `${text}${count}\n` },
      );
    const edits = async (count: number) => {
      for (let made = 0; made < count; made += 1) await edit(made);
    };
    await edits(10);
    const before = await heldBytes();
    await edits(40);
    // A note kept in memory by each edit would be 40 times 200 KB and more.
    expect((await until(heldBytes, (bytes) => bytes - before < 4_000_000)) - before).toBeLessThan(4_000_000);
  });

  test("and reading them is not for incognito rooms", async () => {
    const { id: roomId } = await createRoom(stage.ana.ctx, { name: "Hush", room_type: "incognito" });
    await bringIn(stage.world, stage.ana, roomId, stage.bot);
    for (const [tool, args] of [
      ["find_note", { query: "falcon" }],
      ["create_note", { title: "x", body: "x" }],
      ["list_todos", {}],
    ] as const) {
      const done = await stage.call(tool, args, { roomId, asker: stage.ana });
      expect([tool, done.state, done.result]).toEqual([tool, "failed", expect.stringContaining("incognito")]);
    }
  });
});

describe("todos", () => {
  test("are listed with their ids, in a room with others only of notes that all may read", async () => {
    const alone = await stage.call("list_todos", {});
    for (const id of ["todo-aaaaa", "todo-bbbbb", "todo-ccccc"]) expect(alone.result).toContain(id);
    const here = await stage.call("list_todos", {}, inShared(stage.ana));
    expect(here.result).toContain("todo-aaaaa");
    expect(here.result).not.toContain("todo-ccccc");
    expect((await stage.call("list_todos", { assignee: "@ben" })).result).not.toContain("todo-aaaaa");
    expect((await stage.call("list_todos", { due_to: "2026-11-30" })).result).toBe("");
    expect(await stage.call("list_todos", { due_to: "soon" })).toMatchObject({ state: "failed" });
    expect(await stage.call("list_todos", { assignee: "nobody at all" })).toMatchObject({ state: "failed" });
  });

  test("are ticked, given a day and a person in the text, by who may write there", async () => {
    expect(await stage.call("todo_check", { todo: "^todo-aaaaa" })).toMatchObject({
      state: "done",
      side_effects: true,
    });
    await stage.call("todo_due", { todo: "todo-aaaaa", due: "2026-12-24" });
    await stage.call("todo_assign", { todo: "todo-aaaaa", assignee: "Ben" });
    await stage.call("todo_due", { todo: "todo-bbbbb", due: "none", note: "List" });
    const text = await body(todoNote);
    expect(text).toMatch(/- \[x\] Fuel .*@ben.*\^todo-aaaaa/);
    expect(text).toContain("2026-12-24");
    expect(text).not.toContain("2026-12-01");
    for (const [tool, args] of [
      ["todo_check", { todo: "todo-zzzzz" }],
      ["todo_due", { todo: "todo-aaaaa", due: "someday" }],
      ["todo_assign", { todo: "todo-aaaaa", assignee: "nobody" }],
    ] as const) {
      expect(await stage.call(tool, args)).toMatchObject({ state: "failed" });
    }
    const hidden = await stage.call("todo_check", { todo: "todo-ccccc" }, inShared(stage.ana));
    expect(hidden).toMatchObject({ state: "failed", result: expect.stringContaining("no such todo") });
    const viewer = await stage.call("todo_check", { todo: "todo-aaaaa", done: false }, inShared(stage.ben));
    expect(viewer).toMatchObject({ state: "failed" });
    expect(await body(todoNote)).toContain("[x] Fuel");
  });
});
