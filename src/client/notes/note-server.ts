import { api, toldError } from "#/client/sync/api.ts";
import { isErrorCode } from "#/domain/errors.ts";
import type { Media } from "#/domain/media/schema.ts";
import type { CreateNoteInput, NoteFromMessagesInput, UpdateNoteInput } from "#/domain/notes/inputs.ts";
import type { Backlink, NoteSuggestion } from "#/domain/notes/links-schema.ts";
import type { NoteCard, NoteDetails, NoteSummary, RoomNote, WikiResolution } from "#/domain/notes/schema.ts";

/** A field of what a verb takes, without what the server fills in. */
type Change = Omit<Partial<UpdateNoteInput>, "note_id" | "on_conflict">;

const pinnedShown = 50;
const ofRoomShown = 100;

/** What the screens of notes ask of the server. Each rejects with the server's refusal. */
export const noteServer = {
  create: (input: CreateNoteInput): Promise<NoteSummary> => api.notes.create.mutate(input),
  fromMessages: (input: NoteFromMessagesInput): Promise<NoteSummary> => api.notes.fromMessages.mutate(input),
  update: (note_id: string, change: Change): Promise<NoteDetails> => api.notes.update.mutate({ note_id, ...change }),
  /** Changes category and tags in the frontmatter; what others write meanwhile stays. An empty category takes it away. */
  async setProperties(note_id: string, given: { category?: string; tags?: readonly string[] }): Promise<NoteDetails> {
    const { frontmatter, version } = await api.notes.get.query({ note_id });
    const next: Record<string, unknown> = { ...frontmatter };
    if (given.category !== undefined) next.category = given.category;
    if (given.category === "") delete next.category;
    if (given.tags !== undefined) next.tags = given.tags;
    if (given.tags?.length === 0) delete next.tags;
    return api.notes.update.mutate({ note_id, frontmatter: next, base_version: version, on_conflict: "merge" });
  },
  archive: (note_id: string): Promise<unknown> => api.notes.archive.mutate({ note_id }),
  restore: (note_id: string): Promise<unknown> => api.notes.restore.mutate({ note_id }),
  remove: (note_id: string): Promise<unknown> => api.notes.deleteForever.mutate({ note_id }),
  move: (note_id: string, workspace_id: string): Promise<unknown> => api.notes.move.mutate({ note_id, workspace_id }),
  async addAlias(note_id: string, alias: string): Promise<string[]> {
    const { items } = await api.notes.addAlias.mutate({ note_id, alias });
    return items.map((each) => each.alias);
  },
  async removeAlias(note_id: string, alias: string): Promise<string[]> {
    const { items } = await api.notes.removeAlias.mutate({ note_id, alias });
    return items.map((each) => each.alias);
  },
  pinToday: (workspace_id: string, note_id: string | null): Promise<unknown> =>
    api.notes.pinToday.mutate({ workspace_id, note_id }),

  async pinned(workspace_id: string): Promise<NoteSummary[]> {
    return (await api.notes.list.query({ workspace_id, pinned_only: true, limit: pinnedShown })).items;
  },
  /** The categories in use in a workspace. */
  async categories(workspace_id: string): Promise<string[]> {
    const { items } = await api.notes.categories.query({ workspace_id });
    return items.map((each) => each.category);
  },
  /** The note on top of Today in a workspace; null for none. */
  async todayNote(workspace_id: string): Promise<string | null> {
    return (await api.workspaces.settings.query({ workspace_id })).today_pinned_note_id;
  },
  async cards(note_ids: readonly string[]): Promise<NoteCard[]> {
    return note_ids.length === 0 ? [] : (await api.notes.cards.query({ note_ids: [...note_ids] })).items;
  },
  /** Notes by what one begins to type of their names; those of one's newest work for nothing typed. */
  async suggest(q: string, workspaceId?: string): Promise<readonly NoteSuggestion[]> {
    const input = { q: q.slice(0, 255), ...(workspaceId ? { workspace_id: workspaceId } : {}) };
    return (await api.noteLinks.suggest.query(input)).items;
  },
  /** What names stand for that were written outside of a note, as seen from a workspace. */
  async resolve(names: readonly string[], workspaceId: string | null): Promise<WikiResolution[]> {
    const input = { names: [...new Set(names)], ...(workspaceId ? { workspace_id: workspaceId } : {}) };
    return (await api.noteLinks.resolve.query(input)).items;
  },
  async backlinks(note_id: string): Promise<Backlink[]> {
    return (await api.noteLinks.backlinks.query({ note_id })).items;
  },
  /** The notes that belong beside a room and have these words; all of them for none. */
  async ofRoom(room_id: string, q = ""): Promise<RoomNote[]> {
    return (await api.notes.ofRoom.query({ room_id, ...(q ? { q } : {}), limit: ofRoomShown })).items;
  },
  /** Threads of a note that nobody has settled. */
  async openThreads(note_id: string): Promise<number> {
    return (await api.noteComments.counts.query({ note_id })).unresolved;
  },
  async editorsOf(noteId: string): Promise<string[]> {
    return (await noteServer.cards([noteId]))[0]?.editor_ids ?? [];
  },
  upload: uploadPicture,
};

/** Puts a picture among the files of a workspace; answers the Markdown that shows it. */
async function uploadPicture(workspaceId: string, file: File): Promise<{ markdown: string }> {
  const form = new FormData();
  form.set("workspace_id", workspaceId);
  form.set("file", file);
  const response = await fetch("/v1/media/upload", { method: "POST", body: form });
  const answer = (await response.json()) as { data?: Media; error?: { code?: unknown; message?: string } };
  if (!response.ok || !answer.data) {
    const code = answer.error?.code;
    throw toldError(isErrorCode(code) ? code : "SW_INTERNAL", answer.error?.message);
  }
  return { markdown: `![${answer.data.name.replace(/[\\[\]]/g, "\\$&")}](${answer.data.path})` };
}
