export type Rate = { perSecond: number; burst: number };

/** A token bucket over a clock that the caller owns (milliseconds). */
export class Bucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Takes one, or `amount`; false when there is not as much left. */
  take(now: number, amount = 1): boolean {
    const gained = (Math.max(0, now - this.#at) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }

  get full(): boolean {
    return this.#tokens >= this.#rate.burst - 1;
  }
}
