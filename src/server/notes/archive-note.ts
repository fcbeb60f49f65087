import { eq } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { NoteInput } from "#/domain/notes/inputs.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { allowInNote, type NoteRow, seeNote } from "#/server/notes/access.ts";
import { releaseTarget } from "#/server/notes/links/project-links.ts";
import { toSummary } from "#/server/notes/read.ts";
import { notes } from "#/server/notes/tables.ts";
import { noteEvent, writeNote } from "#/server/notes/write.ts";

/** Puts a note away: it stays readable, in no list, until it is restored. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN. */
export function archiveNote(ctx: Context, input: NoteInput): Promise<NoteSummary> {
  return changeStatus(ctx, input, (row) =>
    row.status === "archived"
      ? null
      : {
          status: "archived",
          archivedFrom: row.status,
          archivedAt: ctx.now(),
          archivedBy: ctx.actor.participantId,
        },
  );
}

/** Brings an archived note back as what it was. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN. */
export function restoreNote(ctx: Context, input: NoteInput): Promise<NoteSummary> {
  return changeStatus(ctx, input, (row) =>
    row.status === "archived"
      ? { status: row.archivedFrom ?? "published", archivedFrom: null, archivedAt: null, archivedBy: null }
      : null,
  );
}

/** One that is so already is answered as it is. */
function changeStatus(
  ctx: Context,
  { note_id }: NoteInput,
  change: (row: NoteRow) => Partial<NoteRow> | null,
): Promise<NoteSummary> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "manage");
    const set = change(seen.row);
    if (!set) return tx.emit([], () => toSummary(seen.row));
    const authorIds = [ctx.actor.participantId];
    const { row, events } = await writeNote(tx, ctx, seen.row, { set, changed: ["status"], authorIds });
    return tx.emit(events, () => toSummary(row));
  });
}

/**
 * Erases an archived note with its versions, comments, todos and links: nothing of its words stays.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN; SW_BAD_REQUEST for one that is not archived.
 */
export function deleteNoteForever(ctx: Context, { note_id }: NoteInput): Promise<null> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "manage");
    if (seen.row.status !== "archived") throw new SwError("SW_BAD_REQUEST", "Archive the note first.");
    const told = { changed: ["status" as const], authorIds: [ctx.actor.participantId], deleted: true };
    const event = await noteEvent(tx, ctx.newId, seen.row, told);
    await releaseTarget(tx, note_id);
    await tx.delete(notes).where(eq(notes.id, note_id));
    return tx.emit([event], () => null);
  });
}
