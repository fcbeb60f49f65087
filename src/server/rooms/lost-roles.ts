import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { array } from "#/server/database/array.ts";
import type { Context } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { write } from "#/server/rooms/membership.ts";
import { fromRow, memberOf, type RoomRow, roomColumns } from "#/server/rooms/read.ts";

/** One transaction deals with so many rooms at most; whoever loses a role in more is refused there at every look. */
const maxRooms = 1_000;

/**
 * Locks the rooms that a change of these people's roles or accounts may reach: restricted ones they are in or at the door
 * of, and those they administer. To be called before any of their rows is locked, since whoever changes a membership
 * locks the room first and then the person.
 */
export async function lockRoomsOf(tx: Reader, participantIds: readonly string[]): Promise<void> {
  if (participantIds.length === 0) return;
  await tx.rows(sql`
    select id from app.rooms r where r.deleted_at is null and r.room_type <> 'dm' and r.id in (
      select m.room_id from app.room_members m
      where m.participant_id = any(${array(participantIds)}::uuid[]) and (
        (m.membership in ('join', 'invite', 'knock') and r.read_role_slugs is not null)
        or (m.membership = 'join' and m.power_level >= 100))
    ) order by r.id limit ${maxRooms} for no key update`);
}

type Lost = RoomRow & { subject_id: string };

/**
 * Takes people out of the restricted rooms none of whose roles they hold any more, in the transaction that took the role:
 * with its commit their live streams stop covering the room. Invitations and knocks go as well. Answers the events; the
 * last administrator leaves another behind, as in leaving by themselves.
 */
export async function leaveLostRooms(
  tx: Writer,
  by: Pick<Context, "newId" | "now">,
  participantIds: readonly string[],
): Promise<EventDraft[]> {
  if (participantIds.length === 0) return [];
  const lost = await tx.rows<Lost>(sql`
    select ${roomColumns}, m.participant_id as subject_id
    from app.room_members m join app.rooms r on r.id = m.room_id
    where m.participant_id = any(${array(participantIds)}::uuid[]) and m.membership in ('join', 'invite', 'knock')
      and r.read_role_slugs is not null and r.deleted_at is null
      and not app.holds_role(r.read_role_slugs, m.participant_id)
    order by r.id, m.participant_id limit ${maxRooms} for no key update of r`);
  const events: EventDraft[] = [];
  const ended = new Set<string>();
  for (const { subject_id, ...row } of lost) {
    if (ended.has(row.id)) continue;
    const room = fromRow(row);
    const before = (await memberOf(tx, room.id, subject_id))!;
    // They go by themselves: whoever changed a role need not know of the room.
    const ctx = { ...by, actor: { participantId: subject_id } } as Context;
    const seen = { room, power_level: before.power_level };
    const request = { act: "leave", room_id: room.id, subject_id } as const;
    const gone = { ...request, seen, before, participant: before.participant, becomes: "leave" } as const;
    const { events: told } = await write(tx, ctx, gone);
    events.push(...told);
    if (told.some((event) => event.type === "swp.room.updated" && event.content.room.deleted_at)) ended.add(room.id);
  }
  return events;
}
