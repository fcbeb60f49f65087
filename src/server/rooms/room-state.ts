import type { RoomInput } from "#/domain/rooms/inputs.ts";
import { canClose } from "#/domain/rooms/permissions.ts";
import type { Room } from "#/domain/rooms/room.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome } from "#/server/database/transact.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { allow, lockRoom, refuse, seeRoom } from "#/server/rooms/access.ts";
import { deleteRoom as endForGood } from "#/server/rooms/delete-room.ts";
import { hideDm, reviveDm, setState } from "#/server/rooms/hide-dm.ts";
import { writeSystemLine } from "#/server/rooms/write.ts";

/**
 * Puts a room aside: it is read and no more written in, until it is opened again. Archiving it again changes nothing.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN for a closed one, SW_ROOM_TYPE_INVARIANT for an incognito one.
 */
export function archiveRoom(ctx: Context, { room_id }: RoomInput): Promise<Room> {
  return writing(ctx, async (tx): Promise<Outcome<Room>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "archive");
    const { room } = seen;
    if (room.state === "archived") return tx.emit([], () => room);
    const events = [await setState(tx, ctx, room, "archived")];
    const by = await findParticipant(tx, ctx.actor.participantId);
    events.push(await writeSystemLine(tx, ctx, room_id, { kind: "archived", participant: by, by }));
    return tx.emit(events, () => ({ ...room, state: "archived" }));
  });
}

/**
 * Opens an archived room again: whoever may archive it; of a direct room either of the two. An open room stays as it is.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN for a closed one.
 */
export function rejoinRoom(ctx: Context, { room_id }: RoomInput): Promise<Room> {
  return writing(ctx, async (tx): Promise<Outcome<Room>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "archive");
    if (seen.room.room_type === "dm") {
      const { room, events } = await reviveDm(tx, ctx, seen.room);
      return tx.emit(events, () => room);
    }
    const { room } = seen;
    if (room.state === "open") return tx.emit([], () => room);
    const by = await findParticipant(tx, ctx.actor.participantId);
    const line = await writeSystemLine(tx, ctx, room_id, { kind: "reopened", participant: by, by });
    return tx.emit([await setState(tx, ctx, room, "open"), line], () => ({ ...room, state: "open" }));
  });
}

/**
 * Closes a room for good; its members go on reading it. An incognito room is forgotten with it, and a direct room is
 * closed for oneself. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN when it is closed.
 */
export function closeRoom(ctx: Context, { room_id }: RoomInput): Promise<Room> {
  return writing(ctx, async (tx): Promise<Outcome<Room>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    refuse(canClose(seen, ctx.actor.participantId));
    const { room } = seen;
    if (room.room_type === "dm") {
      const hidden = await hideDm(tx, ctx, seen);
      return tx.emit(hidden.events, () => room);
    }
    if (room.room_type === "incognito") {
      const events = await endForGood(tx, ctx, room);
      return tx.emit(events, () => ({ ...room, state: "closed" }));
    }
    const events = [await setState(tx, ctx, room, "closed")];
    const by = await findParticipant(tx, ctx.actor.participantId);
    events.push(await writeSystemLine(tx, ctx, room_id, { kind: "closed", participant: by, by }));
    return tx.emit(events, () => ({ ...room, state: "closed" }));
  });
}

/**
 * Deletes a room: closed, its words forgotten, and found by nobody any more.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_TYPE_INVARIANT for a direct room.
 */
export async function deleteRoom(ctx: Context, { room_id }: RoomInput): Promise<null> {
  return writing(ctx, async (tx): Promise<Outcome<null>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "delete");
    return tx.emit(await endForGood(tx, ctx, seen.room), () => null);
  });
}
