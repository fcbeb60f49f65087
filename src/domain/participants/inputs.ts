import * as z from "zod/mini";
import { localId } from "#/domain/ids.ts";
import { participantTypes } from "#/domain/participants/participant.ts";
import { name, shortText } from "#/domain/text.ts";

/** How one is shown to others; a person may change it at will, unlike the `local_id`. */
export const displayName = name(80);

/** Whom sign-up, the seed and an administrator bring into a tenant. Not on the wire as it is. */
export const newParticipant = z.strictObject({
  local_id: localId,
  display_name: displayName,
  participant_type: z._default(z.enum(participantTypes), "human"),
  email: z.optional(z.string().check(z.maxLength(320))),
  avatar_url: z.optional(z.string().check(z.maxLength(2048))),
  /** The model an AI speaks with. */
  model: z.optional(z.string().check(z.maxLength(200))),
  roles: z._default(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(50)), []),
});

/** A page of the tenant's people. `q` matches anywhere in `local_id` or `display_name`, letter case aside. */
export const listParticipantsInput = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(100))),
  type: z.optional(z.enum(participantTypes)),
  /** Whether people of other servers are listed too. */
  include_federated: z.optional(z.boolean()),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});

/** What is left out stays. Pictures are not taken yet, so the address of one can only be removed. */
export const updateProfileInput = z.strictObject({
  display_name: z.optional(displayName),
  bio: z.optional(z.nullable(shortText(500))),
  avatar_url: z.optional(z.null()),
});

export type NewParticipant = z.input<typeof newParticipant>;
export type ListParticipantsInput = z.infer<typeof listParticipantsInput>;
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;
