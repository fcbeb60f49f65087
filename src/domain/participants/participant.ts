import type * as z from "zod/mini";
import type { participant } from "#/domain/participants/schema.ts";

export const participantTypes = ["human", "model", "agent", "helper", "bridge", "federated"] as const;
export type ParticipantType = (typeof participantTypes)[number];

export type Participant = z.infer<typeof participant>;

/** People are drawn as circles and have presence; AIs are squircles and are always there. */
export function isAi(participant: { participant_type: ParticipantType }): boolean {
  return ["model", "agent", "helper"].includes(participant.participant_type);
}
