import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { participantTypes } from "#/domain/participants/participant.ts";

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
