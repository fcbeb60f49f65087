/** Milliseconds that this thread worked for it: how long one waited depends on what else the machine does meanwhile. */
export function cpuTime(act: () => unknown): number {
  return timed(act).cpuMs;
}

/** The same, with what was made. */
export function timed<T>(act: () => T): { made: T; cpuMs: number } {
  const before = process.threadCpuUsage();
  const made = act();
  const { user, system } = process.threadCpuUsage(before);
  return { made, cpuMs: (user + system) / 1_000 };
}
