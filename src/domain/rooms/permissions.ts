import type { ErrorCode } from "#/domain/errors.ts";
import { powerNeeded, type RequiredPowers, type RoomAction } from "#/domain/rooms/powers.ts";
import type { Membership, Room } from "#/domain/rooms/room.ts";

export type { RoomAction } from "#/domain/rooms/powers.ts";

/** A room and what the actor is in it: everything a permission depends on. */
export type Standing = {
  room: Pick<Room, "room_type" | "state"> & { required_power?: RequiredPowers | undefined };
  membership: Membership | null;
  power_level: number;
};

/** Reading goes on in an archived room, and what ends it or opens it again; nothing else does. */
const allowedWhileArchived: ReadonlySet<RoomAction> = new Set(["read", "archive", "close", "delete"]);
/** Closed is the end: only its words can still be removed. */
const allowedWhileClosed: ReadonlySet<RoomAction> = new Set(["read", "delete"]);
/** A DM has exactly two people for ever, and no name or rank among them; each of them closes it for themselves. */
const neverInDm: ReadonlySet<RoomAction> = new Set([
  "invite", "kick", "ban", "name", "topic", "set_power", "permissions", "move", "delete",
]); // biome-ignore format: one list
/** What is to leave no trace is not put aside. */
const neverInIncognito: ReadonlySet<RoomAction> = new Set(["archive"]);
/** Either of the two may, whatever their power: they have none. */
const eitherInDm: ReadonlySet<RoomAction> = new Set(["archive", "close"]);

/**
 * Whether the one who stands so may do `action`: null when they may, else the code to refuse with. Total: every room,
 * membership and power has an answer. Only for rooms that the actor can see; what they cannot see is not found.
 */
export function can(standing: Standing, action: RoomAction): ErrorCode | null {
  const { room, membership, power_level } = standing;
  if (action === "read" && room.room_type === "public" && membership !== "ban") return null;
  if (membership !== "join") return room.room_type === "public" ? "SW_NOT_MEMBER" : "SW_ROOM_FORBIDDEN";
  if (room.room_type === "dm" && neverInDm.has(action)) return "SW_ROOM_TYPE_INVARIANT";
  if (room.room_type === "incognito" && neverInIncognito.has(action)) return "SW_ROOM_TYPE_INVARIANT";
  if (room.state === "archived" && !allowedWhileArchived.has(action)) return "SW_ROOM_FROZEN";
  if (room.state === "closed" && !allowedWhileClosed.has(action)) return "SW_ROOM_FROZEN";
  if (room.room_type === "dm" && eitherInDm.has(action)) return null;
  if (power_level < powerNeeded(room, action)) {
    return action === "redact_others" ? "SW_REDACT_FORBIDDEN" : "SW_ROOM_FORBIDDEN";
  }
  return null;
}

/** Closing is for administrators, and for the one who made the room while they are in it. */
export function canClose(standing: Standing & { room: Pick<Room, "creator_id"> }, actorId: string): ErrorCode | null {
  const made = standing.room.creator_id === actorId && standing.room.room_type !== "dm";
  return can(made && standing.membership === "join" ? { ...standing, power_level: 100 } : standing, "close");
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

/**
 * Whether the actor may give the subject this power: null when they may. One may lower oneself, never raise oneself;
 * others only below one's own level, and never above it. That an administrator remains is asked beside this.
 */
export function canGrant(
  actor: Standing & { id: string },
  subject: { id: string; power_level: number },
  level: number,
): ErrorCode | null {
  const refused = can(actor, "set_power");
  const self = actor.id === subject.id;
  // Stepping down needs no leave, but a room in which it can be done.
  if (refused && !(self && refused === "SW_ROOM_FORBIDDEN" && actor.membership === "join")) return refused;
  if (level > actor.power_level) return "SW_ROOM_FORBIDDEN";
  return self || outranks(actor, subject) ? null : "SW_ROOM_FORBIDDEN";
}
