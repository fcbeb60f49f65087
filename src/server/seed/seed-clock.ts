/** The clock of the past: starts so many minutes before now and is moved by what is seeded, never past now. */
export class SeedClock {
  readonly #now: number;
  readonly #start: number;
  #at: number;

  constructor(now: Date, minutesAgo: number) {
    this.#now = now.getTime();
    this.#start = this.#now - minutesAgo * 60_000;
    this.#at = this.#start;
  }

  now = (): Date => new Date(this.#at);

  /** The present, in which the demo is first looked at. */
  get present(): Date {
    return new Date(this.#now);
  }

  pass(minutes: number): void {
    this.#at = Math.min(this.#now, this.#at + minutes * 60_000);
  }

  /** Each tenant begins where the first one did. */
  restart(): void {
    this.#at = this.#start;
  }
}
