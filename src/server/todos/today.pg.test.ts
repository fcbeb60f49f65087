import { afterAll, expect, test } from "vitest";
import { createNote } from "#/server/notes/create-note.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { addTodo, addToToday } from "#/server/todos/add-todo.ts";
import { queryTodos } from "#/server/todos/query-todos.ts";
import { readToday } from "#/server/todos/today.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { following } from "../../../tests/support/following-notes.ts";
import { makeNoteStage } from "../../../tests/support/note-stage.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import type { Person } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId: plans } = await makeNoteStage();
const followers = following(world);

afterAll(async () => {
  await followers.stop();
  await world.drop();
});

const make = (who: Person, body: string, workspace_id = plans, more: { status?: "draft" } = {}) =>
  createNote(who.ctx, { workspace_id, title: "List", body, ...more });

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
  expect((await getNote(ana.ctx, { note_id: plain.id })).markdown).toMatch(
    /^words\n- \[ \] next \^todo-[a-z0-9]{5}\n$/,
  );
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
