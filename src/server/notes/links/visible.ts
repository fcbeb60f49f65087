import { type SQL, sql } from "drizzle-orm";

/** Of a note `n`: whether this participant may read it, by the rules of `noteAllows`. */
export function mayRead(participantId: string | SQL): SQL {
  const id = typeof participantId === "string" ? sql`${participantId}::uuid` : participantId;
  return sql`exists (
    select from app.workspace_members m join app.workspaces mw on mw.id = m.workspace_id and mw.archived_at is null
    where m.workspace_id = n.workspace_id and m.participant_id = ${id}
      and (m.role <> 'viewer' or ${seenStatus} <> 'draft'))`;
}

/** Of a note `n`: as what it is hidden or shown. */
export const seenStatus = sql`coalesce(case when n.status = 'archived' then n.archived_from else n.status end, 'published')`;

/** A list of texts or ids as one argument, with one `value` a row. */
export const listed = (values: readonly string[]): SQL =>
  sql`jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb)`;
