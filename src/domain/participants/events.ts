import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import { participant } from "#/domain/participants/schema.ts";

export const participantEvents = {
  /** A participant appeared or changed how they look to others. */
  "swp.participant.updated": z.object({ participant }),
  /** The account was closed: they sign in no more and leave the directory; what they said stays. */
  "swp.participant.deactivated": z.object({ participant_id: id }),
  /** What someone may do in the tenant changed. Told to them alone. */
  "swp.participant.roles": z.object({ participant_id: id, roles: z.array(z.enum(tenantRoles)) }),
};
