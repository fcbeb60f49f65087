import { sql } from "drizzle-orm";
import { type Link, readLinks } from "#/domain/notes/links.ts";
import type { Backlink, BacklinksInput } from "#/domain/notes/links-schema.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { readableNotes } from "#/server/notes/read.ts";

const linesShown = 5;

type Row = Pick<Backlink, "note_id" | "workspace_id" | "title" | "updated_at"> & {
  slug: string;
  body: string;
  keys: string[];
};

/**
 * The notes that link to a note, with the lines in which they do: those that one may read, the latest changed first. Archived
 * ones are not among them. SW_NOTE_NOT_FOUND.
 */
export function listBacklinks(ctx: Context, { note_id, limit, offset }: BacklinksInput): Promise<Backlink[]> {
  return reading(ctx, async (tx) => {
    await seeNote(tx, ctx.actor, note_id);
    const rows = await tx.rows<Row>(sql`
      select n.id as note_id, n.workspace_id, n.title, w.slug, n.body, to_jsonb(l.keys) as keys,
        to_char(n.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at
      from (select source_id, array_agg(key) as keys from app.note_links
        where target_id = ${note_id} and source_id <> ${note_id} group by source_id) l
      join ${readableNotes(ctx.actor)} on n.id = l.source_id
      where n.status <> 'archived'
      order by n.updated_at desc, n.id desc limit ${limit} offset ${offset}`);
    return rows.map(toBacklink);
  });
}

function toBacklink({ slug, body, keys, ...note }: Row): Backlink {
  const lines = new Map<number, Link>();
  for (const link of readLinks(body)) {
    if (keys.includes(link.key) && !lines.has(link.line) && lines.size < linesShown) lines.set(link.line, link);
  }
  const found = [...lines.values()];
  return {
    ...note,
    path: notePath(slug, { id: note.note_id, title: note.title }),
    context: found[0]?.context ?? "",
    lines: found.map(({ line, context, anchor, embed }) => ({
      line,
      context,
      anchor: anchor && `${anchor.kind === "block" ? "^" : ""}${anchor.value}`,
      embed,
    })),
  };
}
