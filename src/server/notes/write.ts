import { eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { plainText } from "#/domain/markdown/plain-text.ts";
import { readFrontmatter, splitText } from "#/domain/notes/frontmatter.ts";
import type { NoteChange } from "#/domain/notes/schema.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { NoteRow } from "#/server/notes/access.ts";
import { type NoteDocument, requireFits, stateOf, textOf } from "#/server/notes/document.ts";
import { leaveToday } from "#/server/notes/pin-today.ts";
import { keepStep } from "#/server/notes/steps.ts";
import { notes } from "#/server/notes/tables.ts";

/** What a write of a note leaves behind: the row as it is now, and the events to emit. */
export type Written = { row: NoteRow; events: EventDraft[] };

type Around = Pick<Context, "now" | "newId">;

/**
 * Stores a changed document of a note whose row is locked, and what is worked out of its text at once: body, frontmatter,
 * category and tags; and its title, where another one is given. The last of the authors counts as the one who wrote it. A
 * document that says the same as before is stored all the same, because its history may have grown, but the version stays
 * and nothing is told.
 * SW_NOTE_TOO_LARGE.
 */
export async function writeDocument(
  tx: Writer,
  around: Around,
  row: NoteRow,
  { document, title = row.title, authorIds }: { document: NoteDocument; title?: string; authorIds: readonly string[] },
): Promise<Written> {
  const body = textOf(document);
  const state = stateOf(document);
  const renamed = title === row.title ? [] : ["title" as const];
  if (body === row.body && renamed.length === 0) {
    await tx.update(notes).set({ state }).where(eq(notes.id, row.id));
    return { row: { ...row, state }, events: [] };
  }
  requireFits(body, state);
  return writeNote(tx, around, row, {
    set: { body, state, title, ...workedOut(body) },
    changed: body === row.body ? renamed : ["text", ...renamed],
    authorIds,
  });
}

/** More than an excerpt is ever made of. */
const excerptSource = 8_000;
/** Names of blocks at the ends of their lines, which nobody reads. */
const blockIds = /[ \t]\^[A-Za-z0-9-]{1,64}[ \t]*$/gm;

/** What the columns beside the text say of it. */
export function workedOut(text: string): Pick<NoteRow, "frontmatter" | "category" | "tags" | "excerpt"> {
  return {
    ...readFrontmatter(text),
    excerpt: plainText(splitText(text).body.slice(0, excerptSource).replace(blockIds, "")),
  };
}

/** Changes fields of a note whose row is locked: the version counts on, and those who may see the note are told. */
export async function writeNote(
  tx: Writer,
  { now, newId }: Around,
  row: NoteRow,
  change: { set: Partial<NoteRow>; changed: NoteChange[]; authorIds: readonly string[] },
): Promise<Written> {
  const by = change.authorIds.at(-1) ?? row.updatedBy;
  const { status, workspaceId } = change.set;
  const leaves = (status !== undefined && status !== "published") || workspaceId !== undefined;
  if (leaves) await leaveToday(tx, row.id);
  const [written] = await tx
    .update(notes)
    .set({ ...change.set, version: row.version + 1, updatedAt: now(), updatedBy: by })
    .where(eq(notes.id, row.id))
    .returning();
  keepStep(tx, { before: row, after: written! });
  return { row: written!, events: [await noteEvent(tx, newId, written!, change)] };
}

/** The event that tells of a change. Of a draft those are told who may see it. */
export async function noteEvent(
  tx: Writer,
  newId: () => string,
  row: NoteRow,
  { changed, authorIds, deleted }: { changed: NoteChange[]; authorIds: readonly string[]; deleted?: boolean },
): Promise<EventDraft> {
  return {
    id: newId(),
    type: "swp.note.updated",
    room_id: null,
    workspace_id: row.workspaceId,
    sender_id: authorIds.at(-1) ?? row.updatedBy,
    content: {
      note_id: row.id,
      version: row.version,
      status: row.status,
      changed,
      ...(authorIds.length > 0 ? { author_ids: [...authorIds] } : {}),
      ...(deleted ? { deleted } : {}),
    },
    also: await draftReaders(tx, row),
  };
}

/** Who may see a draft: the editors and owners of its workspace. Of any other note nobody needs to be named. */
export async function draftReaders(tx: Writer, row: Pick<NoteRow, "status" | "workspaceId">): Promise<string[]> {
  if (row.status !== "draft") return [];
  const rows = await tx.rows<{ participant_id: string }>(sql`
    select participant_id from app.workspace_members
    where workspace_id = ${row.workspaceId} and role in ('editor', 'owner') limit 1000`);
  return rows.map(({ participant_id }) => participant_id);
}
