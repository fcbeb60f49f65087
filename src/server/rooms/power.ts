import { type ErrorCode, errorTable, SwError } from "#/domain/errors.ts";
import type { RoomInput, SetPowerInput } from "#/domain/rooms/inputs.ts";
import { can, canClose, canGrant } from "#/domain/rooms/permissions.ts";
import { adjustableActions, defaultPower, powerNeeded, type RoomAction, roomActions } from "#/domain/rooms/powers.ts";
import type { Member } from "#/domain/rooms/room.ts";
import type { OwnPermissions, RoomPermissions } from "#/domain/rooms/schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Outcome } from "#/server/database/transact.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { lockRoom, refuse, seeRoom } from "#/server/rooms/access.ts";
import { memberOf } from "#/server/rooms/read.ts";
import { hasOtherAdmin } from "#/server/rooms/succession.ts";
import { writePower, writeSystemLine } from "#/server/rooms/write.ts";

/**
 * Gives a member a power level: nobody above their own, nobody of an equal or higher level; oneself only down.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_PARTICIPANT_NOT_FOUND, SW_ROOM_NEEDS_ADMIN, SW_ROOM_TYPE_INVARIANT.
 */
export function setPower(ctx: Context, input: SetPowerInput): Promise<Member> {
  const { room_id, participant_id, power_level } = input;
  return writing(ctx, async (tx): Promise<Outcome<Member>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    const subject = await memberOf(tx, room_id, participant_id);
    const actor = { ...seen, id: ctx.actor.participantId };
    const target = { id: participant_id, power_level: subject?.membership === "join" ? subject.power_level : 0 };
    refuse(canGrant(actor, target, power_level));
    if (subject?.membership !== "join") throw new SwError("SW_PARTICIPANT_NOT_FOUND");
    if (subject.power_level === power_level) return tx.emit([], () => subject);
    const steppingDown = subject.power_level >= 100 && power_level < 100;
    if (steppingDown && !(await hasOtherAdmin(tx, room_id, participant_id))) throw new SwError("SW_ROOM_NEEDS_ADMIN");

    const event = await writePower(tx, ctx, seen.room, subject, power_level);
    const by = await findParticipant(tx, ctx.actor.participantId);
    const line = { kind: "power", participant: subject.participant, by, value: String(power_level) } as const;
    return tx.emit([event, await writeSystemLine(tx, ctx, room_id, line)], () => ({ ...subject, power_level }));
  });
}

/** What a room asks for each action. For whoever sees the room. SW_ROOM_NOT_FOUND. */
export function roomPermissions(ctx: Context, { room_id }: RoomInput): Promise<RoomPermissions> {
  return reading(ctx, async (tx) => {
    const { room } = await seeRoom(tx, ctx.actor, room_id);
    const adjustable = new Set<RoomAction>(adjustableActions);
    const actions = roomActions.map((action) => ({
      action,
      needs: powerNeeded(room, action),
      default: defaultPower[action],
      adjustable: adjustable.has(action),
    }));
    return { required_power: room.required_power ?? {}, actions };
  });
}

/** For every action whether one may do it in this room, and if not, why. SW_ROOM_NOT_FOUND. */
export function ownPermissions(ctx: Context, { room_id }: RoomInput): Promise<OwnPermissions> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    const actions = roomActions.map((action) => {
      const code = action === "close" ? canClose(seen, ctx.actor.participantId) : can(seen, action);
      const needs = powerNeeded(seen.room, action);
      return { action, allowed: code === null, needs, code, reason: code && whyNot(code, needs, seen.power_level) };
    });
    return { power_level: seen.power_level, actions };
  });
}

/** Why one may not, as a sentence for a person. */
function whyNot(code: ErrorCode, needs: number, has: number): string {
  if (code === "SW_ROOM_FORBIDDEN" || code === "SW_REDACT_FORBIDDEN") {
    return has < needs ? `This needs power level ${needs} in this room; yours is ${has}.` : "Only members may do this.";
  }
  return errorTable[code][1];
}
