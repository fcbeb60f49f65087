import { sql } from "drizzle-orm";
import type { SetRolesInput } from "#/domain/admin/inputs.ts";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { mayGrant, type TenantRole, tenantRoles } from "#/domain/participants/roles.ts";
import { seeAccount } from "#/server/admin/act-on.ts";
import { managedOne } from "#/server/admin/list-managed.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import { leaveLostRooms, lockRoomsOf } from "#/server/rooms/lost-roles.ts";

/**
 * Sets what somebody is in the tenant. Only owners make admins and owners; an owner may step down while another stays.
 * Roles of an identity provider that mean nothing here are kept. Roles are read at every request, so it holds at once.
 * @throws SwError SW_PARTICIPANT_NOT_FOUND, SW_PARTICIPANT_FORBIDDEN, SW_TENANT_NEEDS_OWNER
 */
export function setRoles(ctx: Context, { participant_id, roles }: SetRolesInput): Promise<ManagedParticipant> {
  return writing(ctx, async (tx) => {
    await lockRoomsOf(tx, [participant_id]);
    const { actorRoles, target, hasOtherOwner } = await seeAccount(tx, ctx, participant_id);
    const after = tenantRoles.filter((role) => roles.includes(role));
    if (!mayGrant(actorRoles, after)) throw new SwError("SW_PARTICIPANT_FORBIDDEN");
    const before = tenantRoles.filter((role) => target.roles.includes(role));
    const isActiveOwner = before.includes("owner") && !target.deactivated;
    if (isActiveOwner && !after.includes("owner") && !hasOtherOwner) throw new SwError("SW_TENANT_NEEDS_OWNER");

    const events: EventDraft[] = [];
    if (before.join() !== after.join()) {
      const foreign = target.roles.filter((role) => !tenantRoles.some((known) => known === role));
      const list = JSON.stringify([...foreign, ...after]);
      await tx.rows(sql`
        update app.participants set roles = array(select jsonb_array_elements_text(${list}::text::jsonb))
        where id = ${participant_id}`);
      const about = { type: "participant", id: participant_id };
      audit(tx, auditorOf(ctx), { action: "account.roles_changed", target: about, details: { before, after } });
      events.push(rolesChanged(ctx, participant_id, after), ...(await leaveLostRooms(tx, ctx, [participant_id])));
    }
    const shown = await managedOne(tx, participant_id);
    return tx.emit(events, () => shown);
  });
}

function rolesChanged(ctx: Context, participant_id: string, roles: TenantRole[]): EventDraft {
  return {
    id: ctx.newId(),
    type: "swp.participant.roles",
    room_id: null,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { participant_id, roles },
  };
}
