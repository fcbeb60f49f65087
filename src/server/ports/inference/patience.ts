/** In milliseconds and bytes. */
export type GatewayLimits = {
  /** Between two pieces of an answer, keep-alives included, and before the first. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** After the model said that it ended, for the usage that may follow. */
  readonly afterwordMs: number;
  readonly maxEventChars: number;
  readonly maxStreamBytes: number;
  readonly maxJsonBytes: number;
};

export const gatewayLimits: GatewayLimits = {
  idleMs: 60_000,
  totalMs: 900_000,
  afterwordMs: 2_000,
  maxEventChars: 1_048_576,
  maxStreamBytes: 33_554_432,
  maxJsonBytes: 16_777_216,
};

/** How long one request may take: its `signal` aborts with the caller's, when nothing comes for a while, or at last. */
export class Patience {
  readonly signal: AbortSignal;
  readonly #mine = new AbortController();
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #idleMs = 0;

  constructor(caller: AbortSignal, { idleMs, totalMs }: Pick<GatewayLimits, "idleMs" | "totalMs">) {
    this.signal = AbortSignal.any([caller, this.#mine.signal]);
    this.#total = setTimeout(() => this.#mine.abort(), totalMs);
    this.heard(idleMs);
  }

  /** Something came: waits as long again. */
  heard(idleMs: number): void {
    // For each piece of an answer: the timer at hand costs a tenth of a new one.
    if (this.#idle && idleMs === this.#idleMs) {
      this.#idle.refresh();
      return;
    }
    clearTimeout(this.#idle);
    this.#idleMs = idleMs;
    this.#idle = setTimeout(() => this.#mine.abort(), idleMs);
  }

  /** Whether it was not the caller who ended it. */
  get lost(): boolean {
    return this.#mine.signal.aborted;
  }

  /** The request is over: what it holds is let go, the connection included if its answer was not read to the end. */
  end(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#idle);
    this.#mine.abort();
  }
}
