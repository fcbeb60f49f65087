import type { NoteDetails, NoteSummary } from "#/domain/notes/schema.ts";

/** A note for tests, called after its id. */
export function noteSummary(id: string, more: Partial<NoteSummary> = {}): NoteSummary {
  return {
    id,
    workspace_id: "team",
    title: id,
    status: "published",
    pinned: false,
    category: null,
    tags: [],
    owner_id: "ana",
    excerpt: `about ${id}`,
    version: 1,
    created_at: "2026-11-20T10:00:00.000Z",
    updated_at: "2026-11-20T10:00:00.000Z",
    updated_by: "ana",
    archived_at: null,
    source_room_id: null,
    source_event_id: null,
    ...more,
  };
}

export function noteDetails(id: string, more: Partial<NoteDetails> = {}): NoteDetails {
  return {
    ...noteSummary(id),
    body: "",
    frontmatter: {},
    markdown: "",
    aliases: [],
    wiki_resolutions: [],
    can_write: true,
    can_manage: true,
    ...more,
  };
}
