import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type {
  AliasInput,
  ArchivedRoomsInput,
  DirectoryInput,
  ListMembersInput,
  ListRoomsInput,
  RoomInput,
} from "#/domain/rooms/inputs.ts";
import type { Member, RoomDetails } from "#/domain/rooms/room.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { containing } from "#/server/participants/containing.ts";
import { seeRoom } from "#/server/rooms/access.ts";
import { membersWhere, roomDetails, roomsFor, visibleTo } from "#/server/rooms/read.ts";
import { roomMembers, rooms } from "#/server/rooms/tables.ts";

/** What a DM is called by this viewer: the other person's name. `max` since the database may ask it of others' DMs too. */
const otherName = (viewerId: string) => sql`(
  select max(p.display_name) from app.participants p
  where p.id = any(string_to_array(${rooms.dmKey}, ' ')::uuid[]) and p.id <> ${viewerId})`;

const byName = (viewerId: string): SQL[] => [
  sql`lower(coalesce(${rooms.name}, ${otherName(viewerId)}, ''))`,
  sql`${rooms.id}`,
];

/** One room with the number of its members. SW_ROOM_NOT_FOUND. */
export function getRoom(ctx: Context, { room_id }: RoomInput): Promise<RoomDetails> {
  return reading(ctx, (tx) => roomDetails(tx, ctx.actor, room_id));
}

/** The open rooms of the tenant that one may see: every public one, and one's own of any type. */
export function directory(ctx: Context, input: DirectoryInput): Promise<RoomDetails[]> {
  const me = ctx.actor.participantId;
  const pattern = input.q?.trim() && containing(input.q);
  const matching =
    pattern &&
    sql`(${rooms.name} ilike ${pattern} or ${rooms.topic} ilike ${pattern} or ${otherName(me)} ilike ${pattern})`;
  const type = input.room_type && eq(rooms.roomType, input.room_type);
  const where = and(eq(rooms.state, "open"), visibleTo(ctx.actor), type, matching || undefined);
  return reading(ctx, (tx) =>
    roomsFor(tx, ctx.actor, { where, orderBy: byName(me), limit: input.limit, offset: input.offset }),
  );
}

/** The archived and closed rooms one is in, by name: to be read, and the archived ones to be opened again. */
export function archivedRooms(ctx: Context, input: ArchivedRoomsInput): Promise<RoomDetails[]> {
  const frozen = inArray(rooms.state, ["archived", "closed"]);
  const where = and(frozen, eq(roomMembers.membership, "join"), visibleTo(ctx.actor));
  return reading(ctx, (tx) => roomsFor(tx, ctx.actor, { where, orderBy: byName(ctx.actor.participantId), ...input }));
}

/** The room with this address, or SW_ROOM_NOT_FOUND, which tells absent and forbidden alike. */
export function roomByAlias(ctx: Context, { alias }: AliasInput): Promise<RoomDetails> {
  return reading(ctx, async (tx) => {
    const where = and(eq(rooms.roomAlias, alias), visibleTo(ctx.actor));
    const [room] = await roomsFor(tx, ctx.actor, { where, limit: 1 });
    if (!room) throw new SwError("SW_ROOM_NOT_FOUND");
    return room;
  });
}

/** The rooms one is in or invited to, archived ones included, by name. */
export function listRooms(ctx: Context, input: ListRoomsInput): Promise<RoomDetails[]> {
  const where = and(inArray(roomMembers.membership, ["join", "invite"]), visibleTo(ctx.actor));
  const orderBy = byName(ctx.actor.participantId);
  return reading(ctx, (tx) => roomsFor(tx, ctx.actor, { where, orderBy, ...input }));
}

/** Who is in a room or invited to it: the strongest first, then by name. For whoever sees the room, the invited too. */
export function listMembers(ctx: Context, input: ListMembersInput): Promise<Member[]> {
  return reading(ctx, async (tx) => {
    await seeRoom(tx, ctx.actor, input.room_id);
    return membersWhere(tx, input.room_id, inArray(roomMembers.membership, ["join", "invite"]), input);
  });
}
