import { and, eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { RemoveWorkspaceMemberInput, WorkspaceRoleInput } from "#/domain/workspaces/inputs.ts";
import { mayChangeRole } from "#/domain/workspaces/roles.ts";
import type { WorkspaceMember, WorkspaceRole } from "#/domain/workspaces/workspace.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { findPresent } from "#/server/participants/read.ts";
import { lockWorkspace, type SeenWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";
import { workspaceMembers } from "#/server/workspaces/tables.ts";

/**
 * Gives someone of the tenant a role. One who is a member already is refused unless the role is the same, so that adding
 * never demotes by accident. SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_PARTICIPANT_NOT_FOUND, SW_BAD_REQUEST.
 */
export function addWorkspaceMember(ctx: Context, input: WorkspaceRoleInput): Promise<WorkspaceMember> {
  return changeRole(ctx, input, input.role, (now) => {
    if (now !== null && now !== input.role) throw new SwError("SW_BAD_REQUEST", "This person is a member already.");
  });
}

/** Changes a member's role. Also SW_PARTICIPANT_NOT_FOUND for one who is no member and SW_WORKSPACE_NEEDS_OWNER. */
export function changeWorkspaceRole(ctx: Context, input: WorkspaceRoleInput): Promise<WorkspaceMember> {
  return changeRole(ctx, input, input.role, (now) => {
    if (now === null) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  });
}

/** Removes a member, or oneself; removing one who is gone changes nothing. SW_WORKSPACE_NEEDS_OWNER for the last owner. */
export async function removeWorkspaceMember(ctx: Context, input: RemoveWorkspaceMemberInput): Promise<void> {
  await changeRole(ctx, input, null, () => {});
}

type Subject = { workspace_id: string; participant_id: string };

function changeRole<To extends WorkspaceRole | null>(
  ctx: Context,
  subject: Subject,
  to: To,
  check: (now: WorkspaceRole | null) => void,
): Promise<To extends WorkspaceRole ? WorkspaceMember : undefined>;
function changeRole(
  ctx: Context,
  { workspace_id, participant_id }: Subject,
  to: WorkspaceRole | null,
  check: (now: WorkspaceRole | null) => void,
): Promise<WorkspaceMember | undefined> {
  return writing(ctx, async (tx): Promise<Outcome<WorkspaceMember | undefined>> => {
    await lockWorkspace(tx, workspace_id);
    const seen = await seeWorkspace(tx, ctx.actor, workspace_id);
    const roles = await rolesIn(tx, workspace_id, participant_id);
    const refusal = mayChangeRole({
      kind: seen.workspace.kind,
      actor: { id: ctx.actor.participantId, role: seen.role },
      subject: { id: participant_id, role: roles.subject },
      to,
      owners: roles.owners,
    });
    if (refusal) throw new SwError(refusal);
    check(roles.subject);

    const member = to && { participant_id, role: to, participant: await findPresent(tx, participant_id) };
    if (roles.subject === to) return tx.emit([], () => member ?? undefined);
    await writeRole(tx, ctx.now(), { workspace_id, participant_id }, to);
    return tx.emit([roleEvent(ctx, seen, participant_id, to)], () => member ?? undefined);
  });
}

async function rolesIn(tx: Writer, workspaceId: string, participantId: string) {
  const [row] = await tx
    .select({
      subject: sql<WorkspaceRole | null>`max(${workspaceMembers.role}) filter (where ${workspaceMembers.participantId} = ${participantId})`,
      owners: sql<number>`(count(*) filter (where ${workspaceMembers.role} = 'owner'))::int`,
    })
    .from(workspaceMembers)
    .where(eq(workspaceMembers.workspaceId, workspaceId));
  return row!;
}

async function writeRole(tx: Writer, now: Date, { workspace_id, participant_id }: Subject, to: WorkspaceRole | null) {
  if (to) {
    await tx
      .insert(workspaceMembers)
      .values({
        tenantId: tx.tenantId,
        workspaceId: workspace_id,
        participantId: participant_id,
        role: to,
        createdAt: now,
      })
      .onConflictDoUpdate({
        target: [workspaceMembers.tenantId, workspaceMembers.workspaceId, workspaceMembers.participantId],
        set: { role: to },
      });
    return;
  }
  await tx
    .delete(workspaceMembers)
    .where(and(eq(workspaceMembers.workspaceId, workspace_id), eq(workspaceMembers.participantId, participant_id)));
}

function roleEvent(
  ctx: Context,
  { workspace }: SeenWorkspace,
  participantId: string,
  role: WorkspaceRole | null,
): EventDraft {
  return {
    id: ctx.newId(),
    type: "swp.workspace.member",
    room_id: null,
    workspace_id: workspace.id,
    sender_id: ctx.actor.participantId,
    content: { participant_id: participantId, role, changed_by: ctx.actor.participantId, workspace },
  };
}
