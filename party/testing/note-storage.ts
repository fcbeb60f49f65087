import type { NoteStorage } from "../note/engine.ts";

type Range = { start?: string; end?: string; reverse?: boolean; limit?: number };

/** What an object of the runtime stores, in memory. It outlives the objects; each of them has a handle of its own. */
export class TestDisk {
  readonly values = new Map<string, unknown>();
  /** Each operation takes effect one turn later, in order. */
  isSlow = false;

  get size(): number {
    return this.values.size;
  }
}

/** An object's own handle: what it has not done when the object goes is never done. */
export class TestStorage {
  readonly #disk: TestDisk;
  #line: Promise<unknown> = Promise.resolve();
  #isGone = false;

  constructor(disk: TestDisk) {
    this.#disk = disk;
  }

  gone(): void {
    this.#isGone = true;
  }

  get asStorage(): NoteStorage {
    return this as unknown as NoteStorage;
  }

  get(key: string): Promise<unknown> {
    return this.#inTurn((values) => values.get(key));
  }

  put(key: string, value: unknown): Promise<void> {
    const kept: unknown = structuredClone(value);
    return this.#inTurn((values) => void values.set(key, kept));
  }

  delete(keys: string | string[]): Promise<void> {
    return this.#inTurn((values) => {
      for (const key of [keys].flat()) values.delete(key);
    });
  }

  deleteAll(): Promise<void> {
    return this.#inTurn((values) => values.clear());
  }

  list({ start = "", end, reverse = false, limit = Number.POSITIVE_INFINITY }: Range = {}) {
    return this.#inTurn((values) => {
      const keys = [...values.keys()].filter((key) => key >= start && (end === undefined || key < end)).sort();
      if (reverse) keys.reverse();
      return new Map(keys.slice(0, limit).map((key) => [key, values.get(key)]));
    });
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  #inTurn<T>(operation: (values: Map<string, unknown>) => T): Promise<T> {
    const done = this.#line.then(async () => {
      if (this.#disk.isSlow) await new Promise((resolve) => setImmediate(resolve));
      // Nothing goes on in an object that is gone.
      if (this.#isGone) return new Promise<T>(() => {});
      return operation(this.#disk.values);
    });
    this.#line = done.catch(() => {});
    return done;
  }
}
