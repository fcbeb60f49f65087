import type { NoteStorage } from "../note/engine.ts";

type Range = { start?: string; end?: string; reverse?: boolean; limit?: number; prefix?: string };

/** What an object of the runtime stores, in memory. It outlives the objects; each of them has a handle of its own. */
export class TestDisk {
  readonly #values = new Map<string, unknown>();
  /** Writes that are refused, as by a full disk. */
  failing = false;

  get size(): number {
    return this.#values.size;
  }

  handle(): TestStorage {
    return new TestStorage(this, this.#values);
  }
}

/** An object's own handle: it is of no use any more once the object is gone. */
export class TestStorage {
  readonly #disk: TestDisk;
  readonly #values: Map<string, unknown>;
  #isGone = false;

  constructor(disk: TestDisk, values: Map<string, unknown>) {
    this.#disk = disk;
    this.#values = values;
  }

  gone(): void {
    this.#isGone = true;
  }

  get asStorage(): NoteStorage {
    return this as unknown as NoteStorage;
  }

  async get(key: string): Promise<unknown> {
    this.#require();
    return this.#values.get(key);
  }

  async put(key: string, value: unknown): Promise<void> {
    this.#require();
    if (this.#disk.failing) throw new Error("the disk is full");
    this.#values.set(key, structuredClone(value));
  }

  async delete(keys: string | string[]): Promise<void> {
    this.#require();
    for (const key of [keys].flat()) this.#values.delete(key);
  }

  async deleteAll(): Promise<void> {
    this.#require();
    this.#values.clear();
  }

  async list({ start = "", end, reverse = false, limit = Number.POSITIVE_INFINITY }: Range = {}) {
    this.#require();
    const keys = [...this.#values.keys()].filter((key) => key >= start && (end === undefined || key < end)).sort();
    if (reverse) keys.reverse();
    return new Map(keys.slice(0, limit).map((key) => [key, this.#values.get(key)]));
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#require();
    return work();
  }

  #require(): void {
    if (this.#isGone) throw new Error("this object is gone");
  }
}
