import { say } from "#/client/language/say.ts";
import type { Engagement, Person, PresenceState } from "#/client/ui/people/person.ts";
import { isAi, type Participant } from "#/domain/participants/participant.ts";
import type { StickyPresence, PresenceState as ToldPresence } from "#/domain/presence/events.ts";
import type { RoomView } from "#/domain/views/state.ts";
import type { EngagementMode } from "#/domain/workspaces/schema.ts";

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
export function presenceMark(told: ToldPresence): PresenceState {
  return told === "appear_offline" ? "offline" : told;
}

type Known = {
  readonly me: { readonly id: string; readonly sticky_presence: StickyPresence };
  readonly presence: Readonly<Record<string, ToldPresence>>;
};

/** What is known of someone's presence: of oneself one's own choice at once; nothing before the stream first told. */
export function presenceOf(participantId: string, known: Known): ToldPresence | undefined {
  if (participantId === known.me.id) return known.me.sticky_presence ?? known.presence[participantId] ?? "online";
  return Object.keys(known.presence).length === 0 ? undefined : (known.presence[participantId] ?? "offline");
}

/** The mark at someone's picture. AIs are always there and have none. */
export function markOf(participant: Participant, known: Known): PresenceState | undefined {
  const told = isAi(participant) ? undefined : presenceOf(participant.id, known);
  return told && presenceMark(told);
}

/** How an AI takes part in a room that is open, for the mark at its picture; undefined for people, and where it is not known. */
export function engagementOf(participantId: string, view: Pick<RoomView, "ai"> | undefined): Engagement | undefined {
  const settings = view?.ai?.settings[participantId];
  return settings && engagementMark(settings.engagement);
}

export function engagementMark(mode: EngagementMode): Engagement {
  return mode === "mention" || mode === "keyword" ? "partial" : "always";
}

const words: Record<ToldPresence, string> = {
  get online() {
    return say("Online");
  },
  get idle() {
    return say("Idle");
  },
  get busy() {
    return say("Busy");
  },
  get appear_offline() {
    return say("Appear offline");
  },
  get offline() {
    return say("Offline");
  },
};

export function presenceWords(told: ToldPresence | undefined): string {
  return told ? words[told] : "";
}
