import { setTimeout as pause } from "node:timers/promises";
import { InferenceError } from "#/server/ports/inference/port.ts";

/** Of one call of the model, all waits together: for longer nobody sits there, and a failure offers another try. */
const longestWaitMs = 60_000;

type Waiting = {
  readonly stream: { status(words: string): void };
  readonly signal: AbortSignal;
  readonly host: { now(): Date };
};

/**
 * Asks again as often as the gateway says that it is too busy and when it will not be, as long as nothing of the answer has
 * come; meanwhile the status says until when (`rate limited until 2026-03-02T09:00:07.000Z`).
 *
 * @throws what `attempt` throws otherwise
 */
export async function afterRateLimit(
  { stream, signal, host }: Waiting,
  attempt: () => Promise<void>,
  hasBegun: () => boolean,
): Promise<void> {
  let left = longestWaitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const wait = waitOf(error);
      if (wait === null || wait > left || hasBegun() || signal.aborted) throw error;
      left -= wait;
      stream.status(`rate limited until ${new Date(host.now().getTime() + wait).toISOString()}`);
      await pause(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      stream.status("thinking");
    }
  }
}

/** Milliseconds, at least one second; null for what no waiting helps. */
function waitOf(error: unknown): number | null {
  if (!(error instanceof InferenceError) || error.code !== "SW_AI_RATE_LIMITED" || !error.retryable) return null;
  return error.retryAfter === undefined ? null : Math.max(1, error.retryAfter) * 1_000;
}
