import type { ErrorCode } from "#/domain/errors.ts";
import type { Membership, Room } from "#/domain/rooms/room.ts";

/** What changes a membership: of oneself by joining or leaving, of another by inviting or kicking. */
export const membershipActs = ["join", "leave", "invite", "kick"] as const;
export type MembershipAct = (typeof membershipActs)[number];

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
 * What becomes of the subject's membership by `act`. Power is not asked here: see `can` and `outranks`.
 * Doing again what is done already changes nothing, so that a repeated request is no error.
 */
export function transition(act: MembershipAct, from: Membership | null, { room, subjectIsAi }: Situation): Transition {
  // Its two people are there for ever.
  if (room.room_type === "dm") return refused("SW_ROOM_TYPE_INVARIANT");
  // Leaving stays possible: nobody is held in a room because it was archived.
  if (room.state !== "open" && act !== "leave") return refused("SW_ROOM_FROZEN");
  return table[act](from, room.room_type === "public", subjectIsAi);
}

type Row = (from: Membership | null, isPublic: boolean, subjectIsAi: boolean) => Transition;

const table: Record<MembershipAct, Row> = {
  join: (from, isPublic) => {
    if (from === "join") return unchanged;
    if (from === "ban") return refused("SW_ROOM_FORBIDDEN");
    return from === "invite" || isPublic ? becomes("join") : refused("SW_ROOM_FORBIDDEN");
  },
  // Also declines an invitation and takes back a knock. A ban is no membership to walk away from.
  leave: (from) => {
    if (from === null || from === "ban") return refused("SW_NOT_MEMBER");
    return from === "leave" ? unchanged : becomes("leave");
  },
  invite: (from, _isPublic, subjectIsAi) => {
    if (from === "join" || from === "invite") return unchanged;
    if (from === "ban") return refused("SW_ROOM_FORBIDDEN");
    return becomes(subjectIsAi ? "join" : "invite");
  },
  // Also withdraws an invitation and refuses a knock.
  kick: (from) => {
    if (from === "join" || from === "invite" || from === "knock") return becomes("leave");
    return refused("SW_PARTICIPANT_NOT_FOUND");
  },
};

export type Heir = {
  participant_id: string;
  power_level: number;
  /** ISO 8601, so that comparing texts compares times. */
  joined_at: string | null;
  isAi: boolean;
};

/**
 * Who becomes administrator when one leaves and no other of power 100 stays, so that no room is left without: of the
 * people with the most power, the one who has been there longest. Null when nobody is needed or only AIs remain.
 */
export function heirOf(remaining: readonly Heir[]): string | null {
  if (remaining.some((member) => member.power_level >= 100)) return null;
  const people = remaining.filter((member) => !member.isAi);
  const [first] = people.sort(
    (a, b) =>
      b.power_level - a.power_level ||
      (a.joined_at ?? "").localeCompare(b.joined_at ?? "") ||
      a.participant_id.localeCompare(b.participant_id),
  );
  return first?.participant_id ?? null;
}
