import { sql } from "drizzle-orm";
import { linkKey } from "#/domain/notes/link-target.ts";
import type { NoteSuggestion, SuggestInput } from "#/domain/notes/links-schema.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { readableNotes } from "#/server/notes/read.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

type Row = Omit<NoteSuggestion, "path"> & { slug: string };

/**
 * Notes that one may read and that may be meant: those whose title begins with what was typed, then those with an alias that
 * does, then those that contain it; each the latest changed first. SW_WORKSPACE_NOT_FOUND.
 */
export function suggestNotes(ctx: Context, { q, workspace_id, limit }: SuggestInput): Promise<NoteSuggestion[]> {
  const key = linkKey(q);
  const escaped = key.replace(/[\\%_]/g, "\\$&");
  const [begins, contains] = [`${escaped}%`, `%${escaped}%`];
  return reading(ctx, async (tx) => {
    if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
    const rows = await tx.rows<Row>(sql`
      select n.id, n.title, n.workspace_id, w.name as place, w.slug,
        case when lower(n.title) like ${contains} then null else a.alias end as alias
      from ${readableNotes(ctx.actor)}
      left join lateral (
        select a.alias, a.key like ${begins} as begins from app.note_aliases a
        where a.note_id = n.id and a.key like ${contains} order by begins desc, a.key limit 1) a on true
      where n.status <> 'archived' and (lower(n.title) like ${contains} or a.alias is not null)
      order by (n.workspace_id is distinct from ${workspace_id ?? null}::uuid),
        case when lower(n.title) like ${begins} then 0 when a.begins then 1 else 2 end, n.updated_at desc, n.id desc
      limit ${limit}`);
    return rows.map(({ slug, ...row }) => ({ ...row, path: notePath(slug, row) }));
  });
}
