import { z } from "zod";
import { SwError } from "#/domain/errors.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { headOf, readLogFor } from "#/server/log/read.ts";
import { viewerOf } from "#/server/log/viewer.ts";
import type { LogWake } from "#/server/log/wake.ts";

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** The query of `/v1/sync`: defaults and bounds of the protocol. */
export const syncQuery = z.object({
  since: number(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: number(1, 500).default(100),
  timeout: number(0, 60_000).default(30_000),
});
export type SyncQuery = z.infer<typeof syncQuery>;

export type SyncEvent = Omit<ReceivedEvent, "type"> & { event_type: ReceivedEvent["type"] };
export type SyncAnswer = { events: SyncEvent[]; next_cursor: number; has_more: boolean };

/**
 * What concerns the actor after `since`: at once when there is something, else at the next event or after `timeout` ms.
 * SW_BAD_REQUEST for a position the log has not reached: the log went back (a restore), and the client must start over.
 */
export async function sync(ctx: Context, wake: LogWake, query: SyncQuery, gone: AbortSignal): Promise<SyncAnswer> {
  const until = AbortSignal.any([gone, AbortSignal.timeout(query.timeout)]);
  let since = query.since;
  for (;;) {
    // The wait begins before the look, so that what is written between the two still ends it.
    const moved = wake.next(ctx.actor.tenantId, until);
    const found = await look(ctx, since, query.limit);
    if (found.events.length > 0 || found.more || query.timeout === 0 || until.aborted || wake.closed) {
      return { events: found.events.map(toSyncEvent), next_cursor: found.cursor, has_more: found.more };
    }
    since = found.cursor;
    await moved;
  }
}

function look(ctx: Context, since: number, limit: number) {
  return reading(ctx, async (tx) => {
    if (since > (await headOf(tx))) throw new SwError("SW_BAD_REQUEST", "`since` is beyond the end of the log.");
    return readLogFor(tx, await viewerOf(tx, ctx.actor.participantId), since, limit);
  });
}

function toSyncEvent(event: ReceivedEvent & { audience?: unknown }): SyncEvent {
  const { type, audience: _, ...rest } = event;
  return { ...rest, event_type: type };
}
