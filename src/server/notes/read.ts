import type { NoteSummary } from "#/domain/notes/schema.ts";
import type { NoteRow } from "#/server/notes/access.ts";

/** A row as it goes over the wire in lists. */
export function toSummary(row: Omit<NoteRow, "state" | "body" | "frontmatter">): NoteSummary {
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    title: row.title,
    status: row.status,
    pinned: row.pinned,
    category: row.category,
    tags: row.tags,
    owner_id: row.ownerId,
    excerpt: row.excerpt,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    updated_by: row.updatedBy,
    archived_at: row.archivedAt?.toISOString() ?? null,
    source_room_id: row.sourceRoomId,
    source_event_id: row.sourceEventId,
  };
}
