import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { maxOpenSuggestions, maxSuggestionsAtOnce } from "#/domain/notes/suggestions.ts";
import { writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { archiveNote, deleteNoteForever } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { type NoteDocument, openDocument, rewrite, splice, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { acceptSuggestions, rejectSuggestions } from "#/server/notes/suggestions/decide-suggestions.ts";
import { listSuggestions } from "#/server/notes/suggestions/read-suggestions.ts";
import { suggestEdits } from "#/server/notes/suggestions/suggest-edits.ts";
import { listVersions } from "#/server/notes/versions/read-versions.ts";
import { writeDocument } from "#/server/notes/write.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let [ana, ben, cleo, dora, mira]: Person[] = [];
let workspaceId: string;
let noteId: string;

const text = "# Launch\n\nWe launch in May.\n\nBring cake and tea.\n";

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  [ben, cleo, dora] = [await world.person("ben"), await world.person("cleo"), await world.person("dora")];
  mira = await addAi(world, "mira");
  workspaceId = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  const join = (person: Person, role: "editor" | "viewer") =>
    addWorkspaceMember(ana!.ctx, { workspace_id: workspaceId, participant_id: person.participant.id, role });
  await join(ben, "editor");
  await join(cleo, "viewer");
});
beforeEach(async () => {
  world.clock.advance(10 * 60_000);
  noteId = await newNote(text);
});
afterAll(() => world.drop());

const newNote = async (body: string, status: "draft" | "published" = "published") =>
  (await createNote(ana!.ctx, { workspace_id: workspaceId, title: "Launch", body, status })).id;

type Change = (before: string) => string;
type More = { asker?: Person; reason?: string | null; key?: string; ai?: Person };
function suggest(change: Change, { asker = ana!, reason = null, key, ai = mira! }: More = {}) {
  world.clock.advance(1_000);
  const by = { noteId, authorId: ai.participant.id, turnId: null, ...(key ? { key } : {}) };
  return suggestEdits(asker.ctx, by, { reason, change });
}
const replacing = (from: string, to: string) => (before: string) => before.replace(from, to);
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
const accept = (who: Person, suggestion_ids: string[]) =>
  acceptSuggestions(who.ctx, { note_id: noteId, suggestion_ids });
const reject = (who: Person, suggestion_ids: string[]) =>
  rejectSuggestions(who.ctx, { note_id: noteId, suggestion_ids });
const list = async (who: Person, state?: "all" | "accepted") =>
  (await listSuggestions(who.ctx, { note_id: noteId, limit: 200, offset: 0, ...(state ? { state } : {}) })).items;
const body = async () => (await getNote(ana!.ctx, { note_id: noteId })).markdown;
const told = async () => (await world.log()).filter(({ type }) => type === "swp.note.suggestion");

/** What somebody types, stored as a save of the editor is. */
function type(change: (document: NoteDocument) => void) {
  return writing(ben!.ctx, async (tx) => {
    const { row } = await seeNote(tx, ben!.ctx.actor, noteId);
    const document = openDocument(row.state);
    change(document);
    const { events } = await writeDocument(tx, ben!.ctx, row, { document, authorIds: [ben!.participant.id] });
    return tx.emit(events, () => undefined);
  });
}
const typing = (at: string, words: string) =>
  type((document) => splice(document, [{ at: textOf(document).indexOf(at), remove: 0, insert: words }]));

describe("what an AI suggests", () => {
  test("is a passage each, with the AI and who asked, and leaves the note as it is", async () => {
    const made = await suggest((was) => was.replace("May", "June").replace("tea", "coffee"), { reason: "Dates moved" });
    expect(made).toMatchObject([
      { before: "May", after: "June", author_name: "Mira", asker_name: "Ana", note: "Dates moved", state: "open" },
      { before: "tea", after: "coffee", place: { from: text.indexOf("tea"), to: text.indexOf("tea") + 3 } },
    ]);
    expect(await body()).toBe(text);
    expect(await list(ben!)).toEqual(made);
    const event = (await told()).at(-1)!;
    expect(event).toMatchObject({
      sender_id: mira!.participant.id,
      audience: { kind: "workspace" },
      content: { note_id: noteId, suggestion_ids: ids(made), state: "open", status: "published" },
    });
    expect(JSON.stringify(event)).not.toContain("coffee");
  });

  test("may come from one who only reads, and not from one who does not", async () => {
    const made = await suggest(replacing("May", "June"), { asker: cleo! });
    expect(made).toMatchObject([{ asker_id: cleo!.participant.id }]);
    await expectRefusal(suggest(replacing("May", "June"), { asker: dora! }), "SW_NOTE_NOT_FOUND");
    noteId = await newNote(text, "draft");
    await expectRefusal(suggest(replacing("May", "June"), { asker: cleo! }), "SW_NOTE_NOT_FOUND");
    const [inDraft] = await suggest(replacing("May", "June"));
    expect((await told()).at(-1)!.audience).toMatchObject({
      kind: "participants",
      also: expect.arrayContaining([ana!.participant.id, ben!.participant.id]),
    });
    expect((await told()).at(-1)!.audience).not.toMatchObject({ also: expect.arrayContaining([cleo!.participant.id]) });
    await expectRefusal(list(cleo!), "SW_NOTE_NOT_FOUND");
    await expectRefusal(accept(cleo!, [inDraft!.id]), "SW_NOTE_NOT_FOUND");
  });

  test("is nobody's but an AI's that is there and active", async () => {
    const gone = await addAi(world, `gone${world.newId().slice(-6)}`);
    await rows(world, world, sql`update app.participants set deactivated_at = now() where id = ${gone.participant.id}`);
    await expectRefusal(suggest(replacing("May", "June"), { ai: gone }), "SW_AI_NOT_FOUND");
    await expectRefusal(suggest(replacing("May", "June"), { ai: ben! }), "SW_AI_NOT_FOUND");
  });

  test("is made once under one key", async () => {
    const key = world.newId();
    const made = await suggest(replacing("May", "June"), { key });
    expect(await suggest(replacing("May", "July"), { key })).toEqual(made);
    expect(await list(ana!)).toEqual(made);
  });

  test("has bounds: of one call, of a note, and no change is none", async () => {
    await expectRefusal(
      suggest((was) => was),
      "SW_BAD_REQUEST",
    );
    const many = Array.from({ length: 60 }, (_, at) => `word${at} stays here as it was.`).join("\n\n");
    noteId = await newNote(many);
    await expectRefusal(
      suggest((was) => was.replaceAll("word", "term")),
      "SW_BAD_REQUEST",
    );
    const some = Array.from({ length: maxSuggestionsAtOnce }, (_, at) => `word${at} stays here as it was.`).join(
      "\n\n",
    );
    noteId = await newNote(some);
    for (let round = 0; round < maxOpenSuggestions / maxSuggestionsAtOnce; round += 1)
      await suggest((was) => was.replaceAll("word", `r${round}x`));
    await expectRefusal(
      suggest((was) => was.replace("word1 ", "one more ")),
      "SW_BAD_REQUEST",
    );
    const [first] = await list(ana!);
    await reject(ana!, [first!.id]);
    expect(await suggest((was) => was.replace("word1 ", "one more "))).toHaveLength(1);
  });

  test("goes with the note", async () => {
    await suggest(replacing("May", "June"));
    await archiveNote(ana!.ctx, { note_id: noteId });
    await expectRefusal(suggest(replacing("May", "July")), "SW_NOTE_ARCHIVED");
    await deleteNoteForever(ana!.ctx, { note_id: noteId });
    expect(await rows(world, world, sql`select id from app.note_suggestions where note_id = ${noteId}`)).toEqual([]);
  });
});

describe("accepting", () => {
  test("writes the words, names both as authors, and erases them from the suggestion", async () => {
    const made = await suggest((was) => was.replace("May", "June").replace("tea", "coffee"), { reason: "Dates moved" });
    world.clock.advance(10 * 60_000);
    const answer = await accept(ben!, ids(made));
    expect(answer).toMatchObject({ suggestions: ids(made).map((id) => ({ id, state: "accepted" })) });
    expect(await body()).toBe(text.replace("May", "June").replace("tea", "coffee"));
    const note = await getNote(ana!.ctx, { note_id: noteId });
    expect(note).toMatchObject({ version: answer.version, updated_by: ben!.participant.id });
    const updated = (await world.log()).findLast(({ type }) => type === "swp.note.updated")!;
    expect(updated.content).toMatchObject({
      author_ids: [mira!.participant.id, ben!.participant.id],
      changed: ["text"],
    });
    expect((await listVersions(ana!.ctx, { note_id: noteId, limit: 5, offset: 0 })).items[0]).toMatchObject({
      version: answer.version - 1,
    });
    expect(await list(ana!)).toEqual([]);
    for (const each of await list(ana!, "accepted"))
      expect(each).toMatchObject({ before: "", after: "", note: null, place: null, resolved_by: ben!.participant.id });
    const kept = await rows(
      world,
      world,
      sql`select before, after, note from app.note_suggestions where note_id = ${noteId}`,
    );
    expect(JSON.stringify(kept)).not.toMatch(/coffee|tea|Dates/);
  });

  test("takes who may write, and in no other way than these people", async () => {
    const made = ids(await suggest(replacing("May", "June"), { asker: cleo! }));
    await expectRefusal(accept(cleo!, made), "SW_NOTE_FORBIDDEN");
    await expectRefusal(accept(dora!, made), "SW_NOTE_NOT_FOUND");
    await expectRefusal(accept(mira!, made), "SW_NOTE_NOT_FOUND");
    await expectRefusal(accept(ben!, [...made, absentId]), "SW_SUGGESTION_NOT_FOUND");
    expect(await list(ana!)).toMatchObject([{ state: "open" }]);
    const other = noteId;
    noteId = await newNote(text);
    await expectRefusal(accept(ben!, made), "SW_SUGGESTION_NOT_FOUND");
    noteId = other;
    expect((await accept(ben!, made)).suggestions).toMatchObject([{ state: "accepted" }]);
  });

  test("moves with the text, and stays beside what people type in the same passage's neighbourhood", async () => {
    const [made] = await suggest(replacing("We launch in May.", "We celebrate in June."));
    await typing("# Launch", "Preface\n\n");
    await typing("Bring", "Also: ");
    expect((await list(ana!))[0]!.place).toMatchObject({ from: "Preface\n\n# Launch\n\nWe ".length });
    expect((await accept(ana!, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    expect(await body()).toBe("Preface\n\n# Launch\n\nWe celebrate in June.\n\nAlso: Bring cake and tea.\n");
  });

  test("of words that are others by now changes nothing, and is outdated", async () => {
    const [may, tea] = await suggest((was) => was.replace("May", "June").replace("tea", "coffee"));
    await typing("ay.", "id-M");
    expect(await list(ana!)).toMatchObject([{ place: null }, { place: { from: expect.any(Number) } }]);
    const answer = await accept(ana!, [may!.id, tea!.id]);
    expect(answer.suggestions).toEqual([
      { id: may!.id, state: "outdated" },
      { id: tea!.id, state: "accepted" },
    ]);
    expect(await body()).toBe(text.replace("May", "Mid-May").replace("tea", "coffee"));
    expect((await told()).slice(-2).map(({ content }) => (content as { state: string }).state)).toEqual([
      "accepted",
      "outdated",
    ]);
    expect((await accept(ana!, [may!.id])).suggestions).toEqual([{ id: may!.id, state: "outdated" }]);
  });

  test("puts whole lines after the letter before them, and nowhere when all around them is gone", async () => {
    const [made] = await suggest((was) => `${was}Call Ben.\n`);
    expect(made).toMatchObject({ before: "", after: "Call Ben.\n", place: { from: text.length, to: text.length } });
    await type((document) => rewrite(document, `${textOf(document)}Typed meanwhile.\n`));
    expect((await accept(ana!, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    expect(await body()).toBe(`${text}Call Ben.\nTyped meanwhile.\n`);

    const [inside] = await suggest((was) => was.replace("cake and", "cake, fruit and"));
    const [between] = await suggest((was) => was.replace("\n\nBring", "\n\nFirst this.\nBring"));
    await type((document) => {
      const all = document.getText("body");
      all.delete(0, all.length);
      all.insert(0, "All new words, nothing left.\n");
    });
    expect((await accept(ana!, [inside!.id, between!.id])).suggestions.map(({ state }) => state)).toEqual([
      "outdated",
      "outdated",
    ]);
  });

  test("of an empty note begins it", async () => {
    noteId = await newNote("");
    const [made] = await suggest(() => "Begin.\n");
    await accept(ben!, [made!.id]);
    expect(await body()).toBe("Begin.\n");
  });

  test("by two at once happens once, and both are told the same", async () => {
    const made = ids(await suggest((was) => was.replace("May", "June").replace("tea", "coffee")));
    const answers = await Promise.all([accept(ana!, made), accept(ben!, made.toReversed()), accept(ben!, made)]);
    for (const { suggestions } of answers)
      expect(suggestions.map(({ state }) => state)).toEqual(["accepted", "accepted"]);
    expect(await body()).toBe(text.replace("May", "June").replace("tea", "coffee"));
    const accepted = (await told()).filter(
      ({ content }) => JSON.stringify(content).includes(noteId) && JSON.stringify(content).includes("accepted"),
    );
    expect(accepted).toHaveLength(1);
  });

  test("beside somebody who rejects or types at once ends one way or the other, with nothing lost", async () => {
    const [made] = await suggest(replacing("May", "June"));
    const [one, other] = await Promise.all([
      accept(ana!, [made!.id]),
      reject(ben!, [made!.id]),
      typing("Bring", "Do "),
    ]);
    expect(one.suggestions).toEqual(other.suggestions);
    const wanted = one.suggestions[0]!.state === "accepted" ? text.replace("May", "June") : text;
    expect(await body()).toBe(wanted.replace("Bring", "Do Bring"));
  });

  test("of an archived note is refused, and of one that an AI left still possible", async () => {
    const helper = await addAi(world, `left${world.newId().slice(-6)}`);
    const [made] = await suggest(replacing("May", "June"), { ai: helper });
    await rows(
      world,
      world,
      sql`update app.participants set deactivated_at = now() where id = ${helper.participant.id}`,
    );
    expect((await accept(ana!, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    const [later] = await suggest(replacing("tea", "coffee"));
    await archiveNote(ana!.ctx, { note_id: noteId });
    await expectRefusal(accept(ana!, [later!.id]), "SW_NOTE_ARCHIVED");
    await expectRefusal(reject(ana!, [later!.id]), "SW_NOTE_ARCHIVED");
  });
});

describe("rejecting", () => {
  test("leaves the note as it is and erases the words; who asked may too", async () => {
    const made = ids(await suggest((was) => was.replace("May", "June").replace("tea", "coffee"), { asker: cleo! }));
    const version = (await getNote(ana!.ctx, { note_id: noteId })).version;
    expect(await reject(cleo!, [made[0]!])).toEqual({ version, suggestions: [{ id: made[0], state: "rejected" }] });
    const others = ids(await suggest(replacing("cake", "bread")));
    await expectRefusal(reject(cleo!, [made[1]!, others[0]!]), "SW_NOTE_FORBIDDEN");
    await expectRefusal(reject(dora!, made), "SW_NOTE_NOT_FOUND");
    expect((await reject(ben!, [...made, ...others])).suggestions.map(({ state }) => state)).toEqual(
      Array(3).fill("rejected"),
    );
    expect((await accept(ben!, made)).suggestions.map(({ state }) => state)).toEqual(["rejected", "rejected"]);
    expect(await body()).toBe(text);
    const [first] = await list(ana!, "all");
    expect(first).toMatchObject({ before: "", after: "", resolved_by: cleo!.participant.id });
  });

  test("is forgotten after 30 days, with the next suggestion", async () => {
    const made = ids(await suggest(replacing("May", "June")));
    await reject(ana!, made);
    world.clock.advance(29 * 86_400_000);
    await suggest(replacing("tea", "coffee"));
    expect(await list(ana!, "all")).toHaveLength(2);
    world.clock.advance(2 * 86_400_000);
    await suggest(replacing("cake", "bread"));
    expect(ids(await list(ana!, "all"))).not.toContain(made[0]);
  });
});
