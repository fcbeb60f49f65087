import { and, eq, ne } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { isAi } from "#/domain/participants/participant.ts";
import type { InviteInput, KickInput, RoomInput } from "#/domain/rooms/inputs.ts";
import { heirOf, type MembershipAct, transition } from "#/domain/rooms/membership.ts";
import { outranks } from "#/domain/rooms/permissions.ts";
import type { Member, Membership } from "#/domain/rooms/room.ts";
import type { SystemLineKind } from "#/domain/rooms/system-line.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { allow, lockRoom, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { memberOf, membersWhere } from "#/server/rooms/read.ts";
import { roomMembers } from "#/server/rooms/tables.ts";
import { writeMembership, writePower, writeSystemLine } from "#/server/rooms/write.ts";

/** Joins a public room, or one that one is invited to. SW_ROOM_NOT_FOUND, SW_ROOM_FROZEN. */
export function joinRoom(ctx: Context, { room_id }: RoomInput): Promise<Member> {
  return change(ctx, { act: "join", room_id, subject_id: ctx.actor.participantId, check: () => {} });
}

/**
 * Leaves a room, or declines an invitation to it. When the last administrator leaves others behind, the one who has the
 * most power among the people and has been there longest becomes administrator in the same transaction.
 * SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_TYPE_INVARIANT for a direct room.
 */
export function leaveRoom(ctx: Context, { room_id }: RoomInput): Promise<Member> {
  return change(ctx, { act: "leave", room_id, subject_id: ctx.actor.participantId, check: () => {} });
}

/**
 * Invites someone of the tenant; an AI joins at once. Any member may.
 * SW_PARTICIPANT_NOT_FOUND, SW_ROOM_FORBIDDEN for one who is banned, SW_ROOM_TYPE_INVARIANT for a direct room.
 */
export function inviteToRoom(ctx: Context, input: InviteInput): Promise<Member> {
  const check = (seen: SeenRoom) => allow(seen, "invite");
  return change(ctx, { act: "invite", room_id: input.room_id, subject_id: input.participant_id, check });
}

/**
 * Removes someone who has less power, or takes their invitation back. They may be invited again, and may rejoin a public
 * room. SW_ROOM_FORBIDDEN, SW_PARTICIPANT_NOT_FOUND for one who is not there.
 */
export function kickFromRoom(ctx: Context, input: KickInput): Promise<Member> {
  const check = (seen: SeenRoom, subject: Member | null) => {
    allow(seen, "kick");
    if (subject && !outranks(seen, subject)) throw new SwError("SW_ROOM_FORBIDDEN");
  };
  const reason = input.reason || null;
  return change(ctx, { act: "kick", room_id: input.room_id, subject_id: input.participant_id, reason, check });
}

type Request = {
  act: MembershipAct;
  room_id: string;
  subject_id: string;
  reason?: string | null;
  check: (seen: SeenRoom, subject: Member | null) => void;
};

function change(ctx: Context, { act, room_id, subject_id, reason = null, check }: Request): Promise<Member> {
  return writing(ctx, async (tx): Promise<Outcome<Member>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    const before = await memberOf(tx, room_id, subject_id);
    check(seen, before);

    // One who is there can be removed although they were deactivated; nobody else who was can be brought in.
    const participant = before && act === "kick" ? before.participant : await findParticipant(tx, subject_id, "share");
    const next = transition(act, before?.membership ?? null, { room: seen.room, subjectIsAi: isAi(participant) });
    if ("refused" in next) throw new SwError(next.refused);
    if ("unchanged" in next) return tx.emit([], () => before!);

    const { room } = seen;
    const changed = { room, participant, membership: next.becomes, power_level: 0, reason };
    const { member, event } = await writeMembership(tx, ctx, changed);
    const events = [event];
    const kind = lineFor(act, before?.membership ?? null, next.becomes);
    const by =
      subject_id === ctx.actor.participantId ? participant : await findParticipant(tx, ctx.actor.participantId);
    const succession = act === "leave" && before?.membership === "join" ? await succeed(tx, ctx, seen) : [];
    if (kind) events.push(await writeSystemLine(tx, ctx, room_id, { kind, participant, by }));
    return tx.emit([...events, ...succession], () => member);
  });
}

/** A withdrawn or declined invitation is nothing that the room's timeline needs to tell. */
function lineFor(act: MembershipAct, from: Membership | null, becomes: Membership): SystemLineKind | null {
  if (becomes === "leave") return from === "join" ? (act === "kick" ? "kick" : "leave") : null;
  return becomes === "invite" ? "invite" : "join";
}

/** How many members are considered for the succession: the strongest come first. */
const heirsConsidered = 200;

async function succeed(tx: Writer, ctx: Context, seen: SeenRoom): Promise<EventDraft[]> {
  if (seen.power_level < 100) return [];
  const others = and(eq(roomMembers.membership, "join"), ne(roomMembers.participantId, ctx.actor.participantId));
  const staying = await membersWhere(tx, seen.room.id, others, { limit: heirsConsidered });
  const heirId = heirOf(staying.map((member) => ({ ...member, isAi: isAi(member.participant) })));
  const heir = staying.find((member) => member.participant_id === heirId);
  if (!heir) return [];
  const { participant } = heir;
  const event = await writePower(tx, ctx, seen.room, heir, 100);
  return [event, await writeSystemLine(tx, ctx, seen.room.id, { kind: "admin", participant, by: participant })];
}
