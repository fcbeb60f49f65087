import { releaseAllStaleHolds } from "#/server/ai/budget.ts";
import { recoverTurns } from "#/server/ai/turns/recover-turns.ts";
import type { App } from "#/server/app.ts";
import { reconcileTasks } from "#/server/identity/provider/reconcile-task.ts";
import { keepHouse } from "#/server/jobs/housekeeping.ts";
import { type PeriodicTask, startSchedule } from "#/server/jobs/schedule.ts";
import { countReconcileDiffs } from "#/server/metrics/registry.ts";
import { settleNotes } from "#/server/notes/live/settle-notes.ts";

/** Everything that comes again by the clock. */
function periodicTasks(app: App): PeriodicTask[] {
  const { party } = app;
  const settling: PeriodicTask = {
    name: "unsaved-notes",
    pattern: "* * * * *",
    run: async (signal) => void (party && (await settleNotes({ ...app, party }, signal))),
  };
  return [
    settling,
    {
      name: "housekeeping",
      pattern: "7-59/15 * * * *",
      run: async (signal) => void (await keepHouse(app.database, signal)),
    },
    {
      name: "stale-ai-holds",
      pattern: "*/5 * * * *",
      run: (signal) => releaseAllStaleHolds(app, signal),
    },
    {
      name: "lost-ai-turns",
      pattern: "* * * * *",
      run: async (signal) => void (await recoverTurns(app, signal)),
    },
    ...reconcileTasks(app, ({ created, updated, deactivated, groups }) =>
      countReconcileDiffs(created + updated + deactivated + groups),
    ),
  ];
}

/** Starts what comes by the clock in this process; answers how to stop it. */
export function startPeriodicTasks(app: App): () => Promise<void> {
  return startSchedule(app.database, periodicTasks(app));
}
