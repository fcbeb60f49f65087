import type { PresenceState } from "#/domain/presence/events.ts";

/** Keeps what the stream told of someone; offline is told by absence. */
export function applyPresence(
  presence: Record<string, PresenceState>,
  frame: { participant_id: string; status: PresenceState },
): void {
  if (frame.status === "offline") delete presence[frame.participant_id];
  else presence[frame.participant_id] = frame.status;
}
