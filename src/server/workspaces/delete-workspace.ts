import { eq, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { WorkspaceInput } from "#/domain/workspaces/inputs.ts";
import type { Workspace } from "#/domain/workspaces/workspace.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Reader } from "#/server/database/transact.ts";
import { allowInWorkspace, lockWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";
import { workspaces } from "#/server/workspaces/tables.ts";

/**
 * Takes a shared workspace away. One that is empty is gone with its name and address; one with rooms or notes in it is
 * put aside, and who is in those rooms keeps them. Owners only; a personal workspace stays with its person.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN.
 */
export function deleteWorkspace(ctx: Context, { workspace_id }: WorkspaceInput): Promise<{ archived: boolean }> {
  return writing(ctx, async (tx): Promise<Outcome<{ archived: boolean }>> => {
    await lockWorkspace(tx, workspace_id);
    const seen = await seeWorkspace(tx, ctx.actor, workspace_id);
    allowInWorkspace(seen, "manage");
    if (seen.workspace.kind === "personal") throw new SwError("SW_WORKSPACE_FORBIDDEN");

    const archived = await isUsed(tx, workspace_id);
    const now = ctx.now();
    // The row stays, so that those who were in it are told whenever they come back.
    const emptied = { name: "", description: null, icon: null, slug: `deleted-${workspace_id}` };
    const workspace: Workspace = { ...seen.workspace, ...(archived ? {} : emptied), archived_at: now.toISOString() };
    const { name, description, icon, slug } = workspace;
    await tx
      .update(workspaces)
      .set({ name, description, icon, slug, archivedAt: now })
      .where(eq(workspaces.id, workspace_id));
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.workspace.updated",
          room_id: null,
          workspace_id,
          sender_id: ctx.actor.participantId,
          content: { workspace },
        },
      ],
      () => ({ archived }),
    );
  });
}

/** Rooms and notes come after workspaces in the order of features, so their tables are named here and nothing of theirs imported. */
async function isUsed(tx: Reader, workspaceId: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    (select from app.rooms where workspace_id = ${workspaceId} and deleted_at is null limit 1)
    union all (select from app.notes where workspace_id = ${workspaceId} limit 1)`);
  return rows.length > 0;
}
