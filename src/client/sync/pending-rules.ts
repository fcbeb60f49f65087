import { say } from "#/client/language/say.ts";
import { type Fault, isSignedOut } from "#/client/sync/api.ts";
import type { PendingWrite, Refusal } from "#/client/sync/pending-storage.ts";
import type { ErrorCode } from "#/domain/errors.ts";

/** A write as this tab knows it. `sent`: the server has it, and its event is still on the way. */
export type Pending = Omit<PendingWrite, "status"> & {
  status: PendingWrite["status"] | "sent";
  /** The position of the event, once known: whoever is past it has the event. */
  position: number | null;
  sent_at: number | null;
};

/** A queue longer than this is a program, not a person. */
export const maxPending = 500;
/** Of tries without an answer (the look's ruling); after it the person decides. */
const giveUpAfterMs = 10 * 60_000;
/** A fault of the server that stays the same this often is not a passing one. */
const maxServerFaults = 5;

const passing: ReadonlySet<ErrorCode> = new Set(["SW_UNAVAILABLE", "SW_RATE_LIMIT_EXCEEDED", "SW_INTERNAL"]);

export type Verdict =
  | { is: "signed_out" }
  | { is: "refused"; refusal: Refusal }
  /** Nothing is known of the outcome, or the server asked for time: again later. */
  | { is: "wait"; retryAfterMs: number | null };

/** What a failed try means. `serverFaults` counts the tries of this write that ended in SW_INTERNAL, this one included. */
export function verdictOf(fault: Fault, serverFaults: number): Verdict {
  if (isSignedOut(fault)) return { is: "signed_out" };
  if (fault.kind !== "refused") return { is: "wait", retryAfterMs: null };
  const { code, message } = fault.error;
  if (passing.has(code) && serverFaults < maxServerFaults) return { is: "wait", retryAfterMs: fault.retryAfterMs };
  return { is: "refused", refusal: { code, sentence: message } };
}

export const noAnswer: Refusal = {
  code: null,
  get sentence() {
    return say("The server didn't answer for 10 minutes.");
  },
};

/** The clock of a write runs from when it was made, or from when answers stopped, whichever is later. */
export function isOverdue(write: Pending, silentSince: number, now: number): boolean {
  return write.status === "queued" && now - Math.max(write.created_at, silentSince) >= giveUpAfterMs;
}

/** How a pending message looks: full ink at first, then a clock, then “Waiting for the network”, and red when refused. */
export type Phase = "fresh" | "sending" | "waiting" | "failed" | "sent";
/** When a queued write changes its looks, in milliseconds after it was made. */
export const phaseStarts = { sending: 400, waiting: 10_000 };

export function phaseOf(write: Pick<Pending, "status" | "created_at">, now: number): Phase {
  if (write.status !== "queued") return write.status;
  const age = now - write.created_at;
  if (age >= phaseStarts.waiting) return "waiting";
  return age >= phaseStarts.sending ? "sending" : "fresh";
}

/** Ready to be sent: it has its place in the storage, and with it its place in the order. */
export function isQueued(write: Pending): boolean {
  return write.status === "queued" && write.seq !== Number.MAX_SAFE_INTEGER;
}

/** As the storage keeps it. */
export function stored({ position: _, sent_at: __, status, ...write }: Pending): PendingWrite {
  return { ...write, status: status === "failed" ? "failed" : "queued" };
}
