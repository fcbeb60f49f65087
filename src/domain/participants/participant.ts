import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

export const participantTypes = ["human", "model", "agent", "helper", "bridge", "federated"] as const;
export type ParticipantType = (typeof participantTypes)[number];

/** A member of the tenant as every other member sees them. */
export const participant = z.object({
  id,
  local_id: z.string(),
  server_name: z.string(),
  display_name: z.string(),
  participant_type: z.enum(participantTypes),
  avatar_url: z.nullable(z.string()),
  /** The model an AI speaks with; null for people. */
  model: z.nullable(z.string()),
});
export type Participant = z.infer<typeof participant>;

/** People are drawn as circles and have presence; AIs are squircles and are always there. */
export function isAi(participant: { participant_type: ParticipantType }): boolean {
  return ["model", "agent", "helper"].includes(participant.participant_type);
}
