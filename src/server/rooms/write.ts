import { and, eq, type SQL, sql } from "drizzle-orm";
import type { EventContent } from "#/domain/catalogue.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Member, Membership, Room } from "#/domain/rooms/room.ts";
import { type SystemLine, systemLine } from "#/domain/rooms/system-line.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { forget } from "#/server/log/forget.ts";
import { roomMembers } from "#/server/rooms/tables.ts";

/** Who writes, when, and under which ids. */
type Around = Pick<Context, "actor" | "now" | "newId">;

export type MembershipChange = {
  room: Room;
  participant: Participant;
  membership: Membership;
  power_level: number;
  reason?: string | null;
  /** One who only ever knocked is not told: see the event. */
  unseen?: boolean;
};

/**
 * Writes what someone now is in a room, and answers the member and the event that tells it. The row names the event, so
 * that unread starts at its position.
 */
export async function writeMembership(
  tx: Writer,
  ctx: Around,
  { room, participant, membership, power_level, reason = null, unseen = false }: MembershipChange,
): Promise<{ member: Member; event: EventDraft }> {
  const now = ctx.now();
  const id = ctx.newId();
  const state = {
    membership,
    powerLevel: power_level,
    invitedBy: membership === "invite" ? ctx.actor.participantId : null,
    memberEventId: id,
    joinedAt: membership === "join" ? now : null,
    updatedAt: now,
    notificationMode: null,
    mutedUntil: null,
    hiddenUntil: null,
    knockReason: membership === "knock" ? reason : null,
  };
  const [row] = await tx
    .insert(roomMembers)
    .values({ tenantId: tx.tenantId, roomId: room.id, participantId: participant.id, ...state })
    .onConflictDoUpdate({
      target: [roomMembers.tenantId, roomMembers.roomId, roomMembers.participantId],
      set: state,
    })
    .returning({ engagements: membership === "join" ? engagementsBeside(room.id, participant.id) : sql<null>`null` });
  if (membership !== "join") await forgetDrafts(tx, room.id, participant.id, now);
  const member: Member = {
    participant_id: participant.id,
    membership,
    power_level,
    joined_at: state.joinedAt?.toISOString() ?? null,
    participant,
  };
  return { member, event: memberEvent(ctx, id, room, member, { reason, unseen, ...row! }) };
}

type Engagements = NonNullable<EventContent["swp.room.member"]["engagements"]>;

/**
 * When each AI of a room answers, for one who comes in: a person has heard nothing of it, and an AI that was there before is
 * as it was. AIs come after rooms: their table is named and nothing imported. Of the statement that it stands in, so that
 * the row of who comes in is still as it was before.
 */
function engagementsBeside(roomId: string, comingId: string): SQL<Engagements | null> {
  return sql<Engagements | null>`(
    select jsonb_object_agg(a.participant_id, a.engagement) from app.room_ai a
    join app.room_members m on m.room_id = a.room_id and m.participant_id = a.participant_id
      and (m.membership = 'join' or m.participant_id = ${comingId})
    where a.room_id = ${roomId})`;
}

/** What one began to write ends with being there. Drafts come after rooms: their table is named and nothing imported. */
async function forgetDrafts(tx: Writer, roomId: string, participantId: string, now: Date): Promise<void> {
  const rows = await tx.rows<{ id: string }>(sql`
    delete from app.drafts where room_id = ${roomId} and participant_id = ${participantId} returning draft_event_id as id`);
  if (rows.length > 0) await forget(tx, rows.map(({ id }) => id), now); // biome-ignore format: one step
}

/** Writes a member's power, and nothing about when they came or what they have read. Answers the event that tells it. */
export async function writePower(
  tx: Writer,
  ctx: Around,
  room: Room,
  member: Member,
  power_level: number,
): Promise<EventDraft> {
  await tx
    .update(roomMembers)
    .set({ powerLevel: power_level, updatedAt: ctx.now() })
    .where(and(eq(roomMembers.roomId, room.id), eq(roomMembers.participantId, member.participant_id)));
  return memberEvent(ctx, ctx.newId(), room, { ...member, power_level }, {});
}

function memberEvent(
  ctx: Around,
  id: string,
  room: Room,
  member: Member,
  {
    reason = null,
    unseen = false,
    engagements = null,
  }: { reason?: string | null; unseen?: boolean; engagements?: Engagements | null },
): EventDraft {
  const { participant_id, membership, power_level } = member;
  const changed_by = ctx.actor.participantId;
  return {
    id,
    type: "swp.room.member",
    room_id: room.id,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: {
      participant_id,
      membership,
      power_level,
      changed_by,
      reason,
      room,
      member,
      ...(unseen ? { unseen_by_subject: true } : {}),
      ...(engagements ? { engagements } : {}),
    },
  };
}

/** Puts a line about the room into its timeline: a message like any other, which only the server writes. */
export async function writeSystemLine(tx: Writer, ctx: Around, roomId: string, line: SystemLine): Promise<EventDraft> {
  const id = ctx.newId();
  // Messages come after rooms in the order of features, so their table is named here and nothing of theirs imported.
  await tx.rows(sql`
    insert into app.messages (tenant_id, id, room_id, sender_id)
    values (${tx.tenantId}, ${id}, ${roomId}, ${ctx.actor.participantId})`);
  return {
    id,
    type: "swp.room.message",
    room_id: roomId,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: systemLine(line),
  };
}
