import { afterAll, beforeAll, beforeEach } from "vitest";
import { writing } from "../../src/server/database/context.ts";
import { seeNote } from "../../src/server/notes/access.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { type NoteDocument, openDocument, splice, textOf } from "../../src/server/notes/document.ts";
import { getNote } from "../../src/server/notes/get-note.ts";
import { acceptSuggestions, rejectSuggestions } from "../../src/server/notes/suggestions/decide-suggestions.ts";
import { listSuggestions } from "../../src/server/notes/suggestions/read-suggestions.ts";
import { suggestEdits } from "../../src/server/notes/suggestions/suggest-edits.ts";
import { writeDocument } from "../../src/server/notes/write.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { addAi } from "./ai-world.ts";
import { makeWorld, type Person, type World } from "./world.ts";

/** What each test's note says at first. */
export const noteText = "# Launch\n\nWe launch in May.\n\nBring cake and tea.\n";

type Change = (before: string) => string;
type More = { asker?: Person; reason?: string | null; key?: string; ai?: Person };

/** A workspace of Ana's in which Ben writes and Cleo reads, and before each test a note there; Mira is an AI, Dora a stranger. */
export class SuggestionStage {
  world!: World;
  ana!: Person;
  ben!: Person;
  cleo!: Person;
  dora!: Person;
  mira!: Person;
  noteId!: string;
  #workspaceId!: string;

  async set(): Promise<void> {
    this.world = await makeWorld();
    const { world } = this;
    [this.ana, this.ben] = [await world.person("ana"), await world.person("ben")];
    [this.cleo, this.dora] = [await world.person("cleo"), await world.person("dora")];
    this.mira = await addAi(world, "mira");
    const { id: workspace_id } = await createWorkspace(this.ana.ctx, { name: "Plans" });
    this.#workspaceId = workspace_id;
    for (const [person, role] of [
      [this.ben, "editor"],
      [this.cleo, "viewer"],
    ] as const) {
      await addWorkspaceMember(this.ana.ctx, { workspace_id, participant_id: person.participant.id, role });
    }
  }

  async begin(): Promise<void> {
    this.world.clock.advance(10 * 60_000);
    this.noteId = await this.newNote(noteText);
  }

  async newNote(body: string, status: "draft" | "published" = "published"): Promise<string> {
    return (await createNote(this.ana.ctx, { workspace_id: this.#workspaceId, title: "Launch", body, status })).id;
  }

  suggest(change: Change, { asker = this.ana, reason = null, key, ai = this.mira }: More = {}) {
    this.world.clock.advance(1_000);
    const by = { noteId: this.noteId, authorId: ai.participant.id, turnId: null, ...(key ? { key } : {}) };
    return suggestEdits(asker.ctx, by, { reason, change });
  }

  accept(who: Person, suggestion_ids: string[]) {
    return acceptSuggestions(who.ctx, { note_id: this.noteId, suggestion_ids });
  }

  reject(who: Person, suggestion_ids: string[]) {
    return rejectSuggestions(who.ctx, { note_id: this.noteId, suggestion_ids });
  }

  async list(who: Person, state?: "all" | "accepted") {
    const asked = { note_id: this.noteId, limit: 200, offset: 0, ...(state ? { state } : {}) };
    return (await listSuggestions(who.ctx, asked)).items;
  }

  async body(): Promise<string> {
    return (await getNote(this.ana.ctx, { note_id: this.noteId })).markdown;
  }

  async told() {
    return (await this.world.log()).filter(({ type }) => type === "swp.note.suggestion");
  }

  /** What Ben types, stored as a save of the editor is. */
  type(change: (document: NoteDocument) => void): Promise<void> {
    const { ctx, participant } = this.ben;
    return writing(ctx, async (tx) => {
      const { row } = await seeNote(tx, ctx.actor, this.noteId);
      const document = openDocument(row.state);
      change(document);
      const { events } = await writeDocument(tx, ctx, row, { document, authorIds: [participant.id] });
      return tx.emit(events, () => undefined);
    });
  }

  /** Words before the first place of others. */
  typing(at: string, words: string): Promise<void> {
    return this.type((document) => splice(document, [{ at: textOf(document).indexOf(at), remove: 0, insert: words }]));
  }
}

/** One for all tests of a file. */
export function setSuggestionStage(): SuggestionStage {
  const stage = new SuggestionStage();
  beforeAll(() => stage.set());
  beforeEach(() => stage.begin());
  afterAll(() => stage.world.drop());
  return stage;
}

export const replacing =
  (from: string, to: string): Change =>
  (before) =>
    before.replace(from, to);
export const idsOf = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);
