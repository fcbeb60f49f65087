import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type {
  NameVersionInput,
  NoteVersion,
  RenameVersionInput,
  RestoredVersion,
  VersionInput,
} from "#/domain/notes/versions-schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { allowInNote, seeNote } from "#/server/notes/access.ts";
import { openDocument, rewrite } from "#/server/notes/document.ts";
import { keepVersion, recentVersions, storeVersion } from "#/server/notes/versions/keep-version.ts";
import { findVersion, withoutText } from "#/server/notes/versions/read-versions.ts";
import { writeDocument } from "#/server/notes/write.ts";

/** More names than this would be a second archive, and named versions are never let go. */
const maxNamed = 100;

/**
 * Keeps the note as it is now under a name; a version that holds this already gets the name.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_BAD_REQUEST for more than 100 names.
 */
export function nameVersion(ctx: Context, { note_id, name }: NameVersionInput): Promise<NoteVersion> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    const [last] = await recentVersions(tx, note_id, 1);
    const isLast = last?.version === seen.row.version;
    const id = isLast ? last.id : ctx.newId();
    await requirePlaceForName(tx, note_id, id);
    if (isLast) await setName(tx, id, name);
    else await storeVersion(tx, ctx, { id, row: seen.row, reason: "named", name, last });
    const version = await findVersion(tx, seen, id);
    return tx.emit([], () => withoutText(version));
  });
}

/**
 * Gives a version another name, or takes it away with null.
 * SW_NOTE_NOT_FOUND, SW_NOTE_VERSION_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_BAD_REQUEST for more than 100 names.
 */
export function renameVersion(ctx: Context, { note_id, version_id, name }: RenameVersionInput): Promise<NoteVersion> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    const version = await findVersion(tx, seen, version_id);
    if (name !== null) await requirePlaceForName(tx, note_id, version_id);
    await setName(tx, version_id, name);
    return tx.emit([], () => ({ ...withoutText(version), name }));
  });
}

/**
 * Makes the note say again what it said then, under the title of then. It is an edit like any other, of what differs only:
 * what others type at the same time stays. The present is kept as a version first, so that this can be taken back.
 * SW_NOTE_NOT_FOUND, SW_NOTE_VERSION_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_NOTE_TOO_LARGE.
 */
export function restoreVersion(ctx: Context, { note_id, version_id }: VersionInput): Promise<RestoredVersion> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    const version = await findVersion(tx, seen, version_id);
    const document = openDocument(seen.row.state);
    rewrite(document, version.markdown);
    const authorIds = [ctx.actor.participantId];
    const { row, events } = await writeDocument(tx, ctx, seen.row, { document, title: version.title, authorIds });
    if (events.length === 0) return tx.emit([], () => ({ note_id, version: row.version, kept: null }));

    await keepVersion(tx, ctx, { before: seen.row, after: row, authorIds, by: "restore" });
    // Where the present was kept already, that version is the newest.
    const [last] = await recentVersions(tx, note_id, 1);
    const kept = last ? withoutText(await findVersion(tx, seen, last.id)) : null;
    return tx.emit(events, () => ({ note_id, version: row.version, kept }));
  });
}

async function setName(tx: Writer, versionId: string, name: string | null): Promise<void> {
  await tx.rows(sql`update app.note_versions set name = ${name} where id = ${versionId}`);
}

async function requirePlaceForName(tx: Writer, noteId: string, versionId: string): Promise<void> {
  const [named] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from app.note_versions
    where note_id = ${noteId} and name is not null and id <> ${versionId}`);
  if (named!.count >= maxNamed) throw new SwError("SW_BAD_REQUEST", `A note has at most ${maxNamed} named versions.`);
}
