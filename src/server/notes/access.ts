import { and, eq, getTableColumns, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { SwError } from "#/domain/errors.ts";
import { type NoteAction, type NoteStanding, noteAllows } from "#/domain/notes/note.ts";
import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { notes } from "#/server/notes/tables.ts";
import { workspaceMembers, workspaces } from "#/server/workspaces/tables.ts";

export type NoteRow = typeof notes.$inferSelect;

/** A note without its document, which only writes need. */
export type ReadRow = Omit<NoteRow, "state">;

/** A note as one who may read it sees it; `row.body` is whole. */
export type SeenNote<Row extends ReadRow = ReadRow> = { row: Row; role: WorkspaceRole; workspaceSlug: string };

const { state: _, ...readColumns } = getTableColumns(notes);

/**
 * The only door to a note: as this actor sees it, or SW_NOTE_NOT_FOUND, which tells absent and forbidden alike. Inside a
 * write the actor's role is held until the commit and the note's row is locked, in this order, so that changes of one note
 * take turns; only there it comes with its document.
 */
export function seeNote(tx: Writer, actor: Actor, noteId: string): Promise<SeenNote<NoteRow>>;
export function seeNote(tx: Reader, actor: Actor, noteId: string): Promise<SeenNote>;
export async function seeNote(tx: Reader | Writer, actor: Actor, noteId: string): Promise<SeenNote> {
  const mine = alias(workspaceMembers, "mine");
  const query = tx
    .select({ row: readColumns, role: mine.role, slug: workspaces.slug })
    .from(notes)
    .innerJoin(workspaces, and(eq(workspaces.id, notes.workspaceId), isNull(workspaces.archivedAt)))
    .innerJoin(mine, and(eq(mine.workspaceId, notes.workspaceId), eq(mine.participantId, actor.participantId)))
    .where(eq(notes.id, noteId));
  const [found] = await ("emit" in tx ? query.for("share", { of: mine }) : query);
  if (!found) throw new SwError("SW_NOTE_NOT_FOUND");
  const row = "emit" in tx ? await lockNote(tx, noteId) : found.row;
  const seen: SeenNote = { row, role: found.role, workspaceSlug: found.slug };
  if (!allowsNote(seen, actor, "read")) throw new SwError("SW_NOTE_NOT_FOUND");
  return seen;
}

/** The row, locked until the commit, whoever asks; SW_NOTE_NOT_FOUND. For what has no actor, such as a save of the party. */
export async function lockNote(tx: Writer, noteId: string): Promise<NoteRow> {
  const [row] = await tx.select().from(notes).where(eq(notes.id, noteId)).for("update");
  if (!row) throw new SwError("SW_NOTE_NOT_FOUND");
  return row;
}

export function allowsNote({ row, role }: SeenNote, actor: Actor, action: NoteAction): boolean {
  const standing: NoteStanding = { role, status: row.status, isOwner: row.ownerId === actor.participantId };
  return noteAllows(standing, action, row.archivedFrom);
}

/** Refuses with SW_NOTE_ARCHIVED what an archived note takes from nobody, else with SW_NOTE_FORBIDDEN. */
export function allowInNote(seen: SeenNote, actor: Actor, action: NoteAction): void {
  if (allowsNote(seen, actor, action)) return;
  const archived = seen.row.status === "archived" && action !== "manage" && seen.role !== "viewer";
  throw new SwError(archived ? "SW_NOTE_ARCHIVED" : "SW_NOTE_FORBIDDEN");
}
