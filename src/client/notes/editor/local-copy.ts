import { openDB } from "idb";
import { IndexeddbPersistence } from "y-indexeddb";
import type { Doc } from "yjs";
import { rememberNoteCopy } from "#/client/notes/editor/local-copies.ts";

/** What is known of a kept note beside its document. */
export type CopyFacts = {
  /** It was the server's once: also an empty one may be written in. */
  readonly known: boolean;
  /** What was changed here and is not known to be in the database, in bursts of typing. */
  readonly changes: number;
};

/** A note as this browser keeps it. */
export type LocalCopy = {
  readonly facts: CopyFacts;
  keep(facts: Partial<CopyFacts>): void;
  /** Resolves once everything that was changed until now is stored; rejects when it can't be known. */
  stored(): Promise<void>;
  close(): Promise<void>;
  erase(): Promise<void>;
};

const probeName = "scaiwave-notes-probe";

/** Loads what is kept into `doc` and keeps what follows. Null where IndexedDB cannot be had, as in some private windows. */
export async function openLocalCopy(name: string, doc: Doc): Promise<LocalCopy | null> {
  try {
    (await openDB(probeName, 1)).close();
  } catch {
    return null;
  }
  rememberNoteCopy(name);
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  persistence.db?.addEventListener("versionchange", () => persistence.db?.close());
  const [known, changes] = await Promise.all(["known", "changes"].map((key) => persistence.get(key)));
  let isOpen = true;
  const put = (key: string, value: number) => {
    if (isOpen) persistence.set(key, value).catch(() => undefined);
  };
  return {
    facts: {
      known: known === 1,
      changes: typeof changes === "number" ? changes : 0,
    },
    keep(facts) {
      if (facts.known) put("known", 1);
      if (facts.changes !== undefined) put("changes", facts.changes);
    },
    // A look into the database waits behind all that was written to it before.
    stored: () =>
      new Promise<void>((resolve, reject) => {
        const look = persistence.db?.transaction("updates");
        if (!look) return reject(new Error("The copy is closed."));
        look.objectStore("updates").count();
        look.oncomplete = () => resolve();
        look.onabort = () => reject(look.error);
      }),
    async close() {
      isOpen = false;
      await persistence.destroy();
    },
    async erase() {
      isOpen = false;
      await persistence.clearData();
    },
  };
}
