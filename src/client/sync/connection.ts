import { afterClose, closeCodes } from "#/domain/stream/close-codes.ts";

/** Where the live connection stands. `tries` counts what failed since it was last live. Times in milliseconds. */
export type Connection =
  | { at: "idle" }
  /** The browser knows of no network. */
  | { at: "offline" }
  | { at: "waiting"; tries: number; until: number; updating: boolean }
  /** For a ticket, a fresh one for each attempt. */
  | { at: "asking"; tries: number }
  /** Opened, and not yet greeted. */
  | { at: "opening"; tries: number }
  /** Greeted: live frames are kept back until what was missed is read. */
  | { at: "syncing"; tries: number }
  | { at: "live"; tries: number; since: number }
  /** The server asked not to come back by itself: another stream of this page, or too many frames. */
  | { at: "stopped"; reason: string }
  | { at: "signed_out" };

export type ConnectionEvent =
  | { on: "start" }
  | { on: "end" }
  | { on: "online" }
  | { on: "offline" }
  /** The page came to the front, or the person asks to try now. */
  | { on: "wake"; asked: boolean }
  | { on: "due" }
  | { on: "ticket" }
  | { on: "failed" }
  | { on: "signed_out" }
  | { on: "hello" }
  | { on: "synced" }
  | { on: "closed"; code: number; reason: string };

export type Chance = { now: number; random: number };

/** A connection that lives this long has recovered; a shorter one counts as one more failure. */
const stableAfterMs = 10_000;
const maxDelayMs = 30_000;
/** After a restart of the server everyone comes back at once; this spreads them. */
const restartSpreadMs = 1_500;

/**
 * 0, 1, 2, 4, 8 … 30 seconds (the protocol's policy), drawn from the upper half of the step so that clients which
 * dropped together do not return together. `random` is in [0, 1).
 */
export function delayAfter(tries: number, random: number): number {
  if (tries === 0) return 0;
  const step = Math.min(maxDelayMs, 1000 * 2 ** (tries - 1));
  return Math.round(step * (0.5 + random / 2));
}

/** The next state. An event that makes no sense where one stands changes nothing. */
export function step(state: Connection, event: ConnectionEvent, chance: Chance): Connection {
  switch (event.on) {
    case "end":
      return { at: "idle" };
    case "start":
      return state.at === "idle" ? { at: "asking", tries: 0 } : state;
    case "signed_out":
      return state.at === "idle" ? state : { at: "signed_out" };
    case "offline":
      return isOver(state) ? state : { at: "offline" };
    case "online":
      return state.at === "offline" || state.at === "waiting" ? { at: "asking", tries: 0 } : state;
    case "wake":
      return wake(state, event.asked);
    case "due":
      return state.at === "waiting" ? { at: "asking", tries: state.tries } : state;
    case "ticket":
      return state.at === "asking" ? { at: "opening", tries: state.tries } : state;
    case "hello":
      return state.at === "opening" ? { at: "syncing", tries: state.tries } : state;
    case "synced":
      return state.at === "syncing" ? { at: "live", tries: state.tries, since: chance.now } : state;
    case "failed":
      return isOver(state) || state.at === "offline" ? state : lost(state, chance, false);
    case "closed":
      return isOver(state) || state.at === "offline" ? state : closed(state, event, chance);
  }
}

function isOver(state: Connection): boolean {
  return state.at === "idle" || state.at === "stopped" || state.at === "signed_out";
}

/** Coming back to the page does not take over from another one that took over; being asked does. */
function wake(state: Connection, asked: boolean): Connection {
  if (state.at === "waiting" || state.at === "offline") return { at: "asking", tries: 0 };
  return asked && state.at === "stopped" ? { at: "asking", tries: 0 } : state;
}

/** A refused token needs no case of its own: each attempt brings a new ticket, and its refusal is `signed_out`. */
function closed(state: Connection, { code, reason }: { code: number; reason: string }, chance: Chance): Connection {
  if (afterClose(code, reason) === "stop") return { at: "stopped", reason };
  return lost(state, chance, code === closeCodes.restart);
}

/** The first return after a stable connection is at once. */
function lost(state: Connection, chance: Chance, updating: boolean): Connection {
  const stable = state.at === "live" && chance.now - state.since >= stableAfterMs;
  const before = "tries" in state ? state.tries : 0;
  const tries = stable ? 0 : before + 1;
  const spread = updating ? chance.random * restartSpreadMs : 0;
  return { at: "waiting", tries, until: chance.now + Math.round(delayAfter(tries, chance.random) + spread), updating };
}
