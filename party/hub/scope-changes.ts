import type { LogEvent } from "#/domain/envelope.ts";
import type { StickyPresence } from "#/domain/presence/events.ts";

/** What an event changes in who receives what. */
export type ScopeChange =
  | { kind: "room"; participant: string; group: string; present: boolean }
  | { kind: "workspace"; participant: string; group: string; present: boolean }
  | { kind: "session"; participant: string; sessions: string[] | "all"; reason: "signed_out" | "revoked" | "expired" }
  | { kind: "sticky"; participant: string; sticky: StickyPresence };

/** The change of scope in an event, or null. An event whose words were forgotten says nothing any more. */
export function scopeChange(event: LogEvent): ScopeChange | null {
  if (event.forgotten) return null;
  switch (event.type) {
    case "swp.room.member": {
      const { participant_id: participant, membership } = event.content;
      if (!event.room_id) return null;
      return { kind: "room", participant, group: event.room_id, present: membership === "join" };
    }
    case "swp.workspace.member": {
      const { participant_id: participant, role, workspace } = event.content;
      const group = event.workspace_id ?? workspace.id;
      return { kind: "workspace", participant, group, present: role !== null };
    }
    case "swp.session.ended": {
      const { session_ids: sessions, reason, participant_id } = event.content;
      const participant = participant_id ?? event.sender_id;
      return participant ? { kind: "session", participant, sessions, reason } : null;
    }
    case "swp.participant.deactivated":
      // Also what was opened by a token of the identity provider, which has no session here.
      return { kind: "session", participant: event.content.participant_id, sessions: "all", reason: "revoked" };
    case "swp.presence.sticky":
      if (!event.sender_id) return null;
      return { kind: "sticky", participant: event.sender_id, sticky: event.content.presence };
    default:
      return null;
  }
}

/**
 * The last changes of scope, in log order. An opening's facts were read at some position; the hub may have processed
 * more since, so it applies what it remembers after that position. `from` is where its memory begins.
 */
export class RecentChanges {
  readonly #limit: number;
  #changes: { position: number; change: ScopeChange }[] = [];
  from: number;

  constructor(from: number, limit: number) {
    this.from = from;
    this.#limit = limit;
  }

  push(position: number, change: ScopeChange): void {
    this.#changes.push({ position, change });
    // Trimmed in halves, so that forgetting costs nothing per event.
    if (this.#changes.length > this.#limit) {
      const dropped = this.#changes.splice(0, Math.ceil(this.#limit / 2));
      this.from = dropped.at(-1)!.position;
    }
  }

  /** The participant's changes after `position`, or null when they are no longer all known. */
  since(position: number, participant: string): ScopeChange[] | null {
    if (position < this.from) return null;
    return this.#changes
      .filter((entry) => entry.position > position && entry.change.participant === participant)
      .map((entry) => entry.change);
  }
}

/** Whether a change ends this session; null is a stream without one. */
export function endsSession(change: Extract<ScopeChange, { kind: "session" }>, sessionId: string | null): boolean {
  return change.sessions === "all" || (sessionId !== null && change.sessions.includes(sessionId));
}
