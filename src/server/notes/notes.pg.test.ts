import { afterAll, expect, test } from "vitest";
import { reading, writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { newDocument, openDocument, textOf } from "#/server/notes/document.ts";
import { makeNoteStage, typeInto } from "../../../tests/support/note-stage.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import type { Person } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId } = await makeNoteStage();
afterAll(() => world.drop());

const see = (person: Person, id: string) => reading(person.ctx, (tx) => seeNote(tx, person.ctx.actor, id));

test("an editor makes a note; viewers read it when it is published, and others never learn of it", async () => {
  const before = await world.head();
  const draft = await createNote(ben.ctx, {
    workspace_id: workspaceId,
    title: "Launch",
    body: "---\ncategory: Plans\ntags: [a]\n---\n# Launch\n\nIn *May*.",
    status: "draft",
  });
  expect(draft).toMatchObject({
    category: "Plans",
    tags: ["a"],
    excerpt: "Launch In May.",
    version: 1,
    status: "draft",
  });
  const [event] = await world.log(before);
  expect(event).toMatchObject({ type: "swp.note.updated", audience: { kind: "participants" } });
  expect((event!.audience as { also: string[] }).also.sort()).toEqual([ana.participant.id, ben.participant.id].sort());
  expect(JSON.stringify(event)).not.toContain("Launch");

  await see(ana, draft.id);
  await expectRefusal(see(cleo, draft.id), "SW_NOTE_NOT_FOUND");
  await expectRefusal(see(dora, draft.id), "SW_NOTE_NOT_FOUND");

  const published = await createNote(ben.ctx, { workspace_id: workspaceId, title: "Launch", body: "x" });
  await see(cleo, published.id);
  await expectRefusal(see(dora, published.id), "SW_NOTE_NOT_FOUND");
  await expectRefusal(createNote(cleo.ctx, { workspace_id: workspaceId, title: "Mine" }), "SW_WORKSPACE_FORBIDDEN");
});

test("a list tells the first words without the names that blocks have", async () => {
  const body = "- [ ] Call Ana ^todo-r9k4f\nThe aim is 2^10 ^aim \n";
  const { excerpt } = await createNote(ana.ctx, { workspace_id: workspaceId, title: "Blocks", body });
  expect(excerpt).toBe("Call Ana The aim is 2^10");
});

test("two who change one note at once both keep what they wrote", async () => {
  const note = await createNote(ana.ctx, { workspace_id: workspaceId, title: "Both", body: "one\n\ntwo\n" });
  const change = (person: Person, from: string, to: string) =>
    typeInto(person, note.id, (text) => text.replace(from, to));
  await Promise.all([change(ana, "one", "one!"), change(ben, "two", "two?")]);
  const { row } = await writing(ana.ctx, async (tx) => {
    const seen = await seeNote(tx, ana.ctx.actor, note.id);
    return tx.emit([], () => seen);
  });
  expect(row.body).toBe("one!\n\ntwo?\n");
  expect(textOf(openDocument(row.state))).toBe(row.body);
  expect(await see(ana, note.id)).not.toHaveProperty("row.state");
  expect(row.version).toBe(3);
});

test("a text over the bound is refused and nothing is stored", async () => {
  await expectRefusal(
    createNote(ana.ctx, { workspace_id: workspaceId, title: "Long", body: "é".repeat(500_001) }),
    "SW_NOTE_TOO_LARGE",
  );
  expect(textOf(newDocument("é"))).toBe("é");
});
