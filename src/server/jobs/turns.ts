/** The database is looked at no more often than this, however many writes wake the worker. */
export const leastPauseMs = 25;

/**
 * Whose turn it is: tenants with work are served one job each in turn, so that ten thousand jobs of one do not keep
 * another waiting.
 */
export class TenantTurns {
  readonly #load: () => Promise<string[]>;
  readonly #freshMs: number;
  #queue: string[] = [];
  #loadedAt = Number.NEGATIVE_INFINITY;
  #expired = true;

  /** `load` answers who has work now; it is asked again after `freshMs`, or once what it said has expired. */
  constructor(load: () => Promise<string[]>, freshMs: number) {
    this.#load = load;
    this.#freshMs = freshMs;
  }

  get expired(): boolean {
    return this.#expired;
  }

  expire(): void {
    this.#expired = true;
  }

  /** What the first tenant offers that may have a turn and has something; undefined when nobody has. */
  async take<T>(
    mayTake: (tenantId: string) => boolean,
    offer: (tenantId: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    await this.#refresh();
    for (const tenantId of this.#queue.filter(mayTake)) {
      this.#queue.splice(this.#queue.indexOf(tenantId), 1);
      const found = await offer(tenantId);
      if (found === undefined) continue;
      this.#queue.push(tenantId);
      return found;
    }
    return undefined;
  }

  async #refresh(): Promise<void> {
    const age = performance.now() - this.#loadedAt;
    if (age < leastPauseMs || (!this.#expired && age < this.#freshMs)) return;
    this.#expired = false;
    this.#loadedAt = performance.now();
    const now = new Set(await this.#load());
    this.#queue = this.#queue.filter((tenantId) => now.delete(tenantId)).concat([...now]);
  }
}

/** Wakes one sleeper. A ring that nobody hears ends the next sleep at once. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async next(limitMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, limitMs);
        signal.addEventListener("abort", done);
        this.#wake = done;
      });
    }
    this.#wake = undefined;
    this.#rung = false;
  }
}
