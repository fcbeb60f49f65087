import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { screenPreferences } from "#/domain/participants/preferences.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import { participant } from "#/domain/participants/schema.ts";
import { sidebarChange } from "#/domain/participants/sidebar-schema.ts";
import { customStatus } from "#/domain/participants/status-schema.ts";

export const participantEvents = {
  /** A participant appeared or changed how they look to others. */
  "swp.participant.updated": z.object({ participant }),
  /** The account was closed: they sign in no more and leave the directory; what they said stays. */
  "swp.participant.deactivated": z.object({ participant_id: id }),
  /** What someone may do in the tenant changed. Told to them alone. */
  "swp.participant.roles": z.object({ participant_id: id, roles: z.array(z.enum(tenantRoles)) }),
  /** What someone says of themselves for a while; null says it no more. */
  "swp.participant.status": z.object({ participant_id: id, status: z.nullable(customStatus) }),
  /** One's own choices, for one's devices. */
  "swp.participant.preferences": z.object({ preferences: screenPreferences }),
  /** The fields of one's own list of rooms that changed, for one's devices. */
  "swp.sidebar.updated": sidebarChange,
  /** Whom one blocked or hears again, for one's devices; the other is never told. */
  "swp.participant.block": z.object({ participant_id: id, blocked: z.boolean() }),
};
