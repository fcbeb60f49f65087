/**
 * Tells who waits for a tenant's log that it moved. Only a hint: whoever is woken reads the log, and whoever misses it
 * is woken by the next, or by the sweep that compares positions for writes of other processes.
 */
export class LogWake {
  readonly #waiting = new Map<string, Set<() => void>>();
  #closed = false;
  readonly #listeners = new Set<(tenantId: string) => void>();

  advanced(tenantId: string): void {
    const waiting = this.#waiting.get(tenantId);
    this.#waiting.delete(tenantId);
    for (const wake of waiting ?? []) wake();
    for (const listener of this.#listeners) listener(tenantId);
  }

  /** The process ends: nobody waits any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Wakes everybody who waits, for good. */
  close(): void {
    this.#closed = true;
    for (const tenantId of [...this.#waiting.keys()]) this.advanced(tenantId);
  }

  /** Resolves at the next advance of the tenant's log, or when `signal` ends the wait; at once when it is closed. */
  next(tenantId: string, signal: AbortSignal): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(tenantId) ?? new Set();
      this.#waiting.set(tenantId, waiting);
      const done = () => {
        waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener("abort", done);
      if (signal.aborted) done();
    });
  }

  /** Calls `listener` at every advance of any tenant's log, until the returned function is called. */
  listen(listener: (tenantId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
