import type { Pending } from "#/client/sync/pending-rules.ts";
import type { PendingWrite } from "#/client/sync/pending-storage.ts";

/** Writes known to be done: a list of the storage read a moment ago must not bring them back. */
const maxDone = 2_000;
/** Places of writes that the storage could not take, after all that it did. */
const unstoredFrom = 2 ** 50;

/** The writes that this tab knows, whether it made them, another tab did, or an earlier page left them. */
export class PendingList {
  readonly #writes = new Map<string, Pending>();
  /** Not in the storage (yet): what a reading of it must not drop. */
  readonly #unstored = new Set<string>();
  readonly #done = new Set<string>();

  get size(): number {
    return this.#writes.size;
  }

  get(eventUuid: string): Pending | undefined {
    return this.#writes.get(eventUuid);
  }

  ordered(): Pending[] {
    return [...this.#writes.values()].sort((a, b) => a.seq - b.seq || a.created_at - b.created_at);
  }

  /** A new write, last of all until the storage gives it its place. */
  make(write: Omit<PendingWrite, "seq">): void {
    this.#unstored.add(write.event_uuid);
    this.#writes.set(write.event_uuid, { ...write, seq: Number.MAX_SAFE_INTEGER, position: null, sent_at: null });
  }

  /** `seq` null: what a full disk cannot keep is sent all the same, and only a reload would lose it. */
  placed(eventUuid: string, seq: number | null): void {
    if (seq !== null) this.#unstored.delete(eventUuid);
    this.change(eventUuid, { seq: seq ?? unstoredFrom + this.#unstored.size });
  }

  /** Answers the write as it is now, or null for one that is not known (any more). */
  change(eventUuid: string, change: Partial<Pending>): Pending | null {
    const write = this.#writes.get(eventUuid);
    if (!write) return null;
    const changed = { ...write, ...change };
    this.#writes.set(eventUuid, changed);
    return changed;
  }

  forget(eventUuid: string): void {
    this.#writes.delete(eventUuid);
    this.#unstored.delete(eventUuid);
    this.#done.add(eventUuid);
    if (this.#done.size > maxDone) this.#done.delete(this.#done.values().next().value!);
  }

  clear(): void {
    this.#writes.clear();
  }

  /** Takes over what the storage holds: other tabs add, change and remove there. */
  merge(kept: readonly PendingWrite[]): void {
    const uuids = new Set(kept.map((write) => write.event_uuid));
    for (const [uuid, write] of this.#writes) {
      if (write.status !== "sent" && !this.#unstored.has(uuid) && !uuids.has(uuid)) this.#writes.delete(uuid);
    }
    for (const write of kept) {
      const isSent = this.#writes.get(write.event_uuid)?.status === "sent";
      if (isSent || this.#done.has(write.event_uuid)) continue;
      this.#writes.set(write.event_uuid, { ...write, position: null, sent_at: null });
    }
  }
}
