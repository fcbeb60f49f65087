import { eq } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { dmKey } from "#/domain/rooms/dm.ts";
import type { CreateDmInput } from "#/domain/rooms/inputs.ts";
import type { RoomDetails } from "#/domain/rooms/room.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { hasBlocked } from "#/server/participants/block.ts";
import { findParticipant, findPresent } from "#/server/participants/read.ts";
import { lockRoom } from "#/server/rooms/access.ts";
import { personalWorkspaceOf, requirePlaceForRoom } from "#/server/rooms/create-room.ts";
import { reviveDm } from "#/server/rooms/hide-dm.ts";
import { roomDetails, toRoom } from "#/server/rooms/read.ts";
import { rooms } from "#/server/rooms/tables.ts";
import { writeMembership } from "#/server/rooms/write.ts";

/**
 * The direct room of the actor and another participant, made at the first call by either; of two calls at once, one makes
 * it and both answer it. Both are in it at once and neither has power over the other. It lives in its initiator's
 * personal workspace. One that was closed or archived is opened again.
 * To one who blocked the actor no new one is made, told as if they could not be found.
 * With oneself it is SW_ROOM_TYPE_INVARIANT: a direct room has exactly two people. SW_PARTICIPANT_NOT_FOUND,
 * SW_TENANT_CAPACITY.
 */
export function createDm(ctx: Context, input: CreateDmInput): Promise<RoomDetails> {
  return writing(ctx, async (tx) => {
    const me = ctx.actor.participantId;
    if (input.participant_id === me) {
      throw new SwError("SW_ROOM_TYPE_INVARIANT", "A direct room is for two people; you can't have one with yourself.");
    }
    const other = await findPresent(tx, input.participant_id, "share");
    const key = dmKey(me, other.id);
    const fresh = await insertDm(tx, ctx, key);
    if (!fresh) {
      const [known] = await tx.select({ id: rooms.id }).from(rooms).where(eq(rooms.dmKey, key));
      await lockRoom(tx, known!.id);
      const earlier = await roomDetails(tx, ctx.actor, known!.id);
      const { membership: _m, power_level: _p, member_count: _c, ...plain } = earlier;
      const { room, events } = await reviveDm(tx, ctx, plain);
      return tx.emit(events, () => ({ ...earlier, state: room.state }));
    }

    if (await hasBlocked(tx, other.id, me)) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
    await requirePlaceForRoom(tx, fresh.id);
    const joined = { room: toRoom(fresh), membership: "join", power_level: 0 } as const;
    const self = await findParticipant(tx, me, "share");
    const mine = await writeMembership(tx, ctx, { ...joined, participant: self });
    const theirs = await writeMembership(tx, ctx, { ...joined, participant: other });
    return tx.emit([mine.event, theirs.event], () => ({
      ...joined.room,
      membership: "join",
      power_level: 0,
      member_count: 2,
    }));
  });
}

/** Undefined when the pair has a room already; waits for one that is being made. */
async function insertDm(tx: Writer, ctx: Context, key: string) {
  const [row] = await tx
    .insert(rooms)
    .values({
      tenantId: tx.tenantId,
      id: ctx.newId(),
      workspaceId: await personalWorkspaceOf(tx, ctx.actor),
      roomType: "dm",
      state: "open",
      creatorId: ctx.actor.participantId,
      dmKey: key,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning();
  return row;
}
