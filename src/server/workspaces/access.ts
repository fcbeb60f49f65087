import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { SwError } from "#/domain/errors.ts";
import {
  type Workspace,
  type WorkspaceAction,
  type WorkspaceRole,
  workspaceAllows,
} from "#/domain/workspaces/workspace.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { toWorkspace } from "#/server/workspaces/read.ts";
import { workspaceMembers, workspaces } from "#/server/workspaces/tables.ts";

/** A workspace as one of its members sees it. */
export type SeenWorkspace = { workspace: Workspace; role: WorkspaceRole };

/**
 * The only door to a workspace: as this member sees it, or SW_WORKSPACE_NOT_FOUND, which tells absent and forbidden
 * alike. Inside a write the actor's role is locked until the commit, so that nothing done with it follows its loss.
 */
export async function seeWorkspace(tx: Reader | Writer, actor: Actor, workspaceId: string): Promise<SeenWorkspace> {
  const mine = alias(workspaceMembers, "mine");
  const query = tx
    .select({ workspace: workspaces, role: mine.role })
    .from(workspaces)
    .innerJoin(mine, and(eq(mine.workspaceId, workspaces.id), eq(mine.participantId, actor.participantId)))
    .where(and(eq(workspaces.id, workspaceId), isNull(workspaces.archivedAt)));
  const [row] = await ("emit" in tx ? query.for("share", { of: mine }) : query);
  if (!row) throw new SwError("SW_WORKSPACE_NOT_FOUND");
  return { workspace: toWorkspace(row.workspace), role: row.role };
}

/**
 * Changes of one workspace take turns. Taken before `seeWorkspace` by whatever changes roles, so that two owners who
 * remove each other neither deadlock nor leave the workspace without one.
 */
export async function lockWorkspace(tx: Writer, workspaceId: string): Promise<void> {
  await tx.rows(sql`select from app.workspaces where id = ${workspaceId} for no key update`);
}

/** Refuses with SW_WORKSPACE_FORBIDDEN unless the member's role allows `action`. */
export function allowInWorkspace(seen: SeenWorkspace, action: WorkspaceAction): void {
  if (!workspaceAllows(seen.role, action)) throw new SwError("SW_WORKSPACE_FORBIDDEN");
}
