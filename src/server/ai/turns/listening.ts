import { InferenceError } from "#/server/ports/inference/port.ts";

/** A gateway that sends nothing for so long has lost us, whatever it says itself. */
const stallMs = 120_000;

/**
 * Waits for one piece after the other, or for the end of waiting. One timer and one listener serve all pieces of an answer:
 * made anew for each, they cost more than everything else that happens to a piece.
 */
export class Listening {
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #stop: () => void = () => {};
  #stall: () => void = () => {};

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#stall(), stallMs);
    signal.addEventListener("abort", this.#stopped, { once: true });
  }

  /** @throws InferenceError SW_AI_CONNECTION_LOST when nothing comes for two minutes, and what `piece` rejects with */
  next<T>(piece: Promise<T>): Promise<T | "stopped"> {
    if (this.#signal.aborted) {
      piece.catch(() => {});
      return Promise.resolve("stopped");
    }
    this.#timer.refresh();
    return new Promise((resolve, reject) => {
      this.#stop = () => resolve("stopped");
      this.#stall = () => reject(stalled());
      piece.then(resolve, reject);
    });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#stopped);
  }

  readonly #stopped = () => this.#stop();
}

function stalled(): InferenceError {
  const detail = "The AI gateway sent nothing for two minutes.";
  return new InferenceError("SW_AI_CONNECTION_LOST", detail, { retryable: true });
}
