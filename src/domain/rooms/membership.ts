import type { ErrorCode } from "#/domain/errors.ts";
import type { Membership, Room, RoomType } from "#/domain/rooms/room.ts";

/** What changes a membership. Of oneself: */
export const ownActs = ["join", "leave", "knock", "withdraw", "decline"] as const;
/** Of another: */
export const actsOnOthers = ["invite", "kick", "ban", "unban", "approve", "refuse"] as const;
export const membershipActs = [...ownActs, ...actsOnOthers] as const;
export type MembershipAct = (typeof membershipActs)[number];

/** What the actor is beside the subject: the same, a member of less, equal or more power, or no member at all. */
export const actorRanks = ["self", "weaker", "equal", "stronger", "stranger"] as const;
export type ActorRank = (typeof actorRanks)[number];

export type Transition = { becomes: Membership } | { unchanged: true } | { refused: ErrorCode };

const becomes = (membership: Membership): Transition => ({ becomes: membership });
const refused = (code: ErrorCode): Transition => ({ refused: code });
const unchanged: Transition = { unchanged: true };

/** What the state machine knows besides the subject's membership, which is null for one who was never there. */
export type Situation = {
  room: Pick<Room, "room_type" | "state">;
  /** Nobody answers an invitation for an AI, so being invited is its joining. */
  subjectIsAi: boolean;
};

/**
 * What becomes of the subject's membership when somebody of this rank does `act`. Total over acts, memberships, ranks,
 * room types and states. Which power an act needs at all is not asked here: see `can`.
 */
export function decideMembership(
  act: MembershipAct,
  from: Membership | null,
  actor: ActorRank,
  situation: Situation,
): Transition {
  const own = (ownActs as readonly string[]).includes(act);
  // Nobody joins or leaves for another, and nobody invites, removes or admits themselves.
  if (own !== (actor === "self")) return refused("SW_ROOM_FORBIDDEN");
  if (actor === "stranger") {
    return refused(situation.room.room_type === "public" ? "SW_NOT_MEMBER" : "SW_ROOM_FORBIDDEN");
  }
  // Bringing someone in is no act against them; removing somebody is, and only from above.
  if ((act === "kick" || act === "ban") && actor !== "stronger") return refused("SW_ROOM_FORBIDDEN");
  return transition(act, from, situation);
}

/** Leaving stays possible: nobody is held in a room because it was archived. So is taking back what one asked for. */
const whileFrozen: ReadonlySet<MembershipAct> = new Set(["leave", "decline", "withdraw"]);

/**
 * What becomes of the subject's membership by `act`, whoever does it. Doing again what is done already changes nothing,
 * so that a repeated request is no error.
 */
export function transition(act: MembershipAct, from: Membership | null, { room, subjectIsAi }: Situation): Transition {
  // Its two people are there for ever; closing it for oneself is no leaving.
  if (room.room_type === "dm") return refused("SW_ROOM_TYPE_INVARIANT");
  if (room.state !== "open" && !whileFrozen.has(act)) return refused("SW_ROOM_FROZEN");
  return table[act](from, room.room_type, subjectIsAi);
}

type Row = (from: Membership | null, type: RoomType, subjectIsAi: boolean) => Transition;

const table: Record<MembershipAct, Row> = {
  join: (from, type) => {
    if (from === "join") return unchanged;
    if (from === "ban") return refused("SW_ROOM_FORBIDDEN");
    return from === "invite" || type === "public" ? becomes("join") : refused("SW_ROOM_FORBIDDEN");
  },
  // Also declines an invitation and takes back a knock. A ban is no membership to walk away from.
  leave: (from) => {
    if (from === null || from === "ban") return refused("SW_NOT_MEMBER");
    return from === "leave" ? unchanged : becomes("leave");
  },
  // Where anyone may join there is nothing to ask for, and nobody knows of an incognito room but who is in it.
  knock: (from, type) => {
    if (from === "join" || from === "invite" || from === "knock") return unchanged;
    if (from === "ban") return refused("SW_ROOM_FORBIDDEN");
    return type === "group" ? becomes("knock") : refused("SW_ROOM_TYPE_INVARIANT");
  },
  withdraw: (from) => (from === "knock" ? becomes("leave") : unchanged),
  decline: (from) => (from === "invite" ? becomes("leave") : unchanged),
  invite: (from, _type, subjectIsAi) => {
    if (from === "join" || from === "invite") return unchanged;
    if (from === "ban") return refused("SW_ROOM_FORBIDDEN");
    return becomes(subjectIsAi ? "join" : "invite");
  },
  // Also withdraws an invitation and refuses a knock.
  kick: (from) => {
    if (from === "join" || from === "invite" || from === "knock") return becomes("leave");
    return refused("SW_PARTICIPANT_NOT_FOUND");
  },
  // Also of one who was never there: they are kept out before they come.
  ban: (from) => (from === "ban" ? unchanged : becomes("ban")),
  unban: (from) => (from === "ban" ? becomes("leave") : unchanged),
  // Who asked wants in: to let them is to have them there at once.
  approve: (from) => {
    if (from === "join") return unchanged;
    return from === "knock" ? becomes("join") : refused("SW_PARTICIPANT_NOT_FOUND");
  },
  refuse: (from) => {
    if (from === "leave") return unchanged;
    return from === "knock" ? becomes("leave") : refused("SW_PARTICIPANT_NOT_FOUND");
  },
};

export type Heir = {
  participant_id: string;
  power_level: number;
  /** ISO 8601, so that comparing texts compares times. */
  joined_at: string | null;
  isAi: boolean;
  /** One whose account is closed neither inherits nor counts as an administrator who stays. */
  isGone?: boolean;
};

/**
 * Who becomes administrator when one leaves and no other of power 100 stays, so that no room is left without: of the
 * people with the most power, the one who has been there longest. Null when nobody is needed or only AIs remain.
 */
export function heirOf(remaining: readonly Heir[]): string | null {
  const people = remaining.filter((member) => !member.isAi && !member.isGone);
  if (people.some((member) => member.power_level >= 100)) return null;
  const [first] = people.sort(
    (a, b) =>
      b.power_level - a.power_level ||
      (a.joined_at ?? "").localeCompare(b.joined_at ?? "") ||
      a.participant_id.localeCompare(b.participant_id),
  );
  return first?.participant_id ?? null;
}
