import type { Person, PresenceState } from "#/client/ui/people/person.ts";
import { isAi, type Participant } from "#/domain/participants/participant.ts";
import type { PresenceState as ToldPresence } from "#/domain/presence/events.ts";

/** Someone as the parts of the design system draw them. */
export function personOf(participant: Participant): Person {
  return {
    id: participant.id,
    name: participant.display_name,
    kind: isAi(participant) ? "ai" : "person",
    avatarUrl: participant.avatar_url ?? undefined,
  };
}

/** The mark for what the stream told; who appears offline is drawn so, also to themselves. */
export function presenceMark(told: ToldPresence | undefined): PresenceState {
  return told === undefined || told === "appear_offline" ? "offline" : told;
}

const words: Record<ToldPresence, string> = {
  online: "Online",
  idle: "Idle",
  busy: "Busy",
  appear_offline: "Appear offline",
  offline: "Offline",
};

export function presenceWords(told: ToldPresence | undefined): string {
  return words[told ?? "offline"];
}
