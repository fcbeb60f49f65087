import * as z from "zod/mini";

export const presenceStates = ["online", "idle", "busy", "appear_offline", "offline"] as const;
export type PresenceState = (typeof presenceStates)[number];
/** What a person can set by hand; null returns to what their devices report. */
export const stickyStates = ["online", "idle", "busy", "appear_offline"] as const;
export type StickyPresence = (typeof stickyStates)[number] | null;

export const presenceEvents = {
  /** One's own choice, for one's devices and for the hub, which tells others what they may see of it. */
  "swp.presence.sticky": z.object({ presence: z.nullable(z.enum(stickyStates)) }),
};
