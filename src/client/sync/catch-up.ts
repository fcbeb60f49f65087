import { faultOf } from "#/client/sync/api.ts";
import type { Server, SyncPage } from "#/client/sync/server.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

/** The part of the store that follows the log. */
export type Follower = {
  cursor: () => number;
  applyEvents: (events: ReceivedEvent[]) => void;
  advance: (position: number) => void;
  /** Starts over from a fresh snapshot. */
  reload: () => Promise<void>;
};

/** After an absence this long (pages of 500) reading everything anew is less work than following. */
const maxPages = 20;
/** A server that hands out a position which its log does not reach is asked again this often, no more. */
const maxRepeats = 5;

/** Applies what followed the store's own position, in order, until the end of the log and at least up to `until`. */
export async function catchUp(server: Server, store: Follower, until: number, signal: AbortSignal): Promise<void> {
  let repeats = 0;
  for (let pages = 0; ; pages += 1) {
    if (pages === maxPages) return store.reload();
    const page = await ask(server, store, { since: store.cursor(), timeoutMs: 0 }, signal);
    if (!page) return;
    take(store, page);
    if (page.has_more) continue;
    repeats += 1;
    if (store.cursor() >= until || repeats === maxRepeats) return;
  }
}

/** One turn of the long poll: waits at the server, and applies what came. */
export async function pollOnce(server: Server, store: Follower, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const page = await ask(server, store, { since: store.cursor(), timeoutMs }, signal);
  if (page) take(store, page);
}

/** Null when the store had to start over: a log that ends before our position was restored from an older copy. */
async function ask(
  server: Server,
  store: Follower,
  question: { since: number; timeoutMs: number },
  signal: AbortSignal,
): Promise<SyncPage | null> {
  try {
    const page = await server.sync(question, signal);
    signal.throwIfAborted();
    return page;
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind !== "refused" || fault.error.code !== "SW_BAD_REQUEST") throw error;
    await store.reload();
    return null;
  }
}

function take(store: Follower, page: SyncPage): void {
  store.applyEvents(page.events);
  store.advance(page.next_cursor);
}
