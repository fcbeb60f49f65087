type Ending = () => Promise<void> | void;

// The page router, the server functions and this entry are bundled apart, each with its own copy of this module:
// the lists must be one for the process.
const key = Symbol.for("scaiwave.endings");
const holder = globalThis as { [key]?: { draining: Ending[]; stopping: Ending[] } };

function endings(): { draining: Ending[]; stopping: Ending[] } {
  holder[key] ??= { draining: [], stopping: [] };
  return holder[key];
}

/** Asks that `ending` runs as soon as the process is told to stop, before it waits for what it is answering. */
export function onDrain(ending: Ending): void {
  endings().draining.push(ending);
}

/** Asks that `ending` runs when nothing is being answered any more. */
export function onShutdown(ending: Ending): void {
  endings().stopping.push(ending);
}

export function runDrain(): void {
  for (const ending of endings().draining.splice(0)) void ending();
}

/** Runs what was asked for, the latest first, and never waits longer than `limitMs`. */
export async function runShutdown(limitMs: number): Promise<void> {
  const all = Promise.allSettled(
    endings()
      .stopping.splice(0)
      .reverse()
      .map(async (ending) => ending()),
  );
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([all, limit]);
  clearTimeout(timer);
}
