import { say } from "#/client/language/say.ts";
import { needsPower } from "#/client/rooms/power-words.ts";
import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import { can, canClose, outranks, type Standing } from "#/domain/rooms/permissions.ts";
import { powerNeeded, type RoomAction } from "#/domain/rooms/powers.ts";
import type { RoomView } from "#/domain/views/state.ts";

/**
 * Why one can't do something here, undefined when one can: by the same rule that the server applies, so that a menu knows
 * at once. What only the server knows it says itself, when it refuses.
 */
export function whyNot(standing: Standing, action: RoomAction): string | undefined {
  return reason(can(standing, action), standing, action);
}

export function whyNotClose(view: RoomView, me: string): string | undefined {
  return reason(canClose(view, me), view, "close");
}

/** Why one can't act on someone else here: for want of power, or because they have as much. */
export function whyNotTo(
  standing: Standing,
  member: { readonly power_level: number },
  action: "kick" | "ban" | "set_power",
): string | undefined {
  const why = whyNot(standing, action);
  if (why || outranks(standing, member)) return why;
  return say("Their power level is {theirs}. Yours is {mine}, and has to be higher.", {
    theirs: member.power_level,
    mine: standing.power_level,
  });
}

function reason(refusal: ErrorCode | null, standing: Standing, action: RoomAction): string | undefined {
  if (refusal === null) return undefined;
  const isWeak = refusal === "SW_ROOM_FORBIDDEN" || refusal === "SW_REDACT_FORBIDDEN";
  if (isWeak && standing.membership === "join")
    return needsPower(powerNeeded(standing.room, action), standing.power_level);
  return errorTable[refusal][1];
}
