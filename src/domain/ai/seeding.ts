import type { RoomType } from "#/domain/rooms/room.ts";
import { type EngagementMode, engagementModes, type ResponseMode, responseModes } from "#/domain/workspaces/schema.ts";

/** What is known when an AI comes into a room; null where nobody chose. */
export type SeedFacts = {
  readonly room_type: RoomType;
  /** An agent may drive itself; others wait for words. */
  readonly isAgent: boolean;
  /** What the room holds for every AI in it. */
  readonly room: EngagementMode | null;
  /** What the one who brought it in prefers for rooms. */
  readonly inviter: string | null;
  readonly workspace: string | null;
};

/** How an AI takes part in a room it has just come into (the protocol's seeding rules): alone with one person always. */
export function seededEngagement(facts: SeedFacts): EngagementMode {
  if (facts.room_type === "dm" || facts.room_type === "sidekick") return "always";
  const wanted = [facts.room, facts.inviter, facts.workspace].find(
    (mode): mode is EngagementMode => isEngagement(mode) && (mode !== "autonomous" || facts.isAgent),
  );
  return wanted ?? "always";
}

function isEngagement(mode: string | null): mode is EngagementMode {
  return (engagementModes as readonly string[]).includes(mode ?? "");
}

/** Who has a say in how answers come, the strongest first. */
export type ResponseFacts = {
  /** This AI in this room. */
  readonly roomAi: ResponseMode | null;
  /** The AI anywhere, as its admin made it. */
  readonly participant: ResponseMode | null;
  /** Every AI in this room. */
  readonly room: ResponseMode | null;
  /** The one who asks. */
  readonly asker: string | null;
  readonly workspace: string | null;
};

export function chosenResponseMode({ roomAi, participant, room, asker, workspace }: ResponseFacts): ResponseMode {
  const isMode = (mode: string | null): mode is ResponseMode =>
    (responseModes as readonly string[]).includes(mode ?? "");
  return [roomAi, participant, room, asker, workspace].find(isMode) ?? "conversational";
}
