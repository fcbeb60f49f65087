import * as Y from "yjs";
import { maxEditors } from "#/domain/notes/bounds.ts";
import type { NoteSaveAnswer, NoteSaveRequest } from "#/domain/notes/contract.ts";
import { fromBase64, toBase64 } from "./bytes.ts";
import {
  closingTimeoutMs,
  firstRetryMs,
  giveUpAfterMs,
  longestRetryMs,
  saveAfterMs,
  saveTimeoutMs,
  saveWithinMs,
} from "./limits.ts";
import type { WebRefusal } from "./web.ts";

/** The origin of changes that come from the database. */
export const fromStore = "store";

export type SaveNews =
  /** `receipts`: what `SaverDeps.receipts` said when that which is saved now was taken. */
  | { kind: "saved"; vector: Uint8Array; receipts: Receipts }
  | { kind: "failed"; code: string; givenUp: boolean }
  /** The note was deleted: there is nothing to save to. */
  | { kind: "gone" };
export type Saved = Exclude<SaveNews, { kind: "gone" }>;

/** How many updates of each connection were heard at some moment. */
export type Receipts = ReadonlyMap<object, number>;

export type SaverDeps = {
  tenantId: string;
  noteId: string;
  document: Y.Doc;
  /** Of what the database is known to have. */
  storedVector: Uint8Array;
  save: (request: NoteSaveRequest, timeoutMs: number) => Promise<NoteSaveAnswer | WebRefusal>;
  editors: () => string[];
  receipts: () => Receipts;
  tell: (news: SaveNews) => void;
};

/**
 * Brings what people write into the database: soon after they pause, often while they don't, and again until it works.
 * One save at a time, and each carries everything that the database has not acknowledged, so that a lost answer costs nothing.
 */
export class Saver {
  readonly #deps: SaverDeps;
  #stored: Uint8Array;
  /** Who wrote, with the number of their last change; the last writer last. */
  readonly #authors = new Map<string, number>();
  #changes = 0;
  #savedChanges = 0;
  #firstAt = 0;
  #lastAt = 0;
  #failingSince: number | null = null;
  #retryAt = 0;
  #retryMs = firstRetryMs;
  #running: Promise<void> | null = null;
  /** The version that the database had when it last spoke. */
  version: number;
  givenUp = false;
  #stopped = false;

  constructor(deps: SaverDeps, version: number) {
    this.#deps = deps;
    this.#stored = deps.storedVector;
    this.version = version;
  }

  get isFailing(): boolean {
    return this.#failingSince !== null;
  }

  get clean(): boolean {
    return this.#savedChanges === this.#changes;
  }

  get authorIds(): string[] {
    return [...this.#authors.keys()];
  }

  /** Something changed that is not from the database. */
  changed(authorIds: readonly string[], now: number): void {
    if (this.clean) this.#firstAt = now;
    this.#lastAt = now;
    this.#changes += 1;
    for (const id of authorIds) {
      this.#authors.delete(id);
      this.#authors.set(id, this.#changes);
    }
    for (const id of this.#authors.keys()) {
      if (this.#authors.size <= maxEditors) break;
      this.#authors.delete(id);
    }
  }

  /** Starts a save if one is due. */
  tick(now: number): void {
    if (this.clean || this.#running || now < this.#due) return;
    void this.save(now);
  }

  get #due(): number {
    if (this.#failingSince !== null) return this.#retryAt;
    return Math.min(this.#lastAt + saveAfterMs, this.#firstAt + saveWithinMs);
  }

  /** One attempt, after the one under way. Whether nothing is left to be saved. `closing`: nobody has the note open any more. */
  async save(now: number, { closing = false } = {}): Promise<boolean> {
    while (this.#running) await this.#running;
    if (this.#stopped) return this.clean;
    this.#running = this.#attempt(now, closing);
    await this.#running;
    return this.clean;
  }

  /** The note is gone, or its document will be: nothing is applied and told any more. */
  stop(): void {
    this.#stopped = true;
  }

  async #attempt(now: number, closing: boolean): Promise<void> {
    const { document, tenantId: tenant_id, noteId: note_id } = this.#deps;
    const sent = this.#changes;
    const vector = Y.encodeStateVector(document);
    const receipts = this.#deps.receipts();
    const request: NoteSaveRequest = {
      tenant_id,
      note_id,
      update: toBase64(Y.encodeStateAsUpdate(document, this.#stored)),
      state_vector: toBase64(vector),
      author_ids: this.authorIds,
      editor_ids: closing ? [] : this.#deps.editors(),
      closing,
    };
    const answer = await this.#deps.save(request, closing ? closingTimeoutMs : saveTimeoutMs);
    this.#running = null;
    if (this.#stopped) return;
    if ("refused" in answer) this.#failed(answer, now);
    else this.#succeeded(answer, { sent, vector, receipts });
  }

  #succeeded(
    answer: NoteSaveAnswer,
    { sent, vector, receipts }: { sent: number; vector: Uint8Array; receipts: Receipts },
  ): void {
    this.#savedChanges = Math.max(this.#savedChanges, sent);
    this.#stored = fromBase64(answer.state_vector);
    this.version = answer.version;
    for (const [id, change] of this.#authors) if (change <= sent) this.#authors.delete(id);
    if (answer.missing !== null) Y.applyUpdate(this.#deps.document, fromBase64(answer.missing), fromStore);
    this.#failingSince = null;
    this.#retryMs = firstRetryMs;
    this.givenUp = false;
    // What came meanwhile begins its own wait.
    if (!this.clean) this.#firstAt = this.#lastAt;
    this.#deps.tell({ kind: "saved", vector, receipts });
  }

  #failed({ refused: code }: WebRefusal, now: number): void {
    if (code === "SW_NOTE_NOT_FOUND") {
      this.#stopped = true;
      this.#deps.tell({ kind: "gone" });
      return;
    }
    this.#failingSince ??= now;
    this.#retryAt = now + this.#retryMs;
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
    this.givenUp = now - this.#failingSince >= giveUpAfterMs;
    this.#deps.tell({ kind: "failed", code: code ?? "SW_UNAVAILABLE", givenUp: this.givenUp });
  }
}
