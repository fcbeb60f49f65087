import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { maxAliases } from "#/domain/notes/bounds.ts";
import type { NoteAliasInput, NoteInput } from "#/domain/notes/inputs.ts";
import type { NoteAlias } from "#/domain/notes/schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { allowInNote, seeNote } from "#/server/notes/access.ts";
import { noteAliases } from "#/server/notes/tables.ts";
import { writeNote } from "#/server/notes/write.ts";

type Aliases = { items: NoteAlias[]; has_more: boolean };

/** The other names under which links find a note. SW_NOTE_NOT_FOUND. */
export function listAliases(ctx: Context, { note_id }: NoteInput): Promise<Aliases> {
  return reading(ctx, async (tx) => {
    await seeNote(tx, ctx.actor, note_id);
    return readAliases(tx, note_id);
  });
}

/**
 * Adds a name, and answers all of them; one that the note has already changes nothing. At most 20.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_ALIAS_TAKEN, SW_BAD_REQUEST.
 */
export function addAlias(ctx: Context, { note_id, alias }: NoteAliasInput): Promise<Aliases> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    const before = await readAliases(tx, note_id);
    const key = keyOf(alias);
    if (before.items.some((each) => keyOf(each.alias) === key)) return tx.emit([], () => before);
    if (before.items.length >= maxAliases) throw new SwError("SW_BAD_REQUEST", `At most ${maxAliases} names a note.`);
    await requireFreeName(tx, seen.row.workspaceId, note_id, alias);
    const me = ctx.actor.participantId;
    await tx
      .insert(noteAliases)
      .values({ tenantId: tx.tenantId, noteId: note_id, alias, key, createdBy: me, createdAt: ctx.now() });
    const { events } = await writeNote(tx, ctx, seen.row, { set: {}, changed: ["aliases"], authorIds: [me] });
    const after = await readAliases(tx, note_id);
    return tx.emit(events, () => after);
  });
}

/** Takes a name away, and answers those that are left. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED. */
export function removeAlias(ctx: Context, { note_id, alias }: NoteAliasInput): Promise<Aliases> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    const [gone] = await tx.rows(sql`
      delete from app.note_aliases where note_id = ${note_id} and key = ${keyOf(alias)} returning key`);
    const authorIds = [ctx.actor.participantId];
    const told = gone ? await writeNote(tx, ctx, seen.row, { set: {}, changed: ["aliases"], authorIds }) : null;
    const after = await readAliases(tx, note_id);
    return tx.emit(told?.events ?? [], () => after);
  });
}

/**
 * Makes sure that no other note of the workspace is called so, by title or alias, or refuses with SW_ALIAS_TAKEN. Those who
 * want one name at once take turns until the commit.
 */
export async function requireFreeName(tx: Writer, workspaceId: string, noteId: string, name: string): Promise<void> {
  const key = keyOf(name);
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}:${key}`}, 0))`);
  const [taken] = await tx.rows(sql`
    select from app.notes n where n.workspace_id = ${workspaceId} and n.id <> ${noteId} and n.status <> 'archived'
      and (lower(n.title) = ${key}
        or exists (select from app.note_aliases a where a.note_id = n.id and a.key = ${key}))
    limit 1`);
  if (taken) throw new SwError("SW_ALIAS_TAKEN");
}

/** As names are compared. */
const keyOf = (name: string): string => name.toLowerCase();

async function readAliases(tx: Reader, noteId: string): Promise<Aliases> {
  const items = await tx.rows<NoteAlias>(sql`
    select alias, created_by, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at
    from app.note_aliases where note_id = ${noteId} order by key limit ${maxAliases}`);
  return { items, has_more: false };
}
