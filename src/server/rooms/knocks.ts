import { inArray, sql } from "drizzle-orm";
import type { KnockInput, RoomPageInput, WithdrawKnockInput } from "#/domain/rooms/inputs.ts";
import { transition } from "#/domain/rooms/membership.ts";
import type { BannedMember, Knock } from "#/domain/rooms/schema.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";
import { fromRow, memberOf, membersWhere, type RoomRow, roomColumns } from "#/server/rooms/read.ts";
import { roomMembers } from "#/server/rooms/tables.ts";
import { writeMembership } from "#/server/rooms/write.ts";

/** So many may wait at one door; whoever comes then waits for nothing, and learns as little. */
const maxKnocks = 200;

/**
 * Asks to be let into a private room that one knows of. The answer is the same for a room that is there, one that is not,
 * and one that would never open: who knocks learns nothing of a room before somebody lets them in.
 * SW_RATE_LIMIT_EXCEEDED.
 */
export async function knock(ctx: Context, limits: RateLimits, { reason, ...known }: KnockInput): Promise<null> {
  await limits.consume("knock", ctx.actor.tenantId, ctx.actor.participantId);
  return changeOwn(ctx, known, "knock", reason || null);
}

/** Takes a knock back; the answer tells as little. */
export function withdrawKnock(ctx: Context, known: WithdrawKnockInput): Promise<null> {
  return changeOwn(ctx, known, "withdraw", null);
}

async function changeOwn(
  ctx: Context,
  known: WithdrawKnockInput,
  act: "knock" | "withdraw",
  reason: string | null,
): Promise<null> {
  return writing(ctx, async (tx): Promise<Outcome<null>> => {
    const me = ctx.actor.participantId;
    const room = await lockKnown(tx, me, known);
    if (!room) return tx.emit([], () => null);
    const before = await memberOf(tx, room.id, me);
    const next = transition(act, before?.membership ?? null, { room, subjectIsAi: false });
    if (!("becomes" in next) || (act === "knock" && (await isFull(tx, room.id)))) return tx.emit([], () => null);
    const participant = await findParticipant(tx, me, "share");
    const changed = { room, participant, membership: next.becomes, power_level: 0, reason, unseen: true };
    const { event } = await writeMembership(tx, ctx, changed);
    return tx.emit([event], () => null);
  });
}

/** The room whatever the actor may see of it, unless it is restricted to others. */
async function lockKnown(tx: Writer, me: string, { room_id, room_alias }: WithdrawKnockInput) {
  const [row] = await tx.rows<RoomRow>(sql`
    select ${roomColumns} from app.rooms r
    where (r.id = ${room_id ?? null}::uuid or r.room_alias = ${room_alias ?? null})
      and r.deleted_at is null and app.holds_role(r.read_role_slugs, ${me}) for no key update of r`);
  return row && fromRow(row);
}

async function isFull(tx: Writer, roomId: string): Promise<boolean> {
  const [row] = await tx.rows<{ waiting: number }>(sql`
    select count(*)::int as waiting from app.room_members where room_id = ${roomId} and membership = 'knock'`);
  return row!.waiting >= maxKnocks;
}

/** Who waits to be let in, the longest first, for those who may invite. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN. */
export function listKnocks(ctx: Context, { room_id, limit, offset }: RoomPageInput): Promise<Knock[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "invite");
    return tx.rows<Knock>(sql`
      select m.participant_id, m.knock_reason as reason,
        to_char(m.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as asked_at,
        jsonb_build_object('id', p.id, 'local_id', p.local_id, 'server_name', p.server_name,
          'display_name', p.display_name, 'participant_type', p.participant_type, 'avatar_url', p.avatar_url,
          'model', p.model) as participant
      from app.room_members m join app.participants p on p.id = m.participant_id
      where m.room_id = ${room_id} and m.membership = 'knock' and p.deactivated_at is null
      order by m.updated_at, m.participant_id limit ${limit} offset ${offset}`);
  });
}

type Ban = { id: string; reason: string | null; by: string | null; name: string | null; at: string };

/**
 * Who is banned, by name, with why, by whom and since when, for those who may ban. The reason is read from the log, where
 * it was said. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN.
 */
export function listBans(ctx: Context, { room_id, ...page }: RoomPageInput): Promise<BannedMember[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "ban");
    const banned = await membersWhere(tx, room_id, inArray(roomMembers.membership, ["ban"]), page);
    const bans = await tx.rows<Ban>(sql`
      select m.participant_id as id, e.content->>'reason' as reason, by.id as by, by.display_name as name,
        to_char(m.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from app.room_members m join app.events e on e.id = m.member_event_id
      left join app.participants by on by.id = e.sender_id
      where m.room_id = ${room_id} and m.participant_id = any(${array(banned.map((each) => each.participant_id))}::uuid[])`);
    const known = new Map(bans.map((ban) => [ban.id, ban]));
    return banned.map((member) => {
      const ban = known.get(member.participant_id)!;
      const banned_by = ban.by && ban.name ? { id: ban.by, display_name: ban.name } : null;
      return { ...member, reason: ban.reason, banned_by, banned_at: ban.at };
    });
  });
}
