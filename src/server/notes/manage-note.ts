import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { MoveNoteInput, NoteInput, SetNoteOwnerInput } from "#/domain/notes/inputs.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { allowInNote, seeNote } from "#/server/notes/access.ts";
import { requireFreeName } from "#/server/notes/aliases.ts";
import { toSummary } from "#/server/notes/read.ts";
import { noteEvent, writeNote } from "#/server/notes/write.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * Gives a note to someone who may write in its workspace. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN;
 * SW_PARTICIPANT_NOT_FOUND for anybody else.
 */
export function setNoteOwner(ctx: Context, { note_id, participant_id }: SetNoteOwnerInput): Promise<NoteSummary> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "manage");
    await requireEditor(tx, seen.row.workspaceId, participant_id);
    if (seen.row.ownerId === participant_id) return tx.emit([], () => toSummary(seen.row));
    const change = {
      set: { ownerId: participant_id },
      changed: ["owner" as const],
      authorIds: [ctx.actor.participantId],
    };
    const { row, events } = await writeNote(tx, ctx, seen.row, change);
    return tx.emit(events, () => toSummary(row));
  });
}

async function requireEditor(tx: Writer, workspaceId: string, participantId: string): Promise<void> {
  const [editor] = await tx.rows(sql`
    select from app.workspace_members
    where workspace_id = ${workspaceId} and participant_id = ${participantId} and role <> 'viewer' for share`);
  if (!editor) {
    throw new SwError("SW_PARTICIPANT_NOT_FOUND", "Only someone who may write in the workspace can own the note.");
  }
}

/**
 * Takes a note to another workspace, where one needs to be an editor. Those who could read it before and can't any more are
 * told that it left. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_ALIAS_TAKEN.
 */
export function moveNote(ctx: Context, { note_id, workspace_id }: MoveNoteInput): Promise<NoteSummary> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "manage");
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspace_id), "create_room");
    const from = seen.row.workspaceId;
    if (from === workspace_id) return tx.emit([], () => toSummary(seen.row));

    const aliases = await tx.rows<{ alias: string }>(sql`
      select alias from app.note_aliases where note_id = ${note_id} order by key`);
    for (const { alias } of aliases) await requireFreeName(tx, workspace_id, note_id, alias);
    const change = { changed: ["moved" as const], authorIds: [ctx.actor.participantId] };
    const { row, events } = await writeNote(tx, ctx, seen.row, { ...change, set: { workspaceId: workspace_id } });
    await tx.rows(sql`update app.todos set workspace_id = ${workspace_id} where note_id = ${note_id}`);
    const left = await noteEvent(tx, ctx.newId, { ...row, workspaceId: from }, change);
    return tx.emit([left, ...events], () => toSummary(row));
  });
}

/** Keeps a note at hand for everyone of its workspace. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED. */
export function pinNote(ctx: Context, input: NoteInput): Promise<NoteSummary> {
  return setPinned(ctx, input, true);
}

/** Takes the pin away. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED. */
export function unpinNote(ctx: Context, input: NoteInput): Promise<NoteSummary> {
  return setPinned(ctx, input, false);
}

function setPinned(ctx: Context, { note_id }: NoteInput, pinned: boolean): Promise<NoteSummary> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    if (seen.row.pinned === pinned) return tx.emit([], () => toSummary(seen.row));
    const change = { set: { pinned }, changed: ["pinned" as const], authorIds: [ctx.actor.participantId] };
    const { row, events } = await writeNote(tx, ctx, seen.row, change);
    return tx.emit(events, () => toSummary(row));
  });
}
