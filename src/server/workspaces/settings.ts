import { eq } from "drizzle-orm";
import type { WorkspaceInput, WorkspaceSettingsInput } from "#/domain/workspaces/inputs.ts";
import { defaultWorkspaceSettings, type WorkspaceSettings } from "#/domain/workspaces/schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allowInWorkspace, lockWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";
import { workspaces } from "#/server/workspaces/tables.ts";

/** The settings of a workspace, for its members. SW_WORKSPACE_NOT_FOUND. */
export function readSettings(ctx: Context, { workspace_id }: WorkspaceInput): Promise<WorkspaceSettings> {
  return reading(ctx, async (tx) => {
    await seeWorkspace(tx, ctx.actor, workspace_id);
    return withDefaults(await stored(tx, workspace_id));
  });
}

/**
 * Changes what the input names; null goes back to the default. Owners only. Nothing of it is held by a browser, so that
 * nothing is told. SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN.
 */
export function updateSettings(ctx: Context, input: WorkspaceSettingsInput): Promise<WorkspaceSettings> {
  const { workspace_id, ...asked } = input;
  return writing(ctx, async (tx) => {
    await lockWorkspace(tx, workspace_id);
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspace_id), "manage");
    const merged = Object.entries({ ...(await stored(tx, workspace_id)), ...asked });
    const settings = Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
    await tx.update(workspaces).set({ settings }).where(eq(workspaces.id, workspace_id));
    return tx.emit([], () => withDefaults(settings));
  });
}

async function stored(tx: Reader, workspaceId: string): Promise<Record<string, unknown>> {
  const [row] = await tx
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row!.settings;
}

function withDefaults(settings: Record<string, unknown>): WorkspaceSettings {
  return { ...defaultWorkspaceSettings, ...settings };
}
