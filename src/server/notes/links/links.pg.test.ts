import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reading } from "#/server/database/context.ts";
import { addAlias } from "#/server/notes/aliases.ts";
import { archiveNote, deleteNoteForever } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { listBacklinks } from "#/server/notes/links/backlinks.ts";
import { expandEmbeds } from "#/server/notes/links/embeds.ts";
import { noteGraph } from "#/server/notes/links/graph.ts";
import { resolveWiki } from "#/server/notes/links/resolutions.ts";
import { findByName, findInDirectory, resolveLinks } from "#/server/notes/links/resolve-names.ts";
import { suggestNotes } from "#/server/notes/links/suggest.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { setAlias } from "#/server/rooms/change-room.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { following } from "../../../../tests/support/following-notes.ts";
import { expectRefusal } from "../../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let followers: ReturnType<typeof following>;
let ana: Person;
let ben: Person;
let cleo: Person;
let plans: string;
let secret: string;

beforeAll(async () => {
  world = await makeWorld();
  followers = following(world);
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  plans = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  secret = (await createWorkspace(ana.ctx, { name: "Secret" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: plans, participant_id: ben.participant.id, role: "editor" });
  await addWorkspaceMember(ana.ctx, { workspace_id: plans, participant_id: cleo.participant.id, role: "viewer" });
});
afterAll(async () => {
  await followers.stop();
  await world.drop();
});

const make = (who: Person, title: string, body = "", workspace_id = plans, status?: "draft") =>
  createNote(who.ctx, { workspace_id, title, body, ...(status ? { status } : {}) });
const page = { limit: 50, offset: 0 };
const titles = (who: Person, note_id: string) => listBacklinks(who.ctx, { note_id, ...page }).then((all) => all.map(({ title }) => title)); // biome-ignore format: one look
const resolve = (who: Person, id: string) => reading(who.ctx, (tx) => resolveWiki(tx, who.ctx.actor, id));
const links = (id: string) =>
  rows<{ key: string; target_id: string | null; participant_id: string | null; embeds: boolean }>(
    world,
    world,
    sql`select key, target_id, participant_id, embeds from app.note_links where source_id = ${id} order by key`,
  );
const rename = (who: Person, note_id: string, title: string) => updateNote(who.ctx, { note_id, title, on_conflict: "refuse" }); // biome-ignore format: one look

test("links lead to notes of the workspace by title or alias, to people, and survive a new name", async () => {
  const target = await make(ana, "Launch plan", "# Costs\n");
  await addAlias(ana.ctx, { note_id: target.id, alias: "The Launch" });
  const source = await make(
    ben,
    "Source",
    "See [[launch  PLAN#Costs|it]], `[[Code]]`,\n![[the launch]], [[ben]] and [[Nobody]].",
  );
  await followers.settled();
  expect(await links(source.id)).toEqual([
    { key: "ben", target_id: null, participant_id: ben.participant.id, embeds: false },
    { key: "launch plan", target_id: target.id, participant_id: null, embeds: false },
    { key: "nobody", target_id: null, participant_id: null, embeds: false },
    { key: "the launch", target_id: target.id, participant_id: null, embeds: true },
  ]);
  const [link] = await listBacklinks(cleo.ctx, { note_id: target.id, ...page });
  expect(link).toMatchObject({
    title: "Source",
    context: "See [[launch  PLAN#Costs|it]], `[[Code]]`,",
    path: expect.stringMatching(/^\/w\/plans\/n\/source-/),
  });
  expect(link!.lines.map(({ line, anchor, embed }) => [line, anchor, embed])).toEqual([
    [0, "Costs", false],
    [1, null, true],
  ]);

  await rename(ana, target.id, "Take-off");
  await make(ana, "Launch plan", "another, that came later by the old name");
  await followers.settled();
  const resolved = await resolve(cleo, source.id);
  expect(resolved.find(({ name }) => name === "launch  PLAN")).toMatchObject({ note_id: target.id, title: "Take-off" });
  expect(resolved.find(({ name }) => name === "ben")).toMatchObject({
    participant_id: ben.participant.id,
    title: "Ben",
  });
  expect((await links(source.id))[1]!.target_id).toBe(target.id);
});

test("a name that nothing bears finds the note that comes by it: made, renamed, or given an alias", async () => {
  const source = await make(ben, "Waiting", "[[Made later]] [[Renamed later]] [[Aliased later]] [[cleo]]");
  const renamed = await make(ben, "Something");
  await followers.settled();
  const made = await make(ana, "made LATER");
  await rename(ben, renamed.id, "Renamed later");
  await addAlias(ben.ctx, { note_id: made.id, alias: "Aliased Later" });
  const cleos = await make(ben, "Cleo");
  await make(ana, "Made later", "", secret);
  await followers.settled();
  expect((await links(source.id)).map(({ key, target_id }) => [key, target_id])).toEqual([
    ["aliased later", made.id],
    ["cleo", cleos.id],
    ["made later", made.id],
    ["renamed later", renamed.id],
  ]);
  expect(await titles(ben, made.id)).toEqual(["Waiting"]);
});

test("a link to a note that is deleted for good leads nowhere, and then to the next of the name", async () => {
  const first = await make(ana, "Phoenix");
  const source = await make(ben, "Ashes", "[[Phoenix]]");
  await followers.settled();
  await archiveNote(ana.ctx, { note_id: first.id });
  await deleteNoteForever(ana.ctx, { note_id: first.id });
  await followers.settled();
  expect(await links(source.id)).toMatchObject([{ key: "phoenix", target_id: null }]);
  const second = await make(ana, "phoenix");
  await followers.settled();
  expect(await links(source.id)).toMatchObject([{ key: "phoenix", target_id: second.id }]);
});

test("a link to a note that the reader may not see equals one to nothing, byte for byte", async () => {
  const hidden = await make(ana, "Merger", "[[Leak]] of the merger", secret);
  const draft = await make(ana, "Draft of it", "", plans, "draft");
  const source = await make(ana, "Leak", "[[Merger]] ![[Merger]] [[Draft of it]] [[Absent]]");
  await followers.settled();
  expect((await resolve(ana, source.id)).map(({ note_id }) => note_id)).toEqual([hidden.id, draft.id, null]);

  const asOf = async (who: Person) => {
    const told = JSON.stringify([
      await resolve(who, source.id),
      (await getNote(who.ctx, { note_id: source.id })).wiki_resolutions,
      await resolveLinks(who.ctx, { names: ["Merger", "Draft of it", "Absent"], note_id: source.id }),
      await expandEmbeds(who.ctx, { note_id: source.id }),
      await listBacklinks(who.ctx, { note_id: source.id, ...page }),
      await suggestNotes(who.ctx, { q: "merger", limit: 8 }),
      await suggestNotes(who.ctx, { q: "draft of", limit: 8 }),
      await noteGraph(who.ctx, { workspace_id: plans, limit: 500 }),
    ]);
    expect(told).not.toContain(hidden.id);
    expect(told).not.toContain(draft.id);
    return told;
  };
  const before = await asOf(cleo);
  await expectRefusal(findByName(cleo.ctx, { alias: "Merger" }), "SW_NOTE_NOT_FOUND");
  await expectRefusal(listBacklinks(cleo.ctx, { note_id: hidden.id, ...page }), "SW_NOTE_NOT_FOUND");
  // As if neither had ever been.
  await rows(world, world, sql`delete from app.notes where id in (${hidden.id}, ${draft.id})`);
  expect(await asOf(cleo)).toBe(before);
  expect(await titles(cleo, source.id)).toEqual([]);
});

test("embeds show notes, sections and blocks; what is inside itself, too deep or absent is told so", async () => {
  const part =
    "intro\n\n## Costs\n\nmuch ![[Ring A]]\n\n### In May\n\nmore\n\n## Later\n\n- [ ] a ^todo-aaaaa\n  - below\n- b\n";
  await make(ana, "Parts", `---\ntags: [x]\n---\n${part}`);
  const ringA = await make(ana, "Ring A", "a ![[Ring B]]");
  await make(ana, "Ring B", "b ![[Ring A]] ![[Ring B]]");
  const source = await make(
    ana,
    "Shows",
    "![[Parts#costs]] ![[Parts#^todo-aaaaa]] ![[Parts#None]] ![[Nothing]] ![[Ring A]]",
  );
  const embeds = await expandEmbeds(cleo.ctx, { note_id: source.id });
  expect(embeds.map(({ parent, target, state, markdown }) => [parent, target, state, markdown])).toEqual([
    [null, "Parts#costs", "shown", "## Costs\n\nmuch ![[Ring A]]\n\n### In May\n\nmore"],
    [null, "Parts#^todo-aaaaa", "shown", "- [ ] a ^todo-aaaaa\n  - below"],
    [null, "Parts#None", "missing", null],
    [null, "Nothing", "missing", null],
    [null, "Ring A", "shown", "a ![[Ring B]]"],
    [0, "Ring A", "shown", "a ![[Ring B]]"],
    [4, "Ring B", "shown", "b ![[Ring A]] ![[Ring B]]"],
    [5, "Ring B", "shown", "b ![[Ring A]] ![[Ring B]]"],
    [6, "Ring A", "loop", null],
    [6, "Ring B", "loop", null],
    [7, "Ring A", "loop", null],
    [7, "Ring B", "loop", null],
  ]);
  const inRing = await expandEmbeds(cleo.ctx, { note_id: ringA.id });
  expect(inRing.map(({ target, state }) => [target, state])).toEqual([
    ["Ring B", "shown"],
    ["Ring A", "loop"],
    ["Ring B", "loop"],
  ]);
  for (const [index, next] of ["D2", "D3", "D4", "D5"].entries()) await make(ana, `D${index + 1}`, `![[${next}]]`);
  const deep = await expandEmbeds(cleo.ctx, { body: "![[D1]]", workspace_id: plans });
  expect(deep.map(({ state }) => state)).toEqual(["shown", "shown", "shown", "too_deep"]);
  const many = Array.from({ length: 80 }, (_, index) => `![[E${index}]]`).join(" ");
  expect(await expandEmbeds(cleo.ctx, { body: many, workspace_id: plans })).toHaveLength(50);
  await expectRefusal(expandEmbeds(cleo.ctx, {}), "SW_BAD_REQUEST");
});

test("names are suggested by their beginning, and their wildcards are letters", async () => {
  await make(ana, "Zebra crossing");
  await make(ana, "A zebra");
  const aliased = await make(ana, "Stripes");
  await addAlias(ana.ctx, { note_id: aliased.id, alias: "Zebras" });
  const found = await suggestNotes(ben.ctx, { q: "ZEB", limit: 8 });
  expect(found.map(({ title, alias, place }) => [title, alias, place])).toEqual([
    ["Zebra crossing", null, "Plans"],
    ["Stripes", "Zebras", "Plans"],
    ["A zebra", null, "Plans"],
  ]);
  expect(await suggestNotes(ben.ctx, { q: "%", limit: 8 })).toEqual([]);
  expect(await suggestNotes(ben.ctx, { q: "_ebra", limit: 8 })).toEqual([]);
});

test("after a restart nothing is missed, and the texts are read once", async () => {
  await followers.stop();
  const source = await make(ana, "While away", "[[Stripes]]");
  await updateNote(ana.ctx, { note_id: source.id, markdown: "[[Zebras]] now", base_version: 1, on_conflict: "refuse" });
  followers = following(world);
  await followers.settled();
  expect((await links(source.id)).map(({ key }) => key)).toEqual(["zebras"]);
});

test("one name finds a room, a note or somebody, and nothing that one may not see", async () => {
  const note = await make(ana, "Harbour");
  const hidden = await make(ana, "Vault", "", secret);
  const find = (who: Person, alias: string) => findInDirectory(who.ctx, { alias });
  expect(await find(cleo, "harbour")).toMatchObject({ note_id: note.id, room_id: null, title: "Harbour" });
  expect(await find(cleo, "@ben")).toMatchObject({ participant_id: ben.participant.id, note_id: null, room_id: null });
  expect(await find(ana, "Vault")).toMatchObject({ note_id: hidden.id });

  // An address of a room comes before a note of that name, for those who see the room.
  const room = await createRoom(ana.ctx, { name: "The harbour", workspace_id: plans, room_type: "group" });
  await setAlias(ana.ctx, { room_id: room.id, room_alias: "harbour" });
  const found = { room_id: room.id, note_id: null, participant_id: null, title: "The harbour", path: "/r/harbour" };
  expect(await find(ana, "#Harbour")).toEqual({ name: "#Harbour", ...found });
  expect(await find(ben, "harbour")).toMatchObject({ note_id: note.id, room_id: null });
  await setAlias(ana.ctx, { room_id: room.id, room_alias: "quay" });
  const refusal = async (alias: string) => (await expectRefusal(find(cleo, alias), "SW_NOTE_NOT_FOUND")).message;
  expect(new Set([await refusal("quay"), await refusal("Vault"), await refusal("nowhere")]).size).toBe(1);
});
