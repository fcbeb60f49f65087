/** Looks again and again until `good` likes what it sees; fails after the deadline with the last thing seen. */
export async function until<T>(
  look: () => T | Promise<T>,
  good: (seen: T) => boolean,
  deadlineMs = 25_000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (good(seen)) return seen;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain; last seen: ${show(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 2_000);
}
