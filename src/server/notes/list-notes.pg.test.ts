import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ListNotesInput, listNotesInput } from "#/domain/notes/inputs.ts";
import { noteIdPath, notePath } from "#/domain/notes/paths.ts";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { openNote } from "#/server/notes/get-note.ts";
import { listCategories, listInbox, listNotes, listTags } from "#/server/notes/list-notes.ts";
import { noteCards } from "#/server/notes/note-cards.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { makeNoteStage } from "../../../tests/support/note-stage.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { type Person, rows } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspace } = await makeNoteStage();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const make = async (name: string, person: Person, more: object) => {
    world.clock.advance(1_000);
    ids[name] = (await createNote(person.ctx, { workspace_id: workspace.id, title: name, ...more })).id;
  };
  await make("pinned", ana, { pinned: true, body: "Fuel and 100% oxygen" });
  await make("plain", ana, { body: "fuel_gauge" });
  await make("tagged", ben, { frontmatter: { tags: ["a", "b"], category: "Plans" }, body: "words" });
  await make("one tag", ben, { frontmatter: { tags: ["a"], category: "plans" } });
  await make("draft", ben, { status: "draft", body: "fuel", frontmatter: { tags: ["secret"], category: "Secret" } });
  await make("archived", ana, { body: "fuel" });
  await make("archived draft", ana, { status: "draft" });
  await make("fuel", ana, {});
  for (const name of ["archived", "archived draft"]) await archiveNote(ana.ctx, { note_id: ids[name]! });
});
afterAll(() => world.drop());

const titles = async (person: Person, input: Partial<ListNotesInput> = {}) =>
  (await listNotes(person.ctx, listNotesInput.parse({ workspace_id: workspace.id, ...input }))).map(
    ({ title }) => title,
  );
const page = { limit: 50, offset: 0 };

describe("the list of notes", () => {
  test("has pinned ones first, then the latest; drafts for editors alone, archived ones only when asked for", async () => {
    expect(await titles(ben)).toEqual(["pinned", "fuel", "draft", "one tag", "tagged", "plain"]);
    expect(await titles(cleo)).toEqual(["pinned", "fuel", "one tag", "tagged", "plain"]);
    expect(await titles(ben, { status: "draft" })).toEqual(["draft"]);
    expect(await titles(cleo, { status: "draft" })).toEqual([]);
    expect((await titles(ben, { status: "archived" })).sort()).toEqual(["archived", "archived draft"]);
    expect(await titles(cleo, { status: "archived" })).toEqual(["archived"]);
    expect(await listNotes(dora.ctx, listNotesInput.parse({}))).toEqual([]);
    await expectRefusal(titles(dora), "SW_WORKSPACE_NOT_FOUND");
  });

  test("is found by all of its words, by all of its tags, its category, its owner and its pin", async () => {
    expect(await titles(ana, { q: "FUEL" })).toEqual(["fuel", "pinned", "draft", "plain"]);
    expect(await titles(cleo, { q: "fuel oxygen" })).toEqual(["pinned"]);
    expect(await titles(ana, { q: "100%" })).toEqual(["pinned"]);
    expect(await titles(ana, { q: "fuel_" })).toEqual(["plain"]);
    expect(await titles(ana, { q: "\\" })).toEqual([]);
    expect(await titles(ana, { tag: ["a"] })).toEqual(["one tag", "tagged"]);
    expect(await titles(ana, { tag: ["a", "b"] })).toEqual(["tagged"]);
    expect(await titles(ana, { category: "Plans" })).toEqual(["tagged"]);
    expect(await titles(ana, { pinned_only: true })).toEqual(["pinned"]);
    expect(await titles(cleo, { owner_id: ben.participant.id })).toEqual(["one tag", "tagged"]);
    expect(await titles(ana, { limit: 2, offset: 1 })).toEqual(["fuel", "draft"]);
  });

  test("is found whatever the case and accents of its words are, by its title first", async () => {
    const home = (await createWorkspace(ana.ctx, { name: "Words" })).id;
    const make = (title: string, body: string) => {
      world.clock.advance(1_000);
      return createNote(ana.ctx, { workspace_id: home, title, body });
    };
    await make("Café ÉTOILE", "Überraschung");
    await make("Menu", "An étoile in the cafe\u0301, Ångström and ЁЛКА.");
    const found = (q: string) => titles(ana, { workspace_id: home, q });
    expect(await found("etoile CAFE")).toEqual(["Café ÉTOILE", "Menu"]);
    expect(await found("étoile café")).toEqual(["Café ÉTOILE", "Menu"]);
    expect(await found("uberraschung etoile")).toEqual(["Café ÉTOILE"]);
    expect(await found("angstrom елка")).toEqual(["Menu"]);
    expect(await found("cafe nowhere")).toEqual([]);
  });

  test("of what has no category is the inbox, and categories and tags are counted as one may read", async () => {
    const input = { workspace_id: workspace.id, ...page };
    expect((await listInbox(cleo.ctx, input)).map(({ title }) => title)).toEqual(["fuel", "plain", "pinned"]);
    expect(await listCategories(cleo.ctx, input)).toEqual([
      { category: "Plans", count: 1 },
      { category: "plans", count: 1 },
    ]);
    expect((await listCategories(ben.ctx, input)).map(({ category }) => category)).toContain("Secret");
    expect(await listTags(cleo.ctx, input)).toEqual([
      { tag: "a", count: 2 },
      { tag: "b", count: 1 },
    ]);
    expect(await listTags(dora.ctx, page)).toEqual([]);
    for (const list of [listInbox, listCategories, listTags]) {
      await expectRefusal(list(dora.ctx, input), "SW_WORKSPACE_NOT_FOUND");
    }
  });
});

test("an address opens its note by the end alone, wherever the note is now; others find nothing", async () => {
  const id = ids.plain!;
  const part = (path: string) => path.split("/").at(-1)!;
  const found = await openNote(cleo.ctx, { workspace_slug: "somewhere", note: `old-words-${id.slice(-12)}` });
  expect(found).toMatchObject({
    id,
    workspace_slug: workspace.slug,
    path: notePath(workspace.slug, { id, title: "plain" }),
  });
  for (const note of [part(found.path), part(noteIdPath(workspace.slug, id))]) {
    expect((await openNote(cleo.ctx, { workspace_slug: workspace.slug, note })).id).toBe(id);
    await expectRefusal(openNote(dora.ctx, { workspace_slug: workspace.slug, note }), "SW_NOTE_NOT_FOUND");
  }
  const draft = ids.draft!.slice(-12);
  await expectRefusal(openNote(cleo.ctx, { workspace_slug: workspace.slug, note: draft }), "SW_NOTE_NOT_FOUND");
  await expectRefusal(openNote(ana.ctx, { workspace_slug: workspace.slug, note: "plain" }), "SW_NOTE_NOT_FOUND");
});

test("cards show who is writing, and leave out what one may not read", async () => {
  const asked = [ids.plain!, ids.draft!.slice(-12), absentId, ids.pinned!.slice(-12)];
  await rows(
    world,
    world,
    sql`
    insert into app.note_openings (tenant_id, note_id, opened_at, seen_at, editors) values
      (${world.tenantId}, ${ids.plain!}, ${world.clock.now().toISOString()}::timestamptz, ${world.clock.now().toISOString()}::timestamptz, array[${ben.participant.id}]::uuid[]),
      (${world.tenantId}, ${ids.pinned!}, now() - interval '900 days', now() - interval '900 days', array[${ben.participant.id}]::uuid[])`,
  );
  const { items } = await noteCards(cleo.ctx, { note_ids: asked });
  expect(items.map(({ title, editor_ids }) => [title, editor_ids])).toEqual([
    ["plain", [ben.participant.id]],
    ["pinned", []],
  ]);
  expect(items[1]!.asked).toBe(ids.pinned!.slice(-12));
  expect((await noteCards(ben.ctx, { note_ids: asked })).items.map(({ title }) => title)).toContain("draft");
  expect((await noteCards(dora.ctx, { note_ids: asked })).items).toEqual([]);
});
