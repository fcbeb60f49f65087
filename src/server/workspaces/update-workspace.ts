import { eq } from "drizzle-orm";
import type { UpdateWorkspaceInput } from "#/domain/workspaces/inputs.ts";
import type { Workspace } from "#/domain/workspaces/workspace.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { allowInWorkspace, lockWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";
import { workspaces } from "#/server/workspaces/tables.ts";

/** Changes name, description or icon; what the input leaves out stays. SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN. */
export function updateWorkspace(ctx: Context, input: UpdateWorkspaceInput): Promise<Workspace> {
  return writing(ctx, async (tx) => {
    await lockWorkspace(tx, input.workspace_id);
    const seen = await seeWorkspace(tx, ctx.actor, input.workspace_id);
    allowInWorkspace(seen, "manage");

    const before = seen.workspace;
    const name = input.name ?? before.name;
    const description = input.description === undefined ? before.description : input.description || null;
    const icon = input.icon === undefined ? before.icon : input.icon;
    const workspace = { ...before, name, description, icon };
    if (name === before.name && description === before.description && icon === before.icon) {
      return tx.emit([], () => before);
    }
    await tx.update(workspaces).set({ name, description, icon }).where(eq(workspaces.id, workspace.id));
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.workspace.updated",
          room_id: null,
          workspace_id: workspace.id,
          sender_id: ctx.actor.participantId,
          content: { workspace },
        },
      ],
      () => workspace,
    );
  });
}
