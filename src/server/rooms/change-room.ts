import { and, eq, ne, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { MoveRoomInput, SetAliasInput, SetIconInput, SetPermissionsInput } from "#/domain/rooms/inputs.ts";
import type { RequiredPowers, RoomAction } from "#/domain/rooms/powers.ts";
import type { Room } from "#/domain/rooms/room.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { allow, lockRoom, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { roomUpdated } from "#/server/rooms/concerned.ts";
import { rooms } from "#/server/rooms/tables.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * Gives a room its address within the tenant, or takes it away with null.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_ALIAS_TAKEN; SW_ROOM_TYPE_INVARIANT for a direct or incognito room.
 */
export function setAlias(ctx: Context, { room_id, room_alias }: SetAliasInput): Promise<Room> {
  return changeRoom(ctx, room_id, "name", async (tx, { room }) => {
    if (room.room_type !== "group" && room.room_type !== "public") throw new SwError("SW_ROOM_TYPE_INVARIANT");
    if (room_alias !== null) await requireFreeAlias(tx, room_id, room_alias);
    await tx.update(rooms).set({ roomAlias: room_alias }).where(eq(rooms.id, room_id));
    return { room_alias };
  });
}

/** Of several who want one address at once, each waits for the one before. SW_ROOM_ALIAS_TAKEN. */
export async function requireFreeAlias(tx: Writer, roomId: string, alias: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.tenantId} room ${alias}`}, 0))`);
  const [taken] = await tx
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.roomAlias, alias), ne(rooms.id, roomId)));
  if (taken) throw new SwError("SW_ROOM_ALIAS_TAKEN");
}

/** Gives a room an emoji or a letter or two, or takes it away with null. Refuses as renaming does. */
export function setIcon(ctx: Context, { room_id, icon }: SetIconInput): Promise<Room> {
  return changeRoom(ctx, room_id, "name", async (tx) => {
    await tx.update(rooms).set({ icon }).where(eq(rooms.id, room_id));
    return { icon };
  });
}

/**
 * Moves a room to another workspace, in which the actor may create rooms. Who is in the room stays in it.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN.
 */
export function moveRoom(ctx: Context, { room_id, workspace_id }: MoveRoomInput): Promise<Room> {
  return changeRoom(ctx, room_id, "move", async (tx) => {
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspace_id), "create_room");
    await tx.update(rooms).set({ workspaceId: workspace_id }).where(eq(rooms.id, room_id));
    return { workspace_id };
  });
}

/**
 * Says which power actions need in this room; what is left out stays, null goes back to the default.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_TYPE_INVARIANT.
 */
export function setPermissions(ctx: Context, { room_id, required_power: asked }: SetPermissionsInput): Promise<Room> {
  return changeRoom(ctx, room_id, "permissions", async (tx, { room }) => {
    const merged = Object.entries({ ...room.required_power, ...asked }).filter(([, level]) => level !== null);
    const required_power = Object.fromEntries(merged) as RequiredPowers;
    await tx.update(rooms).set({ requiredPower: required_power }).where(eq(rooms.id, room_id));
    return { required_power };
  });
}

/** One change of a room's fields: seen, allowed, written by `write`, and told whole. What changes nothing is not told. */
function changeRoom(
  ctx: Context,
  roomId: string,
  action: RoomAction,
  write: (tx: Writer, seen: SeenRoom) => Promise<Partial<Room>>,
): Promise<Room> {
  return writing(ctx, async (tx): Promise<Outcome<Room>> => {
    await lockRoom(tx, roomId);
    const seen = await seeRoom(tx, ctx.actor, roomId);
    allow(seen, action);
    const room = { ...seen.room, ...(await write(tx, seen)) };
    if (sorted(room) === sorted(seen.room)) return tx.emit([], () => room);
    const event = await roomUpdated(tx, ctx, room);
    return tx.emit([event], () => room);
  });
}

function sorted(room: Room): string {
  const powers = Object.entries(room.required_power ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...room, required_power: powers });
}
