import type { ManagedInput } from "#/domain/admin/inputs.ts";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import { SwError } from "#/domain/errors.ts";
import { refuseSelf, seeAccount } from "#/server/admin/act-on.ts";
import { managedOne } from "#/server/admin/list-managed.ts";
import { type Context, writing } from "#/server/database/context.ts";
import {
  deactivateParticipant,
  endAllSessions,
  reactivateParticipant,
} from "#/server/identity/deactivate-participant.ts";
import { auditorOf } from "#/server/log/audit.ts";
import { requirePlaceForPerson } from "#/server/participants/capacity.ts";
import { lockRoomsOf } from "#/server/rooms/lost-roles.ts";

/** Closes somebody's account: signed out everywhere within moments, and their streams close. Doing it again changes nothing. */
export function deactivate(ctx: Context, { participant_id }: ManagedInput): Promise<ManagedParticipant> {
  return writing(ctx, async (tx) => {
    await lockRoomsOf(tx, [participant_id]);
    const { target, hasOtherOwner } = await seeAccount(tx, ctx, participant_id);
    refuseSelf(ctx, participant_id);
    if (target.roles.includes("owner") && !hasOtherOwner) throw new SwError("SW_TENANT_NEEDS_OWNER");
    const events = await deactivateParticipant(tx, auditorOf(ctx), participant_id);
    const shown = await managedOne(tx, participant_id);
    return tx.emit(events, () => shown);
  });
}

/** Opens a closed account again, if there is a place for one more person. */
export function reactivate(ctx: Context, { participant_id }: ManagedInput): Promise<ManagedParticipant> {
  return writing(ctx, async (tx) => {
    const { target } = await seeAccount(tx, ctx, participant_id);
    if (target.deactivated) await requirePlaceForPerson(tx);
    const events = await reactivateParticipant(tx, auditorOf(ctx), participant_id);
    const shown = await managedOne(tx, participant_id);
    return tx.emit(events, () => shown);
  });
}

/** Signs somebody out everywhere: every browser, every program, every personal token. */
export function endSessions(ctx: Context, { participant_id }: ManagedInput): Promise<null> {
  return writing(ctx, async (tx) => {
    await seeAccount(tx, ctx, participant_id);
    refuseSelf(ctx, participant_id);
    const events = await endAllSessions(tx, auditorOf(ctx), participant_id, { tokens: true });
    return tx.emit(events, () => null);
  });
}
