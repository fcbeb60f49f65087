import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { isAi, type Participant } from "#/domain/participants/participant.ts";
import type { BanInput, InviteInput, KickInput, MemberInput, RoomInput } from "#/domain/rooms/inputs.ts";
import { type ActorRank, type actsOnOthers, decideMembership, type MembershipAct } from "#/domain/rooms/membership.ts";
import { outranks } from "#/domain/rooms/permissions.ts";
import type { RoomAction } from "#/domain/rooms/powers.ts";
import type { Member, Membership } from "#/domain/rooms/room.ts";
import type { SystemLineKind } from "#/domain/rooms/system-line.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { findParticipant, findPresent } from "#/server/participants/read.ts";
import { allow, lockRoom, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { deleteRoom, emptied, endsWith } from "#/server/rooms/delete-room.ts";
import { hideDm } from "#/server/rooms/hide-dm.ts";
import { memberOf } from "#/server/rooms/read.ts";
import { succeed } from "#/server/rooms/succession.ts";
import { writeMembership, writeSystemLine } from "#/server/rooms/write.ts";

/** Joins a public room, or one that one is invited to. SW_ROOM_NOT_FOUND, SW_ROOM_FROZEN. */
export function joinRoom(ctx: Context, { room_id }: RoomInput): Promise<Member> {
  return writing(ctx, (tx) => change(tx, ctx, { act: "join", room_id, subject_id: ctx.actor.participantId }));
}

/**
 * Leaves a room, declines an invitation to it, or takes a knock back. When the last administrator leaves others behind,
 * the one who has the most power among the people and has been there longest becomes administrator in the same
 * transaction. An incognito room that its last person leaves, or its maker where it was made so, ends with its words.
 * A direct room is closed for oneself: see `hideDm`. SW_ROOM_NOT_FOUND, SW_NOT_MEMBER.
 */
export function leaveRoom(ctx: Context, { room_id }: RoomInput): Promise<Member> {
  return writing(ctx, async (tx): Promise<Outcome<Member>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    if (seen.room.room_type === "dm") return hideDm(tx, ctx, seen);
    return change(tx, ctx, { act: "leave", room_id, subject_id: ctx.actor.participantId });
  });
}

/**
 * Invites someone of the tenant; an AI joins at once. Any member may, unless the room asks for more power.
 * SW_PARTICIPANT_NOT_FOUND, also for one who may not know of a restricted room; SW_ROOM_FORBIDDEN for one who is banned,
 * SW_ROOM_TYPE_INVARIANT for a direct room.
 */
export function inviteToRoom(ctx: Context, input: InviteInput): Promise<Member> {
  return actOnOther(ctx, "invite", input);
}

/**
 * Removes someone who has less power, or takes their invitation back. They may be invited again, and may rejoin a public
 * room. SW_ROOM_FORBIDDEN, SW_PARTICIPANT_NOT_FOUND for one who is not there.
 */
export function kickFromRoom(ctx: Context, input: KickInput): Promise<Member> {
  return actOnOther(ctx, "kick", input);
}

/**
 * Removes someone who has less power for good: they see the room no more and no way leads in until the ban is lifted.
 * Also of one who was never there. SW_ROOM_FORBIDDEN, SW_PARTICIPANT_NOT_FOUND.
 */
export function banFromRoom(ctx: Context, input: BanInput): Promise<Member> {
  return actOnOther(ctx, "ban", input);
}

/** Lifts a ban: they may be invited, and may join a public room, again. SW_ROOM_FORBIDDEN. */
export function unbanFromRoom(ctx: Context, input: MemberInput): Promise<Member> {
  return actOnOther(ctx, "unban", input);
}

/** Lets somebody in who knocked: they are a member at once. SW_PARTICIPANT_NOT_FOUND when they don't knock any more. */
export function approveKnock(ctx: Context, input: MemberInput): Promise<Member> {
  return actOnOther(ctx, "approve", input);
}

/** Turns somebody away who knocked. They are not told, and may knock again. SW_PARTICIPANT_NOT_FOUND. */
export function refuseKnock(ctx: Context, input: MemberInput): Promise<Member> {
  return actOnOther(ctx, "refuse", input);
}

/** Which right each act on another needs. */
const rights: Record<(typeof actsOnOthers)[number], RoomAction> = {
  invite: "invite",
  approve: "invite",
  refuse: "invite",
  kick: "kick",
  ban: "ban",
  unban: "ban",
};

type OnOther = { room_id: string; participant_id: string; reason?: string | undefined };

function actOnOther(ctx: Context, act: (typeof actsOnOthers)[number], input: OnOther): Promise<Member> {
  const { room_id, participant_id: subject_id, reason } = input;
  return writing(ctx, (tx) => change(tx, ctx, { act, room_id, subject_id, reason: reason || null }));
}

export type MembershipRequest = {
  act: MembershipAct;
  room_id: string;
  subject_id: string;
  reason?: string | null;
};

/** One act of the membership state machine, in the caller's transaction; the caller has nothing to write after it. */
export async function change(tx: Writer, ctx: Context, request: MembershipRequest): Promise<Outcome<Member>> {
  const { act, room_id, subject_id } = request;
  await lockRoom(tx, room_id);
  const seen = await seeRoom(tx, ctx.actor, room_id);
  const before = await memberOf(tx, room_id, subject_id);
  const mine = subject_id === ctx.actor.participantId;
  if (act in rights) allow(seen, rights[act as keyof typeof rights]);

  // One who is there can be removed although they were deactivated; nobody else who was can be brought in.
  const leaves = act === "kick" || act === "ban" || act === "unban";
  const participant = before && leaves ? before.participant : await findPresent(tx, subject_id, "share");
  const rank = mine ? "self" : rankOf(seen, before);
  const next = decideMembership(act, before?.membership ?? null, rank, {
    room: seen.room,
    subjectIsAi: isAi(participant),
  });
  if ("refused" in next) throw new SwError(next.refused);
  if ("unchanged" in next) {
    const unchanged = before ?? { ...absent, participant_id: subject_id, participant };
    return tx.emit([], () => unchanged);
  }
  if (next.becomes === "join" || next.becomes === "invite") await requireRole(tx, room_id, subject_id);
  return write(tx, ctx, { ...request, seen, before, participant, becomes: next.becomes });
}

const absent = { membership: "leave", power_level: 0, joined_at: null } as const;

/** One who was never there is weaker than every member; one who is there is not outranked by their equals. */
function rankOf(seen: SeenRoom, subject: Member | null): ActorRank {
  if (seen.membership !== "join") return "stranger";
  if (subject?.membership !== "join") return "stronger";
  if (outranks(seen, subject)) return "stronger";
  return outranks(subject, seen) ? "weaker" : "equal";
}

/** Who may not know of a restricted room is not brought into it. SW_PARTICIPANT_NOT_FOUND. */
export async function requireRole(tx: Writer, roomId: string, participantId: string): Promise<void> {
  const [row] = await tx.rows<{ holds: boolean }>(sql`
    select app.holds_role(r.read_role_slugs, ${participantId}) as holds from app.rooms r where r.id = ${roomId}`);
  if (!row?.holds) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
}

type Decided = MembershipRequest & {
  seen: Pick<SeenRoom, "room" | "power_level">;
  before: Member | null;
  participant: Participant;
  becomes: Membership;
};

/** Writes what was decided: the membership, its line, and what follows of it. */
export async function write(tx: Writer, ctx: Context, decided: Decided): Promise<Outcome<Member>> {
  const { act, subject_id, seen, before, participant, becomes, reason = null } = decided;
  const from = before?.membership ?? null;
  const unseen = becomes === "knock" || (from === "knock" && becomes !== "join" && becomes !== "invite");
  const left = from === "join" && (becomes === "leave" || becomes === "ban");
  const ends = left && (await endsWith(tx, seen.room, subject_id));
  const room = ends ? emptied(seen.room, ctx.now()) : seen.room;
  const changed = { room, participant, membership: becomes, power_level: 0, reason: ends ? null : reason, unseen };
  const { member, event } = await writeMembership(tx, ctx, changed);
  if (ends) return tx.emit([event, ...(await deleteRoom(tx, ctx, seen.room))], () => member);
  const events = [event];
  const kind = lineFor(act, from, becomes);
  const by = subject_id === ctx.actor.participantId ? participant : await findParticipant(tx, ctx.actor.participantId);
  const succession = left && before!.power_level >= 100 ? await succeed(tx, ctx, room, subject_id) : [];
  if (kind) events.push(await writeSystemLine(tx, ctx, room.id, { kind, participant, by }));
  return tx.emit([...events, ...succession], () => member);
}

/** A withdrawn or declined invitation, and a knock, is nothing that the room's timeline needs to tell. */
function lineFor(act: MembershipAct, from: Membership | null, becomes: Membership): SystemLineKind | null {
  if (act === "ban" || act === "unban") return act;
  if (becomes === "knock") return null;
  if (becomes === "leave") return from === "join" ? (act === "kick" ? "kick" : "leave") : null;
  return becomes === "invite" ? "invite" : "join";
}
