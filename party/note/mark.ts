import { eraseLog, type NoteStorage } from "./engine.ts";

/** What the object's storage says of its log. */
export type Mark = { tenant_id: string; unsaved: boolean; author_ids: string[] };

const key = "scaiwave-note";

/** Remembers, beside y-partykit's log, whose it is and whether the database has all of it. */
export class Log {
  readonly #storage: NoteStorage;
  #written: Mark | null = null;

  constructor(storage: NoteStorage) {
    this.#storage = storage;
  }

  async read(): Promise<Mark | null> {
    return (await this.#storage.get<Mark>(key)) ?? null;
  }

  /** The note is opened for this tenant. What another one's left under the same id is erased. */
  async begin(tenantId: string): Promise<Mark | null> {
    const mark = await this.read();
    if (mark && mark.tenant_id !== tenantId) await eraseLog(this.#storage);
    const kept = mark?.tenant_id === tenantId ? mark : null;
    this.#written = kept ?? { tenant_id: tenantId, unsaved: false, author_ids: [] };
    await this.#storage.put(key, this.#written);
    return kept;
  }

  unsaved(authorIds: readonly string[]): void {
    const { author_ids, unsaved } = this.#written!;
    if (unsaved && authorIds.every((id) => author_ids.includes(id))) return;
    this.#write({ ...this.#written!, unsaved: true, author_ids: [...authorIds] });
  }

  saved(): void {
    if (this.#written!.unsaved) this.#write({ ...this.#written!, unsaved: false, author_ids: [] });
  }

  // Not waited for: the runtime writes in order, and sends nothing before what was written is on disk.
  #write(mark: Mark): void {
    this.#written = mark;
    this.#storage.put(key, mark).catch((error: unknown) => {
      console.error(JSON.stringify({ event: "note.mark_failed", error: String(error) }));
    });
  }
}
