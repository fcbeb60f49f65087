import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

export const identityEvents = {
  /** These sessions ended: their live sockets get this frame last and are closed with 4001. */
  "swp.session.ended": z.object({
    session_ids: z.array(id),
    reason: z.enum(["signed_out", "revoked", "expired"]),
    /** Whose they are, when somebody else ended them. */
    participant_id: z.optional(id),
  }),
};
