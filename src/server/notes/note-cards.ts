import { sql } from "drizzle-orm";
import type { NoteCardsInput } from "#/domain/notes/inputs.ts";
import { notePath } from "#/domain/notes/paths.ts";
import type { NoteCard } from "#/domain/notes/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { readableNotes } from "#/server/notes/read.ts";

/** Who has not been heard of for longer writes in no note, whatever the door said last. */
const heardWithinSeconds = 120;

type Row = Omit<NoteCard, "asked" | "path"> & { slug: string };

/** The notes of some addresses as messages show them; those that one may not read, or that are no more, are left out. */
export function noteCards(
  ctx: Context,
  { note_ids }: NoteCardsInput,
): Promise<{ items: NoteCard[]; has_more: boolean }> {
  const tails = [...new Set(note_ids.map((asked) => asked.slice(-12)))];
  const since = new Date(ctx.now().getTime() - heardWithinSeconds * 1000).toISOString();
  return reading(ctx, async (tx) => {
    const rows = await tx.rows<Row>(sql`
      select n.id, n.workspace_id, n.title, n.status, n.excerpt, w.slug,
        to_char(n.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
        coalesce((select to_jsonb(o.editors) from app.note_openings o
          where o.note_id = n.id and o.seen_at >= ${since}::timestamptz), '[]') as editor_ids
      from ${readableNotes(ctx.actor)}
      where right(n.id::text, 12) = any(${`{${tails.join(",")}}`}::text[])`);
    const items = note_ids.flatMap((asked) => {
      const row = rows.find(({ id }) => id.endsWith(asked));
      if (!row) return [];
      const { slug, ...card } = row;
      return [{ ...card, asked, path: notePath(slug, card) }];
    });
    return { items, has_more: false };
  });
}
