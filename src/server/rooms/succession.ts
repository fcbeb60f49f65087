import { and, eq, ne, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { isAi } from "#/domain/participants/participant.ts";
import { heirOf } from "#/domain/rooms/membership.ts";
import type { Member, Room } from "#/domain/rooms/room.ts";
import { array } from "#/server/database/array.ts";
import type { Context } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { fromRow, membersWhere, type RoomRow, roomColumns } from "#/server/rooms/read.ts";
import { roomMembers } from "#/server/rooms/tables.ts";
import { writePower, writeSystemLine } from "#/server/rooms/write.ts";

/** How many members are considered for the succession: the strongest come first. */
const heirsConsidered = 200;

/** Whoever stays in a room without this one, with what makes them an heir or not. The room is locked by the caller. */
async function stayingWithout(tx: Reader, roomId: string, leaverId: string) {
  const others = and(eq(roomMembers.membership, "join"), ne(roomMembers.participantId, leaverId));
  const staying = await membersWhere(tx, roomId, others, { limit: heirsConsidered });
  const gone = await tx.rows<{ id: string }>(sql`
    select id from app.participants
    where id = any(${array(staying.map((member) => member.participant_id))}::uuid[]) and deactivated_at is not null`);
  const goneIds = new Set(gone.map(({ id }) => id));
  return staying.map((member) => ({
    ...member,
    isAi: isAi(member.participant),
    isGone: goneIds.has(member.participant_id),
  }));
}

/** Whether the room keeps an administrator without this one. */
export async function hasOtherAdmin(tx: Reader, roomId: string, participantId: string): Promise<boolean> {
  const staying = await stayingWithout(tx, roomId, participantId);
  return staying.some((member) => member.power_level >= 100 && !member.isAi && !member.isGone);
}

/** Makes the heir administrator when the one who goes was the last, and answers the events that tell it. */
export async function succeed(
  tx: Writer,
  ctx: Pick<Context, "newId" | "now" | "actor">,
  room: Room,
  leaverId: string,
): Promise<EventDraft[]> {
  const staying = await stayingWithout(tx, room.id, leaverId);
  const heirId = heirOf(staying);
  const found = staying.find((member) => member.participant_id === heirId);
  if (!found) return [];
  const { isAi: _ai, isGone: _gone, ...heir } = found;
  return [await writePower(tx, ctx, room, heir satisfies Member, 100), await adminLine(tx, ctx, room, heir)];
}

function adminLine(tx: Writer, ctx: Pick<Context, "newId" | "now" | "actor">, room: Room, { participant }: Member) {
  return writeSystemLine(tx, ctx, room.id, { kind: "admin", participant, by: participant });
}

/**
 * Hands over every room of which this one is the only administrator, in the caller's transaction, and answers the events.
 * For an account that closes: its memberships stay, its power is nobody's any more.
 */
export async function handOverRooms(
  tx: Writer,
  by: { newId: () => string; now: () => Date; actorId: string | null },
  participantId: string,
): Promise<EventDraft[]> {
  const rooms = await tx.rows<RoomRow>(sql`
    select ${roomColumns} from app.rooms r
    where r.deleted_at is null and r.room_type <> 'dm' and r.id in (
      select room_id from app.room_members
      where participant_id = ${participantId} and membership = 'join' and power_level >= 100
    ) order by r.id limit 1000 for no key update of r`);
  const actor = { participantId: by.actorId ?? participantId } as Context["actor"];
  const events: EventDraft[] = [];
  for (const row of rooms) {
    events.push(...(await succeed(tx, { newId: by.newId, now: by.now, actor }, fromRow(row), participantId)));
  }
  return events;
}
