import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { TodayPinInput } from "#/domain/notes/inputs.ts";
import type { WorkspaceSettings } from "#/domain/workspaces/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { seeNote } from "#/server/notes/access.ts";
import { allowInWorkspace, lockWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * Says which note of a workspace stands on top of Today there; null for none. For editors, and of what all can read. The
 * pin goes when the note is archived, made a draft or moved away.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_NOTE_NOT_FOUND; SW_NOTE_ARCHIVED, and SW_BAD_REQUEST for a draft.
 */
export function pinToday(
  ctx: Context,
  { workspace_id, note_id }: TodayPinInput,
): Promise<Pick<WorkspaceSettings, "today_pinned_note_id">> {
  const answer = { today_pinned_note_id: note_id };
  return writing(ctx, async (tx) => {
    await lockWorkspace(tx, workspace_id);
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspace_id), "create_room");
    // Who archives a note that is on top waits for the workspace while they hold the note: not to be waited for in turn.
    if (note_id !== null && (await isOnTop(tx, workspace_id, note_id))) return tx.emit([], () => answer);
    if (note_id !== null) {
      const { row } = await seeNote(tx, ctx.actor, note_id);
      if (row.workspaceId !== workspace_id) throw new SwError("SW_NOTE_NOT_FOUND");
      if (row.status === "archived") throw new SwError("SW_NOTE_ARCHIVED");
      if (row.status === "draft") throw new SwError("SW_BAD_REQUEST", "Publish the note first.");
    }
    await tx.rows(sql`
      update app.workspaces set settings = case when ${note_id}::text is null then settings - 'today_pinned_note_id'
        else settings || jsonb_build_object('today_pinned_note_id', ${note_id}::text) end
      where id = ${workspace_id}`);
    return tx.emit([], () => answer);
  });
}

async function isOnTop(tx: Writer, workspaceId: string, noteId: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    select from app.workspaces where id = ${workspaceId} and settings->>'today_pinned_note_id' = ${noteId}`);
  return rows.length > 0;
}

/** Takes a note off the top of Today, in the write that puts it away. */
export async function leaveToday(tx: Writer, noteId: string): Promise<void> {
  await tx.rows(sql`
    update app.workspaces set settings = settings - 'today_pinned_note_id'
    where settings->>'today_pinned_note_id' = ${noteId}`);
}
