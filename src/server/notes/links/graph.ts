import { sql } from "drizzle-orm";
import type { GraphInput, NoteGraph } from "#/domain/notes/links-schema.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { listed } from "#/server/notes/links/visible.ts";
import { readableNotes } from "#/server/notes/read.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

const maxEdges = 5_000;

/**
 * The latest changed notes that one may read, and the links between them: a link to or from anything else is not told.
 * SW_WORKSPACE_NOT_FOUND.
 */
export function noteGraph(ctx: Context, { workspace_id, limit }: GraphInput): Promise<NoteGraph> {
  return reading(ctx, async (tx) => {
    if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
    const found = await tx.rows<{ id: string; workspace_id: string; title: string; slug: string }>(sql`
      select n.id, n.workspace_id, n.title, w.slug from ${readableNotes(ctx.actor)}
      where n.status <> 'archived' and ${workspace_id ? sql`n.workspace_id = ${workspace_id}` : sql`true`}
      order by n.updated_at desc, n.id desc limit ${limit + 1}`);
    const shown = found.slice(0, limit);
    const edges = await tx.rows<{ from: string; to: string }>(sql`
      with shown as (select value::uuid as id from ${listed(shown.map(({ id }) => id))})
      select distinct l.source_id as "from", l.target_id as "to" from app.note_links l
      join shown s on s.id = l.source_id join shown t on t.id = l.target_id
      where l.source_id <> l.target_id order by 1, 2 limit ${maxEdges + 1}`);
    return {
      nodes: shown.map(({ slug, ...note }) => ({ ...note, path: notePath(slug, note) })),
      edges: edges.slice(0, maxEdges),
      truncated: found.length > limit || edges.length > maxEdges,
    };
  });
}
