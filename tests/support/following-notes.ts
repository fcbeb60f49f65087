import { sql } from "drizzle-orm";
import { until } from "../../party/testing/until.ts";
import { LogWake } from "../../src/server/log/wake.ts";
import { followNotes } from "../../src/server/todos/follow-notes.ts";
import { rows, type World } from "./world.ts";

/** The followers of notes, as a process runs them. `settled` waits until they have handled all that is in the log. */
export function following(world: World): { settled: () => Promise<void>; stop: () => Promise<void> } {
  const wake = new LogWake();
  const stop = followNotes({ ...world, now: world.clock.now, wake });
  const positions = () =>
    rows<{ behind: number }>(
      world,
      world,
      sql`select count(*)::int as behind from (values ('note-links'), ('note-todos')) as f(name)
        where not exists (select from app.cursors c, app.streams s where c.name = f.name and c.position = s.position)`,
    );
  return {
    async settled() {
      wake.advanced(world.tenantId);
      await until(positions, ([row]) => row?.behind === 0);
    },
    async stop() {
      wake.close();
      await stop();
    },
  };
}
