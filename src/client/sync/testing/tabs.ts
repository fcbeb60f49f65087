import type { TabMessage, Tabs } from "#/client/sync/pending-tabs.ts";

/** Tabs of one browser, in one process: one lock, one channel that does not echo. */
export function sharedTabs() {
  const hearers = new Set<(message: TabMessage) => void>();
  let last: Promise<void> = Promise.resolve();
  return (): Tabs => {
    let mine: ((message: TabMessage) => void) | undefined;
    return {
      alone(work, signal) {
        const turn = last.then(() => (signal.aborted ? Promise.reject(new Error("stopped")) : work()));
        last = turn.catch(() => undefined);
        return turn;
      },
      tell: (message) =>
        queueMicrotask(() => {
          for (const hear of hearers) if (hear !== mine) hear(message);
        }),
      listen(hear) {
        mine = hear;
        hearers.add(hear);
        return () => hearers.delete(hear);
      },
    };
  };
}
