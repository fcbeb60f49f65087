import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { ListWorkspaceMembersInput, ListWorkspacesInput, WorkspaceInput } from "#/domain/workspaces/inputs.ts";
import type { WorkspaceDetails, WorkspaceMember } from "#/domain/workspaces/workspace.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { publicColumns } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";
import { toWorkspace } from "#/server/workspaces/read.ts";
import { workspaceMembers, workspaces } from "#/server/workspaces/tables.ts";

const memberCount = sql<number>`(select count(*)::int from app.workspace_members c where c.workspace_id = ${workspaces.id})`;

/** The workspaces one is a member of: the personal one first, then by name. */
export function listWorkspaces(ctx: Context, input: ListWorkspacesInput): Promise<WorkspaceDetails[]> {
  return reading(ctx, async (tx) => {
    const rows = await tx
      .select({ workspace: workspaces, role: workspaceMembers.role, member_count: memberCount })
      .from(workspaceMembers)
      .innerJoin(workspaces, eq(workspaces.id, workspaceMembers.workspaceId))
      .where(and(eq(workspaceMembers.participantId, ctx.actor.participantId), isNull(workspaces.archivedAt)))
      .orderBy(asc(workspaces.kind), sql`lower(${workspaces.name})`, asc(workspaces.id))
      .limit(input.limit)
      .offset(input.offset);
    return rows.map(({ workspace, ...rest }) => ({ ...toWorkspace(workspace), ...rest }));
  });
}

/** One workspace with the number of its members. SW_WORKSPACE_NOT_FOUND. */
export function getWorkspace(ctx: Context, input: WorkspaceInput): Promise<WorkspaceDetails> {
  return reading(ctx, (tx) => detailsOf(tx, ctx.actor, input.workspace_id));
}

export async function detailsOf(tx: Reader, actor: Actor, workspaceId: string): Promise<WorkspaceDetails> {
  const { workspace, role } = await seeWorkspace(tx, actor, workspaceId);
  const [row] = await tx.select({ count: memberCount }).from(workspaces).where(eq(workspaces.id, workspaceId));
  return { ...workspace, role, member_count: row!.count };
}

/** The members with their roles, by name. SW_WORKSPACE_NOT_FOUND. */
export function listWorkspaceMembers(ctx: Context, input: ListWorkspaceMembersInput): Promise<WorkspaceMember[]> {
  return reading(ctx, async (tx) => {
    await seeWorkspace(tx, ctx.actor, input.workspace_id);
    const rows = await tx
      .select({ role: workspaceMembers.role, participant: publicColumns })
      .from(workspaceMembers)
      .innerJoin(participants, and(eq(participants.id, workspaceMembers.participantId)))
      .where(eq(workspaceMembers.workspaceId, input.workspace_id))
      .orderBy(sql`lower(${participants.displayName})`, asc(participants.id))
      .limit(input.limit)
      .offset(input.offset);
    return rows.map((row) => ({ participant_id: row.participant.id, ...row }));
  });
}
