import type { ErrorCode } from "#/domain/errors.ts";
import { can, type Standing } from "#/domain/rooms/permissions.ts";

/** Alone with an AI its person decides; there is no power in a direct room. Elsewhere the room's table says. */
export function canEngage(standing: Standing): ErrorCode | null {
  const refused = can(standing, "engage");
  return refused === "SW_ROOM_FORBIDDEN" && standing.room.room_type === "dm" && standing.membership === "join"
    ? null
    : refused;
}
