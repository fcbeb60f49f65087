import type { ErrorCode } from "#/domain/errors.ts";
import { can, type Standing } from "#/domain/rooms/permissions.ts";

/** The protocol's default; later a tenant's setting. */
export const editWindowMs = 24 * 60 * 60 * 1000;

type Target = { sender_id: string; created_at: string; redacted_at: string | null; msgtype: string | undefined };

/** Only one's own words, within 24 hours, and not once removed. Null when allowed. */
export function mayEdit(standing: Standing, actorId: string, target: Target, now: Date): ErrorCode | null {
  const refused = can(standing, "send");
  if (refused) return refused;
  if (target.redacted_at !== null) return "SW_EVENT_NOT_FOUND";
  if (target.sender_id !== actorId || target.msgtype === "swp.system") return "SW_EVENT_FORBIDDEN";
  return now.getTime() - Date.parse(target.created_at) > editWindowMs ? "SW_EVENT_TOO_OLD_TO_EDIT" : null;
}

/** One's own message, or anybody's from power level 50. Null when allowed. */
export function mayRedact(standing: Standing, actorId: string, target: Target): ErrorCode | null {
  if (target.msgtype === "swp.system") return "SW_REDACT_FORBIDDEN";
  return can(standing, target.sender_id === actorId ? "redact_own" : "redact_others");
}
