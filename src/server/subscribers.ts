import type { App } from "#/server/app.ts";
import { startFollower } from "#/server/log/follow.ts";
import { startRealtime } from "#/server/log/realtime.ts";
import { suspensions } from "#/server/log/realtime-suspended.ts";
import { noteLiveSubscriber, recheckNotesOf } from "#/server/notes/live/note-live.ts";
import { watchNoteDoor } from "#/server/notes/live/watch-door.ts";
import { followNotes } from "#/server/todos/follow-notes.ts";

/** How often positions are compared, for writes of other processes. Writes of this one wake their readers at once. */
const sweepMs = 500;

/** Starts what follows the log in this process; answers how to stop it. */
export function startSubscribers(app: App): () => Promise<void> {
  const { party } = app;
  const stopRealtime = party && startRealtime({ ...app, party });
  const closeSuspended = suspensions({
    ...app,
    shards: app.config.hubShards,
    forget: (id) => app.tenants.forget(id),
    alsoClose: async (id) => party && recheckNotesOf(app.database, party, id),
  });
  const stopNotes = followNotes(app);
  const stopNoteLive = party && startFollower(app, noteLiveSubscriber(party));
  const stopWatching = party && watchNoteDoor({ ...app, party });
  const heads = new Map<string, string>();
  const sweep = async () => {
    const rows = await app.database.system<{ tenant_id: string; position: string }[]>`
      select tenant_id, position from app.streams`;
    for (const row of rows) {
      if (heads.get(row.tenant_id) === row.position) continue;
      heads.set(row.tenant_id, row.position);
      app.wake.advanced(row.tenant_id);
    }
    await closeSuspended();
  };
  // A sweep that fails (the database restarts) is simply the next one's work.
  const timer = setInterval(() => void sweep().catch(() => {}), sweepMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await Promise.all([stopRealtime?.(), stopNotes(), stopNoteLive?.(), stopWatching?.()]);
  };
}
