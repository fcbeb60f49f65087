import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { rewrite, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { listVersions } from "#/server/notes/versions/read-versions.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import { idsOf, noteText, replacing, setSuggestionStage } from "../../../../tests/support/suggestion-stage.ts";
import { rows } from "../../../../tests/support/world.ts";

const stage = setSuggestionStage();

describe("accepting", () => {
  test("writes the words, names both as authors, and erases them from the suggestion", async () => {
    const made = await stage.suggest((was) => was.replace("May", "June").replace("tea", "coffee"), {
      reason: "Dates moved",
    });
    stage.world.clock.advance(10 * 60_000);
    const answer = await stage.accept(stage.ben, idsOf(made));
    expect(answer).toMatchObject({ suggestions: idsOf(made).map((id) => ({ id, state: "accepted" })) });
    expect(await stage.body()).toBe(noteText.replace("May", "June").replace("tea", "coffee"));
    const note = await getNote(stage.ana.ctx, { note_id: stage.noteId });
    expect(note).toMatchObject({ version: answer.version, updated_by: stage.ben.participant.id });
    const updated = (await stage.world.log()).findLast(({ type }) => type === "swp.note.updated")!;
    expect(updated.content).toMatchObject({
      author_ids: [stage.mira.participant.id, stage.ben.participant.id],
      changed: ["text"],
    });
    expect((await listVersions(stage.ana.ctx, { note_id: stage.noteId, limit: 5, offset: 0 })).items[0]).toMatchObject({
      version: answer.version - 1,
    });
    expect(await stage.list(stage.ana)).toEqual([]);
    for (const each of await stage.list(stage.ana, "accepted"))
      expect(each).toMatchObject({
        before: "",
        after: "",
        note: null,
        place: null,
        resolved_by: stage.ben.participant.id,
      });
    const kept = await rows(
      stage.world,
      stage.world,
      sql`select before, after, note from app.note_suggestions where note_id = ${stage.noteId}`,
    );
    expect(JSON.stringify(kept)).not.toMatch(/coffee|tea|Dates/);
  });

  test("takes who may write, and in no other way than these people", async () => {
    const made = idsOf(await stage.suggest(replacing("May", "June"), { asker: stage.cleo }));
    await expectRefusal(stage.accept(stage.cleo, made), "SW_NOTE_FORBIDDEN");
    await expectRefusal(stage.accept(stage.dora, made), "SW_NOTE_NOT_FOUND");
    await expectRefusal(stage.accept(stage.mira, made), "SW_NOTE_NOT_FOUND");
    await expectRefusal(stage.accept(stage.ben, [...made, absentId]), "SW_SUGGESTION_NOT_FOUND");
    expect(await stage.list(stage.ana)).toMatchObject([{ state: "open" }]);
    const other = stage.noteId;
    stage.noteId = await stage.newNote(noteText);
    await expectRefusal(stage.accept(stage.ben, made), "SW_SUGGESTION_NOT_FOUND");
    stage.noteId = other;
    expect((await stage.accept(stage.ben, made)).suggestions).toMatchObject([{ state: "accepted" }]);
  });

  test("moves with the text, and stays beside what people type in the same passage's neighbourhood", async () => {
    const [made] = await stage.suggest(replacing("We launch in May.", "We celebrate in June."));
    await stage.typing("# Launch", "Preface\n\n");
    await stage.typing("Bring", "Also: ");
    expect((await stage.list(stage.ana))[0]!.place).toMatchObject({ from: "Preface\n\n# Launch\n\nWe ".length });
    expect((await stage.accept(stage.ana, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    expect(await stage.body()).toBe("Preface\n\n# Launch\n\nWe celebrate in June.\n\nAlso: Bring cake and tea.\n");
  });

  test("of words that are others by now changes nothing, and is outdated", async () => {
    const [may, tea] = await stage.suggest((was) => was.replace("May", "June").replace("tea", "coffee"));
    await stage.typing("ay.", "id-M");
    expect(await stage.list(stage.ana)).toMatchObject([{ place: null }, { place: { from: expect.any(Number) } }]);
    const answer = await stage.accept(stage.ana, [may!.id, tea!.id]);
    expect(answer.suggestions).toEqual([
      { id: may!.id, state: "outdated" },
      { id: tea!.id, state: "accepted" },
    ]);
    expect(await stage.body()).toBe(noteText.replace("May", "Mid-May").replace("tea", "coffee"));
    expect((await stage.told()).slice(-2).map(({ content }) => (content as { state: string }).state)).toEqual([
      "accepted",
      "outdated",
    ]);
    expect((await stage.accept(stage.ana, [may!.id])).suggestions).toEqual([{ id: may!.id, state: "outdated" }]);
  });

  test("puts whole lines after the letter before them, and nowhere when all around them is gone", async () => {
    const [made] = await stage.suggest((was) => `${was}Call Ben.\n`);
    expect(made).toMatchObject({
      before: "",
      after: "Call Ben.\n",
      place: { from: noteText.length, to: noteText.length },
    });
    await stage.type((document) => rewrite(document, `${textOf(document)}Typed meanwhile.\n`));
    expect((await stage.accept(stage.ana, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    expect(await stage.body()).toBe(`${noteText}Call Ben.\nTyped meanwhile.\n`);

    const [inside] = await stage.suggest((was) => was.replace("cake and", "cake, fruit and"));
    const [between] = await stage.suggest((was) => was.replace("\n\nBring", "\n\nFirst this.\nBring"));
    await stage.type((document) => {
      const all = document.getText("body");
      all.delete(0, all.length);
      all.insert(0, "All new words, nothing left.\n");
    });
    expect((await stage.accept(stage.ana, [inside!.id, between!.id])).suggestions.map(({ state }) => state)).toEqual([
      "outdated",
      "outdated",
    ]);
  });

  test("of an empty note begins it", async () => {
    stage.noteId = await stage.newNote("");
    const [made] = await stage.suggest(() => "Begin.\n");
    await stage.accept(stage.ben, [made!.id]);
    expect(await stage.body()).toBe("Begin.\n");
  });

  test("by two at once happens once, and both are told the same", async () => {
    const made = idsOf(await stage.suggest((was) => was.replace("May", "June").replace("tea", "coffee")));
    const answers = await Promise.all([
      stage.accept(stage.ana, made),
      stage.accept(stage.ben, made.toReversed()),
      stage.accept(stage.ben, made),
    ]);
    for (const { suggestions } of answers)
      expect(suggestions.map(({ state }) => state)).toEqual(["accepted", "accepted"]);
    expect(await stage.body()).toBe(noteText.replace("May", "June").replace("tea", "coffee"));
    const accepted = (await stage.told()).filter(
      ({ content }) => JSON.stringify(content).includes(stage.noteId) && JSON.stringify(content).includes("accepted"),
    );
    expect(accepted).toHaveLength(1);
  });

  test("beside somebody who rejects or types at once ends one way or the other, with nothing lost", async () => {
    const [made] = await stage.suggest(replacing("May", "June"));
    const [one, other] = await Promise.all([
      stage.accept(stage.ana, [made!.id]),
      stage.reject(stage.ben, [made!.id]),
      stage.typing("Bring", "Do "),
    ]);
    expect(one.suggestions).toEqual(other.suggestions);
    const wanted = one.suggestions[0]!.state === "accepted" ? noteText.replace("May", "June") : noteText;
    expect(await stage.body()).toBe(wanted.replace("Bring", "Do Bring"));
  });

  test("of an archived note is refused, and of one that an AI left still possible", async () => {
    const helper = await addAi(stage.world, `left${stage.world.newId().slice(-6)}`);
    const [made] = await stage.suggest(replacing("May", "June"), { ai: helper });
    await rows(
      stage.world,
      stage.world,
      sql`update app.participants set deactivated_at = now() where id = ${helper.participant.id}`,
    );
    expect((await stage.accept(stage.ana, [made!.id])).suggestions).toMatchObject([{ state: "accepted" }]);
    const [later] = await stage.suggest(replacing("tea", "coffee"));
    await archiveNote(stage.ana.ctx, { note_id: stage.noteId });
    await expectRefusal(stage.accept(stage.ana, [later!.id]), "SW_NOTE_ARCHIVED");
    await expectRefusal(stage.reject(stage.ana, [later!.id]), "SW_NOTE_ARCHIVED");
  });
});

describe("rejecting", () => {
  test("leaves the note as it is and erases the words; who asked may too", async () => {
    const made = idsOf(
      await stage.suggest((was) => was.replace("May", "June").replace("tea", "coffee"), { asker: stage.cleo }),
    );
    const version = (await getNote(stage.ana.ctx, { note_id: stage.noteId })).version;
    expect(await stage.reject(stage.cleo, [made[0]!])).toEqual({
      version,
      suggestions: [{ id: made[0], state: "rejected" }],
    });
    const others = idsOf(await stage.suggest(replacing("cake", "bread")));
    await expectRefusal(stage.reject(stage.cleo, [made[1]!, others[0]!]), "SW_NOTE_FORBIDDEN");
    await expectRefusal(stage.reject(stage.dora, made), "SW_NOTE_NOT_FOUND");
    expect((await stage.reject(stage.ben, [...made, ...others])).suggestions.map(({ state }) => state)).toEqual(
      Array(3).fill("rejected"),
    );
    expect((await stage.accept(stage.ben, made)).suggestions.map(({ state }) => state)).toEqual([
      "rejected",
      "rejected",
    ]);
    expect(await stage.body()).toBe(noteText);
    const [first] = await stage.list(stage.ana, "all");
    expect(first).toMatchObject({ before: "", after: "", resolved_by: stage.cleo.participant.id });
  });

  test("is forgotten after 30 days, with the next suggestion", async () => {
    const made = idsOf(await stage.suggest(replacing("May", "June")));
    await stage.reject(stage.ana, made);
    stage.world.clock.advance(29 * 86_400_000);
    await stage.suggest(replacing("tea", "coffee"));
    expect(await stage.list(stage.ana, "all")).toHaveLength(2);
    stage.world.clock.advance(2 * 86_400_000);
    await stage.suggest(replacing("cake", "bread"));
    expect(idsOf(await stage.list(stage.ana, "all"))).not.toContain(made[0]);
  });
});
