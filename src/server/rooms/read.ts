import { and, eq, type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Member, Room, RoomDetails } from "#/domain/rooms/room.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { publicColumns } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";
import { roomMembers, rooms } from "#/server/rooms/tables.ts";

/** A row as it goes over the wire. */
export function toRoom(row: typeof rooms.$inferSelect): Room {
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    name: row.name,
    topic: row.topic,
    room_type: row.roomType,
    state: row.state,
    creator_id: row.creatorId,
    created_at: row.createdAt.toISOString(),
    dm_participant_ids: row.dmKey?.split(" ") ?? null,
    room_alias: row.roomAlias,
    icon: row.icon,
    visibility: row.readRoleSlugs ? "restricted" : "normal",
    read_role_slugs: row.readRoleSlugs,
    scope_kind: row.roomType === "incognito" ? "incognito" : null,
    closes_with_creator: row.closesWithCreator,
    required_power: row.requiredPower,
    deleted_at: row.deletedAt?.toISOString() ?? null,
  };
}

export type RoomRow = Omit<Room, "dm_participant_ids"> & { dm_key: string | null };

/** The columns of a `Room` for a hand-written query over `app.rooms r`; `fromRow` makes one of them. */
export const roomColumns = sql`
  r.id, r.workspace_id, r.name, r.topic, r.room_type, r.state, r.creator_id, r.dm_key,
  to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
  r.room_alias, r.icon, case when r.read_role_slugs is null then 'normal' else 'restricted' end as visibility,
  to_jsonb(r.read_role_slugs) as read_role_slugs, case when r.room_type = 'incognito' then 'incognito' end as scope_kind,
  r.closes_with_creator, r.required_power,
  to_char(r.deleted_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as deleted_at`;

export function fromRow<T extends RoomRow>({
  dm_key,
  ...row
}: T): Omit<T, "dm_key"> & Pick<Room, "dm_participant_ids"> {
  return { ...row, dm_participant_ids: dm_key?.split(" ") ?? null };
}

const joinedCount = sql<number>`(
  select count(*)::int from app.room_members c where c.room_id = ${rooms.id} and c.membership = 'join')`;

/**
 * What `canSee` of the domain says, for a query: public rooms and one's own, never where one is banned, never a deleted
 * one, and a restricted one only with one of its roles.
 */
export function visibleTo(actor: Pick<Actor, "participantId">): SQL {
  return sql`(
    (${roomMembers.membership} in ('join', 'invite')
      or (${rooms.roomType} = 'public' and ${roomMembers.membership} is distinct from 'ban'))
    and ${rooms.deletedAt} is null and app.holds_role(${rooms.readRoleSlugs}, ${actor.participantId}))`;
}

/** The rooms that satisfy `where`, as this actor finds them. Whoever calls adds `visibleTo` or has been through the door. */
export async function roomsFor(
  tx: Reader,
  actor: Actor,
  page: { where: SQL | undefined; orderBy?: SQL[]; limit: number; offset?: number },
): Promise<RoomDetails[]> {
  const found = await tx
    .select({
      room: rooms,
      membership: roomMembers.membership,
      power: roomMembers.powerLevel,
      member_count: joinedCount,
    })
    .from(rooms)
    .leftJoin(roomMembers, and(eq(roomMembers.roomId, rooms.id), eq(roomMembers.participantId, actor.participantId)))
    .where(page.where)
    .orderBy(...(page.orderBy ?? []))
    .limit(page.limit)
    .offset(page.offset ?? 0);
  return found.map(({ room, membership, power, member_count }) => ({
    ...toRoom(room),
    membership,
    power_level: power ?? 0,
    member_count,
  }));
}

/** One room as this actor finds it, or SW_ROOM_NOT_FOUND. */
export async function roomDetails(tx: Reader, actor: Actor, roomId: string): Promise<RoomDetails> {
  const [room] = await roomsFor(tx, actor, { where: and(eq(rooms.id, roomId), visibleTo(actor)), limit: 1 });
  if (!room) throw new SwError("SW_ROOM_NOT_FOUND");
  return room;
}

const memberColumns = {
  membership: roomMembers.membership,
  power_level: roomMembers.powerLevel,
  joined_at: roomMembers.joinedAt,
  participant: publicColumns,
};

/** Whoever of a room satisfies `where`: the strongest first, then by name. */
export async function membersWhere(
  tx: Reader,
  roomId: string,
  where: SQL | undefined,
  page: { limit: number; offset?: number },
): Promise<Member[]> {
  const found = await tx
    .select(memberColumns)
    .from(roomMembers)
    .innerJoin(participants, eq(participants.id, roomMembers.participantId))
    .where(and(eq(roomMembers.roomId, roomId), where))
    .orderBy(sql`${roomMembers.powerLevel} desc, lower(${participants.displayName}), ${participants.id}`)
    .limit(page.limit)
    .offset(page.offset ?? 0);
  return found.map(({ joined_at, ...rest }) => ({
    participant_id: rest.participant.id,
    ...rest,
    joined_at: joined_at?.toISOString() ?? null,
  }));
}

/** What someone is in a room, whatever it is; null for one who was never there. */
export async function memberOf(tx: Reader, roomId: string, participantId: string): Promise<Member | null> {
  const [member] = await membersWhere(tx, roomId, eq(roomMembers.participantId, participantId), { limit: 1 });
  return member ?? null;
}
