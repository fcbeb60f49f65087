import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { maxOpenSuggestions, maxSuggestionsAtOnce } from "#/domain/notes/suggestions.ts";
import { archiveNote, deleteNoteForever } from "#/server/notes/archive-note.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { expectRefusal } from "../../../../tests/support/refusal.ts";
import { idsOf, noteText, replacing, setSuggestionStage } from "../../../../tests/support/suggestion-stage.ts";
import { rows } from "../../../../tests/support/world.ts";

const stage = setSuggestionStage();

describe("what an AI suggests", () => {
  test("is a passage each, with the AI and who asked, and leaves the note as it is", async () => {
    const made = await stage.suggest((was) => was.replace("May", "June").replace("tea", "coffee"), {
      reason: "Dates moved",
    });
    expect(made).toMatchObject([
      { before: "May", after: "June", author_name: "Mira", asker_name: "Ana", note: "Dates moved", state: "open" },
      { before: "tea", after: "coffee", place: { from: noteText.indexOf("tea"), to: noteText.indexOf("tea") + 3 } },
    ]);
    expect(await stage.body()).toBe(noteText);
    expect(await stage.list(stage.ben)).toEqual(made);
    const event = (await stage.told()).at(-1)!;
    expect(event).toMatchObject({
      sender_id: stage.mira.participant.id,
      audience: { kind: "workspace" },
      content: { note_id: stage.noteId, suggestion_ids: idsOf(made), state: "open", status: "published" },
    });
    expect(JSON.stringify(event)).not.toContain("coffee");
  });

  test("may come from one who only reads, and not from one who does not", async () => {
    const made = await stage.suggest(replacing("May", "June"), { asker: stage.cleo });
    expect(made).toMatchObject([{ asker_id: stage.cleo.participant.id }]);
    await expectRefusal(stage.suggest(replacing("May", "June"), { asker: stage.dora }), "SW_NOTE_NOT_FOUND");
    stage.noteId = await stage.newNote(noteText, "draft");
    await expectRefusal(stage.suggest(replacing("May", "June"), { asker: stage.cleo }), "SW_NOTE_NOT_FOUND");
    const [inDraft] = await stage.suggest(replacing("May", "June"));
    expect((await stage.told()).at(-1)!.audience).toMatchObject({
      kind: "participants",
      also: expect.arrayContaining([stage.ana.participant.id, stage.ben.participant.id]),
    });
    expect((await stage.told()).at(-1)!.audience).not.toMatchObject({
      also: expect.arrayContaining([stage.cleo.participant.id]),
    });
    await expectRefusal(stage.list(stage.cleo), "SW_NOTE_NOT_FOUND");
    await expectRefusal(stage.accept(stage.cleo, [inDraft!.id]), "SW_NOTE_NOT_FOUND");
  });

  test("is nobody's but an AI's that is there and active", async () => {
    const gone = await addAi(stage.world, `gone${stage.world.newId().slice(-6)}`);
    await rows(
      stage.world,
      stage.world,
      sql`update app.participants set deactivated_at = now() where id = ${gone.participant.id}`,
    );
    await expectRefusal(stage.suggest(replacing("May", "June"), { ai: gone }), "SW_AI_NOT_FOUND");
    await expectRefusal(stage.suggest(replacing("May", "June"), { ai: stage.ben }), "SW_AI_NOT_FOUND");
  });

  test("is made once under one key", async () => {
    const key = stage.world.newId();
    const made = await stage.suggest(replacing("May", "June"), { key });
    expect(await stage.suggest(replacing("May", "July"), { key })).toEqual(made);
    expect(await stage.list(stage.ana)).toEqual(made);
  });

  test("has bounds: of one call, of a note, and no change is none", async () => {
    await expectRefusal(
      stage.suggest((was) => was),
      "SW_BAD_REQUEST",
    );
    const many = Array.from({ length: 60 }, (_, at) => `word${at} stays here as it was.`).join("\n\n");
    stage.noteId = await stage.newNote(many);
    await expectRefusal(
      stage.suggest((was) => was.replaceAll("word", "term")),
      "SW_BAD_REQUEST",
    );
    const some = Array.from({ length: maxSuggestionsAtOnce }, (_, at) => `word${at} stays here as it was.`).join(
      "\n\n",
    );
    stage.noteId = await stage.newNote(some);
    for (let round = 0; round < maxOpenSuggestions / maxSuggestionsAtOnce; round += 1)
      await stage.suggest((was) => was.replaceAll("word", `r${round}x`));
    await expectRefusal(
      stage.suggest((was) => was.replace("word1 ", "one more ")),
      "SW_BAD_REQUEST",
    );
    const [first] = await stage.list(stage.ana);
    await stage.reject(stage.ana, [first!.id]);
    expect(await stage.suggest((was) => was.replace("word1 ", "one more "))).toHaveLength(1);
  });

  test("goes with the note", async () => {
    await stage.suggest(replacing("May", "June"));
    await archiveNote(stage.ana.ctx, { note_id: stage.noteId });
    await expectRefusal(stage.suggest(replacing("May", "July")), "SW_NOTE_ARCHIVED");
    await deleteNoteForever(stage.ana.ctx, { note_id: stage.noteId });
    expect(
      await rows(stage.world, stage.world, sql`select id from app.note_suggestions where note_id = ${stage.noteId}`),
    ).toEqual([]);
  });
});
