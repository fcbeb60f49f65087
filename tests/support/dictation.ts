import { type Answer, delta, done, type Step, usage } from "./gateway.ts";

/** An answer that goes on only when it is told to. */
export class Dictation {
  readonly #steps: (Step | null)[] = [delta({ role: "assistant", content: "" })];
  #wake = () => {};
  #begin = () => {};
  /** Since when the model is asked. */
  readonly begun = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });
  readonly answer: Answer = { stream: () => this.#stream() };

  say(...pieces: string[]): void {
    this.#push(...pieces.map((content) => delta({ content })));
  }

  end(): void {
    this.#push(delta({}, "stop"), usage(40, 20), done, null);
  }

  breakOff(): void {
    this.#push({ breakOff: true });
  }

  #push(...steps: (Step | null)[]): void {
    this.#steps.push(...steps);
    this.#wake();
  }

  async *#stream(): AsyncGenerator<Step> {
    this.#begin();
    for (;;) {
      const step = this.#steps.shift();
      if (step === null) return;
      if (step) yield step;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
