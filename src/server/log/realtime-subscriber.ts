import type { Batch, LogEvent } from "#/domain/envelope.ts";
import { maxBatchBytes, maxBatchEvents, publishReply } from "#/domain/stream/contract.ts";

/** A hub answers in a millisecond; one that takes this long is gone. */
export const publishTimeoutMs = 1_000;
const firstPauseMs = 50;
/** Short, because everyone's screen must be current within five seconds after the party was killed. */
const longestPauseMs = 1_000;

export type PublishAnswer =
  /** The hub has processed the batch. */
  | { kind: "taken" }
  /** The batch would leave a gap: the hub is at `position`. */
  | { kind: "behind"; position: number }
  /** The hub does not accept what it was sent; that is a fault in the program or in its configuration. */
  | { kind: "refused"; reason: string }
  | { kind: "unreachable"; reason: string };

export type RealtimeDeps = {
  tenantId: string;
  /** The events after a position, in order, without a gap, at most `limit`. */
  read(after: number, limit: number): Promise<LogEvent[]>;
  /** Posts the batch to the tenant's hub. May throw, which counts as unreachable. */
  publish(batch: Batch, signal: AbortSignal): Promise<PublishAnswer>;
  /** A signal that aborts after so many milliseconds. */
  deadline(ms: number): AbortSignal;
};

/** `cursor`: the hub has everything up to here. `failures`: in a row. */
export type RealtimeState = { cursor: number; failures: number };

export type Delivery = {
  state: RealtimeState;
  /** `idle`: wait until the log moves. `again`: call again at once. A pause: call again after it. */
  next: "idle" | "again" | { pauseMs: number };
  /** Worth a line in the log of the process; null if all went well. */
  trouble: string | null;
};

/**
 * Brings the tenant's hub one step closer to the head of the log: reads what follows the cursor, posts it, and says where
 * it stands now. Call it in a loop, one at a time for a tenant. It never skips an event and sends some twice after a
 * failure; the hub ignores what it has processed. Errors of `read` are the caller's.
 */
export async function deliver(deps: RealtimeDeps, state: RealtimeState): Promise<Delivery> {
  const events = contiguous(await deps.read(state.cursor, maxBatchEvents), state.cursor);
  if (events === null) return failed(state, "the log has a gap");
  if (events.length === 0) return { state: { ...state, failures: 0 }, next: "idle", trouble: null };
  const batch = fitting(events);
  const answer = await publish(deps, { tenant_id: deps.tenantId, after: state.cursor, events: batch });
  switch (answer.kind) {
    case "taken":
      return { state: { cursor: state.cursor + batch.length, failures: 0 }, next: "again", trouble: null };
    case "behind":
      if (answer.position >= state.cursor) return failed(state, `the hub contradicts itself at ${answer.position}`);
      return { state: { cursor: answer.position, failures: 0 }, next: "again", trouble: null };
    default:
      return failed(state, `${answer.kind}: ${answer.reason}`);
  }
}

/** What an HTTP answer of a hub means. */
export function readAnswer(status: number, body: unknown): PublishAnswer {
  const parsed = publishReply.safeParse(body);
  if (status === 200 && parsed.success) return { kind: "taken" };
  if (status === 409 && parsed.success) return { kind: "behind", position: parsed.data.position };
  return { kind: status >= 400 && status < 500 ? "refused" : "unreachable", reason: `status ${status}` };
}

async function publish(deps: RealtimeDeps, batch: Batch): Promise<PublishAnswer> {
  try {
    return await deps.publish(batch, deps.deadline(publishTimeoutMs));
  } catch (error) {
    return { kind: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The events up to the first gap; null if they do not even begin where they should. */
function contiguous(events: LogEvent[], after: number): LogEvent[] | null {
  const gap = events.findIndex((event, index) => event.stream_position !== after + 1 + index);
  if (gap === 0) return null;
  return gap === -1 ? events : events.slice(0, gap);
}

/** As many events as fit one batch, and always one. */
function fitting(events: LogEvent[]): LogEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, index) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return index > 0 && bytes > maxBatchBytes;
  });
  return events.slice(0, end === -1 ? maxBatchEvents : Math.min(end, maxBatchEvents));
}

function failed(state: RealtimeState, trouble: string): Delivery {
  const failures = state.failures + 1;
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
  return { state: { ...state, failures }, next: { pauseMs }, trouble };
}
