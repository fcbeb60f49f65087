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

/** One's own profile: what others see, and a few words of one's own. */
export const profile = z.extend(participant, { bio: z.nullable(z.string()) });
export type Profile = z.infer<typeof profile>;

/** People of the tenant that an identity provider keeps together. */
export const group = z.object({ id, name: z.string() });
export type Group = z.infer<typeof group>;
