import type { Received } from "#/domain/views/apply.ts";
import type { Overview } from "#/domain/views/state.ts";

export type OwnEvent = Received<
  "swp.sidebar.updated" | "swp.participant.preferences" | "swp.participant.status" | "swp.participant.block"
>;

/** What one chose on another device, and what others say of themselves. */
export function applyToOwn(state: Overview, event: OwnEvent): void {
  switch (event.type) {
    case "swp.sidebar.updated":
      Object.assign(state.own.sidebar, event.content);
      return;
    case "swp.participant.preferences":
      state.own.screen = { ...event.content.preferences };
      return;
    case "swp.participant.status": {
      const { participant_id, status } = event.content;
      if (status === null) delete state.statuses[participant_id];
      else state.statuses[participant_id] = status;
      return;
    }
    case "swp.participant.block": {
      const { participant_id, blocked } = event.content;
      const rest = state.own.blocked.filter((id) => id !== participant_id);
      state.own.blocked = blocked ? [...rest, participant_id] : rest;
    }
  }
}
