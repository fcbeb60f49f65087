import type { ErrorCode } from "#/domain/errors.ts";
import type { Membership, Room } from "#/domain/rooms/room.ts";

/** What one can do in a room, with the power level it needs unless the room says otherwise. */
export const requiredPower = {
  read: 0,
  send: 0,
  react: 0,
  upload: 0,
  redact_own: 0,
  invite: 0,
  topic: 10,
  pin: 10,
  name: 50,
  kick: 50,
  ban: 50,
  redact_others: 50,
  archive: 100,
  set_power: 100,
  send_as: 100,
} as const;

export type RoomAction = keyof typeof requiredPower;

/** A room and what the actor is in it: everything a permission depends on. */
export type Standing = {
  room: Pick<Room, "room_type" | "state">;
  membership: Membership | null;
  power_level: number;
};

/** Reading goes on in an archived room; nothing else does. */
const allowedWhileFrozen: ReadonlySet<RoomAction> = new Set(["read"]);
/** A DM has exactly two people for ever, and no name or rank among them. */
const neverInDm: ReadonlySet<RoomAction> = new Set(["invite", "kick", "ban", "name", "topic", "set_power"]);

/**
 * Whether the one who stands so may do `action`: null when they may, else the code to refuse with.
 * Only for rooms that the actor can see; what they cannot see is not found, whatever they try.
 */
export function can(standing: Standing, action: RoomAction): ErrorCode | null {
  if (action === "read" && standing.room.room_type === "public" && standing.membership !== "ban") return null;
  if (standing.membership !== "join")
    return standing.room.room_type === "public" ? "SW_NOT_MEMBER" : "SW_ROOM_FORBIDDEN";
  if (standing.room.state !== "open" && !allowedWhileFrozen.has(action)) return "SW_ROOM_FROZEN";
  if (standing.room.room_type === "dm" && neverInDm.has(action)) return "SW_ROOM_TYPE_INVARIANT";
  if (standing.power_level < requiredPower[action]) {
    return action === "redact_others" ? "SW_REDACT_FORBIDDEN" : "SW_ROOM_FORBIDDEN";
  }
  return null;
}

/** Members and invited people see a room; a public one is seen by the whole tenant. The banned see nothing. */
export function canSee(room: Pick<Room, "room_type">, membership: Membership | null): boolean {
  if (membership === "ban") return false;
  return membership === "join" || membership === "invite" || room.room_type === "public";
}

/** Nobody acts on an equal or higher level than their own. */
export function outranks(actor: { power_level: number }, target: { power_level: number }): boolean {
  return actor.power_level > target.power_level;
}
