import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Room } from "#/domain/rooms/room.ts";
import type { Context } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";

/** Those who see the room in their list without being in it. As many as a page of members holds. */
export async function concerned(tx: Reader, roomId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select participant_id as id from app.room_members where room_id = ${roomId} and membership = 'invite' limit 1000`);
  return rows.map(({ id }) => id);
}

/** The event that tells a room's new fields to its members and to those who are invited. */
export async function roomUpdated(tx: Reader, ctx: Context, room: Room): Promise<EventDraft> {
  return {
    id: ctx.newId(),
    type: "swp.room.updated",
    room_id: room.id,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { room },
    also: await concerned(tx, room.id),
  };
}
