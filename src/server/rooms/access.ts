import { sql } from "drizzle-orm";
import { type ErrorCode, SwError } from "#/domain/errors.ts";
import { can, canSee, type RoomAction } from "#/domain/rooms/permissions.ts";
import type { Membership, Room } from "#/domain/rooms/room.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { fromRow, type RoomRow, roomColumns } from "#/server/rooms/read.ts";

/** A room as one actor sees it, with their standing in it. */
export type SeenRoom = {
  room: Room;
  membership: Membership | null;
  power_level: number;
  /** Where one's history begins: in an incognito room at one's own joining, elsewhere at the start (0). */
  history_from: number;
};

type Row = RoomRow & { membership: Membership | null; power_level: number | null; history_from: string | null };

/**
 * The only door to a room: as this actor sees it, or SW_ROOM_NOT_FOUND, which tells absent and forbidden alike.
 * Inside a write the actor's membership is locked until the commit: whoever removes them waits, so that nothing of theirs
 * follows their removal in the log.
 */
export async function seeRoom(tx: Reader | Writer, actor: Actor, roomId: string): Promise<SeenRoom> {
  const lock = "emit" in tx ? sql`for share of m` : sql``;
  const [row] = await tx.rows<Row>(sql`
    select ${roomColumns}, m.membership, m.power_level,
      case when r.room_type = 'incognito' then (
        select e.stream_position from app.events e where e.id = m.member_event_id
      ) end as history_from
    from app.rooms r
    left join lateral (
      select membership, power_level, member_event_id from app.room_members m
      where m.room_id = r.id and m.participant_id = ${actor.participantId} ${lock}
    ) m on true
    where r.id = ${roomId} and r.deleted_at is null
      and app.holds_role(r.read_role_slugs, ${actor.participantId})`);
  if (!row || !canSee(row, row.membership)) throw new SwError("SW_ROOM_NOT_FOUND");
  const { membership, power_level, history_from, ...room } = row;
  return { room: fromRow(room), membership, power_level: power_level ?? 0, history_from: Number(history_from ?? 0) };
}

/**
 * Changes of one room and of who is in it take turns. Taken before `seeRoom` by whatever changes them: two who remove each
 * other don't deadlock, and an event that carries the room cannot put an older name back.
 */
export async function lockRoom(tx: Writer, roomId: string): Promise<void> {
  await tx.rows(sql`select from app.rooms where id = ${roomId} for no key update`);
}

/**
 * Keeps a room from being deleted before the commit. Whoever locks what stands in a room (a place of an AI, a turn, a call)
 * and then writes there takes it first: every new row of a room needs this much of it, and to ask for it last would be to
 * wait for one who waits for oneself.
 */
export async function keepRoom(tx: Writer, roomId: string): Promise<void> {
  await tx.rows(sql`select from app.rooms where id = ${roomId} for key share`);
}

/** Waits until nobody writes in a room, and lets nobody begin, for who takes it away: before any other lock of its parts. */
export async function lockWholeRoom(tx: Writer, roomId: string): Promise<void> {
  await tx.rows(sql`select from app.rooms where id = ${roomId} for update`);
}

/** Refuses with the rule's own code unless the actor may do `action` in the room they see. */
export function allow(seen: SeenRoom, action: RoomAction): void {
  refuse(can(seen, action));
}

/** Throws the code a rule answered with; null means the rule allows. */
export function refuse(code: ErrorCode | null): void {
  if (code) throw new SwError(code);
}
