const everyMs = 5_000;

/**
 * Says on stderr how far long work is: one line that changes on a terminal, a line every five seconds elsewhere, nothing
 * for what is quickly done.
 */
export class ProgressLine {
  #said = performance.now();

  show(text: string): void {
    const terminal = process.stderr.isTTY;
    if (performance.now() - this.#said < (terminal ? 100 : everyMs)) return;
    this.#said = performance.now();
    process.stderr.write(terminal ? `\r\x1b[2K  … ${text}` : `${text}\n`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  }
}
