import type { PresenceState, StickyPresence } from "#/domain/presence/events.ts";

/** What a device reports of itself; the rest of presence is a choice made by hand, or absence. */
export const deviceStates = ["online", "idle"] as const;
export type DeviceState = (typeof deviceStates)[number];

/** Clients say something at least this often while in use (the protocol's 30 s). */
export const heartbeatMs = 30_000;
/** Two heartbeats missed, and half of one for the network. */
export const presenceLastsMs = 2.5 * heartbeatMs;

export type Device = { state: DeviceState; heardAt: number };

/** What a person's devices say together: the most awake one wins, silent ones do not count. Times in milliseconds. */
export function autoState(devices: Iterable<Device>, now: number): "online" | "idle" | "offline" {
  let state: "idle" | "offline" = "offline";
  for (const device of devices) {
    if (now - device.heardAt >= presenceLastsMs) continue;
    if (device.state === "online") return "online";
    state = "idle";
  }
  return state;
}

/** Who looks: oneself, someone who sees through `appear_offline`, or anyone else. */
export type Viewer = "self" | "trusted" | "other";

/**
 * What a viewer is shown. A choice made by hand lies over what the devices say, but nobody is there without a device.
 * `appear_offline` is named to oneself only: those who see through it see the devices, the others see nothing.
 */
export function shownState(auto: "online" | "idle" | "offline", sticky: StickyPresence, viewer: Viewer): PresenceState {
  if (auto === "offline") return "offline";
  if (sticky === null) return auto;
  if (sticky !== "appear_offline") return sticky;
  if (viewer === "self") return "appear_offline";
  return viewer === "trusted" ? auto : "offline";
}
