import type * as Party from "partykit/server";
import { onConnect, unstable_getYDoc } from "y-partykit";
import {
  clearRange,
  getLevelBulkData,
  getLevelKeyRangeAsEncoded,
  levelPut,
  YPartyKitStorage,
} from "y-partykit/storage";
import * as Y from "yjs";
import { textName } from "#/domain/notes/bounds.ts";

/** What of a PartyKit room a document needs. */
export type NoteRoom = { readonly id: string; readonly storage: NoteStorage };
export type NoteStorage = Party.Storage;
type StorageKey = Parameters<typeof clearRange>[1];

/** A connection as y-partykit uses one. What it is given was checked; what it sends goes on to the socket. */
export class Plug {
  readonly #listeners = { message: [] as ((event: { data: unknown }) => void)[], close: [] as (() => void)[] };
  readonly #out: (frame: Uint8Array) => void;
  readyState = 1;

  constructor(out: (frame: Uint8Array) => void) {
    this.#out = out;
  }

  addEventListener(type: "message" | "close", listener: (event: { data: unknown }) => void): void {
    this.#listeners[type]?.push(listener as () => void);
  }

  send(frame: Uint8Array): void {
    this.#out(frame);
  }

  /** y-partykit is done with it. The socket is closed by whoever decided so. */
  close(): void {
    this.readyState = 3;
  }

  give(frame: Uint8Array): void {
    for (const listener of this.#listeners.message) listener({ data: frame });
  }

  leave(): void {
    this.readyState = 3;
    for (const listener of this.#listeners.close) listener();
  }
}

export type SharedDocument = Awaited<ReturnType<typeof unstable_getYDoc>>;

/** Documents that some opening holds. One that nobody holds any more, because its object was taken away, must not come back. */
const held = new WeakSet<SharedDocument>();

/**
 * A note's document in y-partykit's hands, which keeps a log of its updates in the object's own storage and speaks the
 * protocol with each plug. One plug is nobody's: it keeps the document in memory until `unload`, because y-partykit lets
 * go of one at once when its last connection leaves, whether it is stored or not.
 */
export class Engine {
  readonly document: SharedDocument;
  /** The object's own log had something: the document may have more than the stored one. */
  readonly hadLog: boolean;
  readonly #room: NoteRoom;
  readonly #keeper = new Plug(() => {});
  /** The number of the log's next update; null when only the log knows. */
  #next: number | null = null;

  private constructor(room: NoteRoom, document: SharedDocument) {
    this.#room = room;
    this.document = document;
    this.hadLog = !isBlank(document);
    // y-partykit's own looks the last number up for each letter.
    document.storage!.storeUpdate = (_, update) => this.#store(update);
  }

  /** The stored document, together with what the object's own log has beyond it. */
  static async open(room: NoteRoom, stored: Uint8Array): Promise<Engine> {
    const document = await fresh(room);
    held.add(document);
    // y-partykit leaves deleted text in memory for the sake of a history that nobody reads; the stored one has none either.
    document.gc = true;
    document.getText(textName);
    const engine = new Engine(room, document);
    await engine.plug(engine.#keeper);
    try {
      applyUnheard(document, stored);
    } catch (error) {
      await engine.unload({ erase: false });
      throw error;
    }
    dropPending(document);
    return engine;
  }

  async plug(plug: Plug): Promise<void> {
    await onConnect(plug as unknown as Party.Connection, this.#room as unknown as Party.Room, options());
  }

  /** Resolves once everything that was changed until now is in the object's storage. */
  get logged(): Promise<unknown> {
    return this.document.storage!.tr;
  }

  /** Makes one of the log's updates. */
  compactLog(): Promise<void> {
    const compacted = this.document.compactUpdateLog();
    // In the line behind it: it has taken a number.
    void this.document.storage!._transact(async () => {
      this.#next = null;
    });
    return compacted;
  }

  #store(update: Uint8Array): Promise<number> {
    return this.document.storage!._transact(async (db) => {
      this.#next ??= (await lastNumber(db, this.#room.id)) + 1;
      const number = this.#next;
      this.#next += 1;
      await levelPut(db, ["v1", this.#room.id, "update", number], update);
      return number;
    });
  }

  /** Forgets the log's updates until now, but for the last. Only when all of them are stored elsewhere. */
  emptyLog(): Promise<unknown> {
    const [from] = rangeOf(this.#room.id);
    // In the same line as the updates, so that those which come later stay. The last one keeps the count going: y-partykit
    // clears what it has compacted a moment later, by its numbers, and they must not come again.
    return this.document.storage!._transact(async (db) => {
      const last = await lastNumber(db, this.#room.id);
      if (last > 0) await clearRange(db, from, ["v1", this.#room.id, "update", last]);
    });
  }

  /** Lets go of the document. With `erase`, of its log too. */
  async unload({ erase }: { erase: boolean }): Promise<void> {
    const { document } = this;
    const ended = new Promise<void>((resolve) => {
      document.once("destroy", () => resolve());
      // y-partykit tells of a log that it could not make smaller, and goes on no further.
      (document as unknown as { once(name: "error", then: () => void): void }).once("error", () => resolve());
    });
    this.#keeper.leave();
    await ended;
    held.delete(document);
    if (erase) await eraseLog(this.#room.storage);
  }
}

/** Erases everything that the object stores. */
export async function eraseLog(storage: NoteStorage): Promise<void> {
  // y-partykit does not wait for its own clearing, which deletes by number. These stand in line behind it.
  await storage.list({ limit: 1 });
  await storage.transaction(async () => {});
  await storage.deleteAll();
}

const rangeOf = (id: string): [StorageKey, StorageKey] => [
  ["v1", id, "update", 0],
  ["v1", id, "update", 0xffffffff],
];

/** Of the newest update in the log; -1 when there is none. */
async function lastNumber(db: NoteStorage, id: string): Promise<number> {
  const [gte, lt] = rangeOf(id);
  const [last] = await getLevelKeyRangeAsEncoded(db, { gte, lt, reverse: true, limit: 1 });
  return last === undefined ? -1 : Number(last.split("#").at(-2));
}

// y-partykit writes into what it is given.
const options = () => ({ persist: { mode: "snapshot" as const } });

/** The document as the log alone has it. */
async function fresh(room: NoteRoom): Promise<SharedDocument> {
  const open = () => unstable_getYDoc(room as unknown as Party.Room, options());
  const document = await open().catch(async () => {
    await salvage(room);
    return open();
  });
  if (!held.has(document)) return document;
  // Of an object that is no more; its storage can't be reached through it.
  for (const connection of [...document.conns.keys()]) (connection as unknown as Plug).leave();
  return open();
}

/** A log that can't be read whole, because the machine stopped in the midst of writing, is read piece by piece. */
async function salvage({ id, storage }: NoteRoom): Promise<void> {
  const [gte, lt] = rangeOf(id);
  const rescued = new Y.Doc();
  for (const { value } of await getLevelBulkData(storage, { gte, lt, keys: true, values: true })) {
    try {
      Y.applyUpdate(rescued, value);
    } catch {
      console.error(JSON.stringify({ event: "note.log_unreadable", note_id: id, bytes: value.length }));
    }
  }
  await clearRange(storage, gte, lt);
  await new YPartyKitStorage(storage).storeUpdate(id, Y.encodeStateAsUpdate(rescued));
  rescued.destroy();
}

/**
 * Applies what the database has. Through y-partykit's own `load` a long history would be read and written out twice; here
 * those who listen are left out, since neither the log nor a client must hear of it.
 */
function applyUnheard(document: SharedDocument, stored: Uint8Array): void {
  const listeners = document._observers;
  document._observers = new Map();
  try {
    Y.applyUpdate(document, stored);
  } finally {
    document._observers = listeners;
  }
}

function isBlank({ store }: Y.Doc): boolean {
  return store.clients.size === 0 && store.pendingStructs === null && store.pendingDs === null;
}

/** Forgets what builds on updates that never came: kept, it would be stored and sent to everybody. */
export function dropPending(document: Y.Doc): boolean {
  const { store } = document;
  if (store.pendingStructs === null && store.pendingDs === null) return false;
  store.pendingStructs = null;
  store.pendingDs = null;
  return true;
}
