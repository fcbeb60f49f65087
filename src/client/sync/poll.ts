import { faultOf } from "#/client/sync/api.ts";
import { delayAfter } from "#/client/sync/connection.ts";

export type PollDeps = {
  /** One long poll; resolves when something came or the time is up. */
  turn: (signal: AbortSignal) => Promise<void>;
  /** Whether polls are answered: then messages flow although the stream is closed. */
  onChange: (flowing: boolean) => void;
  random: () => number;
};

/**
 * Where no socket can be had (a proxy without upgrades, the realtime process away) long polls take its place, until it is
 * back. `run(true)` and `run(false)` may be called at any time.
 */
export class Poll {
  readonly #deps: PollDeps;
  #running: AbortController | null = null;

  constructor(deps: PollDeps) {
    this.#deps = deps;
  }

  run(wanted: boolean): void {
    if (wanted === (this.#running !== null)) return;
    if (wanted) {
      this.#running = new AbortController();
      void this.#loop(this.#running.signal);
      return;
    }
    this.#running?.abort();
    this.#running = null;
    this.#deps.onChange(false);
  }

  async #loop(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#deps.turn(signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted || faultOf(error).kind === "aborted") return;
        failures += 1;
      }
      if (signal.aborted) return;
      this.#deps.onChange(failures === 0);
      if (failures > 0) await pause(delayAfter(failures, this.#deps.random()), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
