import { type AbortReason, closeCodes } from "#/domain/stream/close-codes.ts";
import { pingEveryMs } from "#/domain/stream/timing.ts";
import { drainWithinMs, idleAfterMs, maxBufferedBytes, missedPongs } from "./limits.ts";

/** What is known of one connection. Times in milliseconds. */
export type Signs = {
  /** Last frame received, or sent and taken by the network. Either counts: a client that only listens is not idle. */
  activeAt: number;
  pingedAt: number;
  /** The client has answered a ping once, so its silence means something. Others are found dead by TCP. */
  answersPings: boolean;
  unanswered: number;
  bufferedBytes: number;
  /** Since when the network has taken nothing of what is buffered; null while it does. */
  stuckSince: number | null;
  /** When the token expires; null for never. */
  expiresAt: number | null;
};

export type Verdict = { close: number; reason: AbortReason | string } | "ping" | "wait";

/** What to do with a connection now: end it, ping it, or leave it. */
export function judge(signs: Signs, now: number): Verdict {
  if (signs.expiresAt !== null && now >= signs.expiresAt) {
    return { close: closeCodes.token, reason: "SW_AUTH_EXPIRED_TOKEN" };
  }
  const stuck = signs.stuckSince !== null && now - signs.stuckSince >= drainWithinMs;
  if (stuck || signs.bufferedBytes > maxBufferedBytes) return { close: closeCodes.tooSlow, reason: "too_slow" };
  if (now - signs.activeAt >= idleAfterMs) return { close: closeCodes.idle, reason: "idle" };
  if (now - signs.pingedAt < pingEveryMs) return "wait";
  if (signs.answersPings && signs.unanswered >= missedPongs) {
    return { close: closeCodes.aborted, reason: "ping_timeout" };
  }
  return "ping";
}
