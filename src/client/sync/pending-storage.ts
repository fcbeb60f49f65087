import type { DBSchema, IDBPDatabase } from "idb";
import type { Write } from "#/client/sync/server.ts";
import type { ErrorCode } from "#/domain/errors.ts";

/** Why a write was given up: the server's refusal, or (code null) too long without an answer. */
export type Refusal = { code: ErrorCode | null; sentence: string };

/** A write on its way. `seq` is the order in which writes were made, across tabs; times in milliseconds. */
export type PendingWrite = Write & {
  seq: number;
  created_at: number;
  status: "queued" | "failed";
  refusal: Refusal | null;
};

/** Where writes wait so that a reload, a crash or a closed tab loses none. */
export type PendingStorage = {
  all(): Promise<PendingWrite[]>;
  /** Stores a new write at the end; answers its place. */
  add(write: Omit<PendingWrite, "seq">): Promise<number>;
  /** Changes a write that is still there; one that another tab removed stays removed. */
  update(write: PendingWrite): Promise<void>;
  remove(eventUuid: string): Promise<void>;
  /** Forgets everything and ends; for signing out. */
  destroy(): Promise<void>;
};

interface Schema extends DBSchema {
  writes: { key: number; value: PendingWrite; indexes: { by_uuid: string } };
}

/** One database for each person of each tenant, so that a shared browser never sends what another person wrote. */
export function pendingName(tenantId: string, participantId: string): string {
  return `scaiwave-pending-${tenantId}-${participantId}`;
}

/**
 * Apart from the page's own script, because a room is read before anything has to wait in it; fetched right after it and not
 * with the first write, which may be made without a network.
 */
const library = typeof indexedDB === "undefined" ? undefined : import("idb").catch(() => import("idb"));
library?.catch(() => undefined);

/** IndexedDB where it can be had, else memory: private windows and full disks still send, only not after a reload. */
export async function openPendingStorage(name: string): Promise<PendingStorage> {
  try {
    const { deleteDB, openDB } = await (library ?? import("idb"));
    const database = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        fresh
          .createObjectStore("writes", { keyPath: "seq", autoIncrement: true })
          .createIndex("by_uuid", "event_uuid", {
            unique: true,
          });
      },
      blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
    });
    return inIndexedDb(database, () => deleteDB(name));
  } catch {
    return inMemory();
  }
}

function inIndexedDb(database: IDBPDatabase<Schema>, forget: () => Promise<void>): PendingStorage {
  return {
    all: () => database.getAll("writes"),
    add: (write) => database.add("writes", write as PendingWrite),
    async update(write) {
      const transaction = database.transaction("writes", "readwrite");
      if ((await transaction.store.getKey(write.seq)) !== undefined) await transaction.store.put(write);
      await transaction.done;
    },
    async remove(eventUuid) {
      const transaction = database.transaction("writes", "readwrite");
      const key = await transaction.store.index("by_uuid").getKey(eventUuid);
      if (key !== undefined) await transaction.store.delete(key);
      await transaction.done;
    },
    async destroy() {
      database.close();
      await forget();
    },
  };
}

export function inMemory(): PendingStorage {
  const writes = new Map<number, PendingWrite>();
  let next = 1;
  return {
    all: async () => [...writes.values()].map((write) => structuredClone(write)),
    async add(write) {
      const seq = next;
      next += 1;
      writes.set(seq, structuredClone({ ...write, seq }));
      return seq;
    },
    async update(write) {
      if (writes.has(write.seq)) writes.set(write.seq, structuredClone(write));
    },
    async remove(eventUuid) {
      for (const [seq, write] of writes) if (write.event_uuid === eventUuid) writes.delete(seq);
    },
    async destroy() {
      writes.clear();
    },
  };
}
