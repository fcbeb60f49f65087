import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import type { NoteInput, OpenNoteInput } from "#/domain/notes/inputs.ts";
import { notePath, readNotePath } from "#/domain/notes/paths.ts";
import type { NoteDetails, OpenedNote } from "#/domain/notes/schema.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allowsNote, type SeenNote, seeNote } from "#/server/notes/access.ts";
import { resolveWiki } from "#/server/notes/links/resolutions.ts";
import { readableNotes, toSummary } from "#/server/notes/read.ts";

/** A note whole, with what its links are for this reader. SW_NOTE_NOT_FOUND. */
export function getNote(ctx: Context, { note_id }: NoteInput): Promise<NoteDetails> {
  return reading(ctx, async (tx) => toDetails(tx, ctx.actor, await seeNote(tx, ctx.actor, note_id)));
}

/**
 * The note that an address names. One that was moved or renamed is found by its old address too; `path` is the one it has
 * now. SW_NOTE_NOT_FOUND.
 */
export function openNote(ctx: Context, { workspace_slug, note }: OpenNoteInput): Promise<OpenedNote> {
  return reading(ctx, async (tx) => {
    const named = readNotePath(note);
    if (!named) throw new SwError("SW_NOTE_NOT_FOUND");
    const id = "id" in named ? named.id : await idOf(tx, ctx.actor, workspace_slug, named.tail);
    const seen = await seeNote(tx, ctx.actor, id);
    const details = await toDetails(tx, ctx.actor, seen);
    return { ...details, workspace_slug: seen.workspaceSlug, path: notePath(seen.workspaceSlug, details) };
  });
}

/** The end of an id names one note in practice; should there be two, the one in the workspace of the address. */
async function idOf(tx: Reader, actor: Actor, slug: string, tail: string): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(sql`
    select n.id from ${readableNotes(actor)} where right(n.id::text, 12) = ${tail}
    order by w.slug = ${slug} desc, n.id desc limit 1`);
  if (!row) throw new SwError("SW_NOTE_NOT_FOUND");
  return row.id;
}

/** As the one who asks may see it. */
export async function toDetails(tx: Reader, actor: Actor, seen: SeenNote): Promise<NoteDetails> {
  const { row } = seen;
  const [aliases, wiki] = await Promise.all([aliasesOf(tx, row.id), resolveWiki(tx, actor, row.id)]);
  return {
    ...toSummary(row),
    body: splitText(row.body).body,
    frontmatter: row.frontmatter,
    markdown: row.body,
    aliases,
    wiki_resolutions: wiki,
    can_write: allowsNote(seen, actor, "write"),
    can_manage: allowsNote(seen, actor, "manage"),
  };
}

async function aliasesOf(tx: Reader, noteId: string): Promise<string[]> {
  const rows = await tx.rows<{ alias: string }>(sql`
    select alias from app.note_aliases where note_id = ${noteId} order by key`);
  return rows.map(({ alias }) => alias);
}
