import { type SQL, sql } from "drizzle-orm";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import type { Actor } from "#/server/database/context.ts";
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

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** The columns of `NoteSummary`, of a note called `n`. */
export const summaryColumns = sql`
  n.id, n.workspace_id, n.title, n.status, n.pinned, n.category, to_jsonb(n.tags) as tags, n.owner_id, n.excerpt,
  n.version::float8 as version, ${iso("n.created_at")} as created_at, ${iso("n.updated_at")} as updated_at, n.updated_by,
  ${iso("n.archived_at")} as archived_at, n.source_room_id, n.source_event_id`;

/**
 * The notes that an actor may read, as `n`, in a workspace `w` with their role `mine`: everything of a workspace but, to its
 * viewers, the drafts. The rule of `noteAllows`, as the database applies it to many.
 */
export function readableNotes(actor: Actor): SQL {
  return sql`
    app.notes n
    join app.workspaces w on w.tenant_id = n.tenant_id and w.id = n.workspace_id and w.archived_at is null
    join app.workspace_members mine on mine.tenant_id = n.tenant_id and mine.workspace_id = n.workspace_id
      and mine.participant_id = ${actor.participantId}
      and (mine.role <> 'viewer' or (case when n.status = 'archived' then coalesce(n.archived_from, 'published') else n.status end) <> 'draft')`;
}
