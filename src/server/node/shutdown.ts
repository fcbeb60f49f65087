type Ending = () => Promise<void> | void;

// The page router, the server functions and this entry are bundled apart, each with its own copy of this module:
// the list must be one for the process.
const key = Symbol.for("scaiwave.endings");
const holder = globalThis as { [key]?: Ending[] };

/** Asks that `ending` runs when the process is told to stop. All endings together get two seconds. */
export function onShutdown(ending: Ending): void {
  holder[key] ??= [];
  holder[key].push(ending);
}

/** Runs what was asked for, the latest first, and never waits longer than `limitMs`. */
export async function runShutdown(limitMs = 2_000): Promise<void> {
  const endings = (holder[key] ?? []).splice(0).reverse();
  const all = Promise.allSettled(endings.map(async (ending) => ending()));
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([all, limit]);
  clearTimeout(timer);
}
