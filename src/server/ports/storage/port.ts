import type { Readable } from "node:stream";

/** `<tenant id>/<name>`, of letters, digits, `-`, `_` and `.`; never from a client. */
export type StorageKey = string;

/** Where the bytes of files are. */
export type Storage = {
  /** Resolves when the bytes survive a crash. The same key again replaces it whole: a reader sees the old or the new. */
  put(key: StorageKey, bytes: Uint8Array): Promise<void>;
  /** The bytes and their number; null when there are none. */
  get(key: StorageKey): Promise<{ size: number; stream: Readable } | null>;
  /** Absent is as good as deleted. */
  delete(key: StorageKey): Promise<void>;
  /** Rejects when the port can't be used now. */
  check(): Promise<void>;
};

const allowed = /^[0-9a-f-]{36}\/[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Throws unless a key is one of ours: it becomes a path, and `..` would lead out of the folder. */
export function requireKey(key: StorageKey): void {
  if (!allowed.test(key) || key.includes("..")) throw new Error("This is no key of the storage.");
}
