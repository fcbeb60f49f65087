import { api } from "#/client/sync/api.ts";
import type { ListNotesInput } from "#/domain/notes/inputs.ts";
import { asked } from "#/load.ts";

// What the pages of notes show, as `load.ts`; by itself, so that the page of a room does not carry it.

export type NotesAsked = { inbox: boolean; list: NotesList };
type NotesList = Omit<Partial<ListNotesInput>, "limit" | "offset"> & { limit: number; offset: number };

/** Notes that fit; `inbox` is those without a category, whatever else is asked. */
export const loadNotes = asked(
  "notes",
  (caller, input: NotesAsked) => (input.inbox ? caller.notes.inbox(pageOfNotes(input)) : caller.notes.list(input.list)),
  (input: NotesAsked) => (input.inbox ? api.notes.inbox.query(pageOfNotes(input)) : api.notes.list.query(input.list)),
);

function pageOfNotes({ list: { workspace_id, limit, offset } }: NotesAsked) {
  return { ...(workspace_id ? { workspace_id } : {}), limit, offset };
}

/** The categories and tags in use, in one workspace or in all of one's own. */
export const loadNoteFacets = asked(
  "note-facets",
  async (caller, workspaceId: string | undefined) => {
    const input = workspaceId ? { workspace_id: workspaceId } : {};
    return facets(await caller.notes.categories(input), await caller.notes.tags(input));
  },
  async (workspaceId: string | undefined) => {
    const input = workspaceId ? { workspace_id: workspaceId } : {};
    return facets(...(await Promise.all([api.notes.categories.query(input), api.notes.tags.query(input)])));
  },
);

function facets(categories: { items: { category: string }[] }, tags: { items: { tag: string }[] }) {
  return { categories: categories.items.map(({ category }) => category), tags: tags.items.map(({ tag }) => tag) };
}

/** What a name stands for outside of a note, as seen from a workspace; null when nothing bears it for this reader. */
export const loadNamed = asked(
  "named",
  async (caller, name: string, workspaceId: string | undefined) =>
    (await caller.noteLinks.resolve(namedInput(name, workspaceId))).items[0] ?? null,
  async (name: string, workspaceId: string | undefined) =>
    (await api.noteLinks.resolve.query(namedInput(name, workspaceId))).items[0] ?? null,
);

function namedInput(name: string, workspaceId: string | undefined) {
  return { names: [name.slice(0, 255)], ...(workspaceId ? { workspace_id: workspaceId } : {}) };
}

/** A note by its address. */
export const loadNote = asked(
  "note",
  (caller, workspace_slug: string, note: string) => caller.notes.open({ workspace_slug, note }),
  (workspace_slug: string, note: string) => api.notes.open.query({ workspace_slug, note }),
);
