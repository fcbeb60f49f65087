import * as Y from "yjs";
import { Engine, eraseLog, type NoteRoom } from "./engine.ts";
import { closingTimeoutMs, compactLogAfter, emptyLogAfter } from "./limits.ts";
import { Log, type Mark } from "./mark.ts";
import { leftNotes } from "./open-notes.ts";
import { fromStore, type Receipts, type Saved, type SaveNews, Saver } from "./saver.ts";
import { Size } from "./size.ts";
import type { NoteWeb, WebRefusal } from "./web.ts";

export type NoteDeps = {
  room: NoteRoom;
  web: NoteWeb;
  clock: () => number;
  log: (event: string, fields: Record<string, unknown>) => void;
};

/** A note whose document is in memory. */
export type OpenNote = {
  readonly tenantId: string;
  readonly engine: Engine;
  readonly saver: Saver;
  readonly size: Size;
  readonly marks: Log;
  /** Updates in the object's log. */
  logged: number;
  /** The whole document as the database gave it, until something changes. */
  whole: Uint8Array | null;
};

/** Those for whom a document is held. */
export type Holders = {
  readonly size: number;
  /** Who writes what is being applied; null for nobody. */
  author(): string | null;
  editors(): string[];
  receipts(): Receipts;
  /** What the database has is here, and soon in memory. Whether somebody was sent it at once. */
  came(stored: Uint8Array): boolean;
  /** Saved, or not. */
  hear(news: Saved): void;
  /** The note was deleted. */
  gone(): void;
  /** Somebody came while the document was about to go: it stays, and the web application believes the note closed. */
  cameBack(): void;
};

type State =
  | { kind: "empty" }
  | { kind: "opening"; until: Promise<WebRefusal | { loaded: true }> }
  | { kind: "open"; open: OpenNote }
  | { kind: "ending"; until: Promise<unknown> };

/**
 * A document's coming and going. It comes with the first who opens the note and goes after the last has left and everything is
 * saved. The two take turns: whoever comes while it goes waits, and nobody's document is thrown away under them.
 */
export class DocumentLife {
  readonly #deps: NoteDeps;
  readonly #holders: Holders;
  #state: State = { kind: "empty" };
  #isLeaving = false;

  constructor(deps: NoteDeps, holders: Holders) {
    this.#deps = deps;
    this.#holders = holders;
  }

  get open(): OpenNote | null {
    return this.#state.kind === "open" ? this.#state.open : null;
  }

  get isEmpty(): boolean {
    return this.#state.kind === "empty";
  }

  /** The document in memory, brought there if it is not. Never throws. */
  async opened(tenantId: string): Promise<OpenNote | WebRefusal> {
    for (;;) {
      const state = this.#state;
      if (state.kind === "open") {
        return state.open.tenantId === tenantId ? state.open : { refused: "SW_NOTE_NOT_FOUND" };
      }
      if (state.kind === "ending") await state.until;
      else {
        const until = state.kind === "opening" ? state.until : this.#load(tenantId);
        if (state.kind === "empty") this.#state = { kind: "opening", until };
        const loaded = await until;
        if ("refused" in loaded) return loaded;
      }
    }
  }

  async #load(tenantId: string): Promise<WebRefusal | { loaded: true }> {
    const { room, web } = this.#deps;
    try {
      const answer = await web.load({ tenant_id: tenantId, note_id: room.id });
      if ("refused" in answer) {
        this.#state = { kind: "empty" };
        return answer;
      }
      const { update: stored, version } = answer;
      const marks = new Log(room.storage);
      // A long history takes a while to read. Who waits for it gets it now, and reads it at the same time; but not where the
      // log has more, since what is answered counts as everything.
      const isAll = !(await marks.read())?.unsaved;
      if (isAll && this.#holders.came(stored)) await new Promise((resolve) => setTimeout(resolve, 0));
      const mark = await marks.begin(tenantId);
      const engine = await Engine.open(room, stored);
      this.#state = { kind: "open", open: this.#begin(engine, marks, { tenantId, stored, mark, version }) };
      return { loaded: true };
    } catch (error) {
      this.#failed("note.open_failed", error);
      this.#state = { kind: "empty" };
      return { refused: null };
    }
  }

  #begin(
    engine: Engine,
    marks: Log,
    from: { tenantId: string; stored: Uint8Array; mark: Mark | null; version: number },
  ): OpenNote {
    const { room, web, clock } = this.#deps;
    const { document, hadLog } = engine;
    const { tenantId, mark, stored } = from;
    const storedVector = hadLog ? Y.encodeStateVectorFromUpdate(stored) : Y.encodeStateVector(document);
    const saver = new Saver(
      {
        tenantId,
        noteId: room.id,
        document,
        storedVector,
        save: (request, timeoutMs) => web.save(request, timeoutMs),
        editors: () => this.#holders.editors(),
        receipts: () => this.#holders.receipts(),
        tell: (news) => this.#hear(news),
      },
      from.version,
    );
    const size = new Size(document, hadLog ? Y.encodeStateAsUpdate(document).length : stored.length);
    const open: OpenNote = { tenantId, engine, saver, marks, size, logged: 0, whole: hadLog ? null : stored };
    leftNotes.delete(room.id);
    if (mark?.unsaved || hasMore(document, storedVector)) saver.changed(mark?.author_ids ?? [], clock());
    document.on("update", (update: Uint8Array, origin: unknown) => {
      open.size.grew(update);
      open.logged += 1;
      open.whole = null;
      if (origin === fromStore) return;
      const author = this.#holders.author();
      saver.changed(author ? [author] : [], clock());
      marks.unsaved(saver.authorIds);
    });
    return open;
  }

  #hear(news: SaveNews): void {
    const { open } = this;
    if (news.kind === "gone") {
      this.#holders.gone();
      return;
    }
    if (news.kind === "saved" && open?.saver.clean) open.marks.saved();
    this.#holders.hear(news);
  }

  /** Keeps the object's log from growing with each letter while a note stays open for days. */
  keepLogShort(): void {
    const { open } = this;
    if (!open || open.logged < emptyLogAfter) return;
    const { engine, saver } = open;
    if (!saver.clean && open.logged < compactLogAfter) return;
    open.logged = 0;
    const shortened = saver.clean ? engine.emptyLog() : engine.compactLog();
    shortened.catch((error: unknown) => this.#failed("note.log_failed", error));
  }

  /**
   * If nobody holds it any more, the document is saved and goes. What can't be saved now stays in the object's log, and the web
   * application asks for it later (`settle`): the runtime takes the memory of an object away that nobody is connected to.
   */
  async letGo(): Promise<void> {
    const { open } = this;
    if (!open || this.#holders.size > 0 || this.#isLeaving) return;
    this.#isLeaving = true;
    await this.#saveAll(open);
    this.#isLeaving = false;
    if (this.open !== open) return;
    if (this.#holders.size > 0) this.#holders.cameBack();
    else {
      const { clean } = open.saver;
      if (!clean) leftNotes.add(this.#deps.room.id);
      await this.unload({ erase: clean });
    }
  }

  async #saveAll(open: OpenNote): Promise<void> {
    const { clock } = this.#deps;
    const { saver } = open;
    const until = clock() + closingTimeoutMs;
    for (;;) {
      await saver.save(clock(), { closing: true });
      const isWanted = this.#holders.size > 0 || this.open !== open;
      if (saver.clean || saver.isFailing || isWanted || clock() >= until) return;
    }
  }

  /** Lets go of the document at once, with `erase` of the object's log too. */
  async unload({ erase }: { erase: boolean }): Promise<void> {
    if (erase) leftNotes.delete(this.#deps.room.id);
    const state = await this.#settled();
    const { storage } = this.#deps.room;
    if (state.kind === "empty" && erase) await this.#ending(() => eraseLog(storage));
    if (state.kind !== "open") return;
    state.open.saver.stop();
    await this.#ending(() => state.open.engine.unload({ erase }));
  }

  /** Saves what was left in the object's log when the note was last open. Whether something is left still. */
  async settle(tenantId: string): Promise<boolean> {
    if ((await this.#settled()).kind === "open") return true;
    const marks = new Log(this.#deps.room.storage);
    let isLeft = false;
    await this.#ending(async () => {
      const mark = await marks.read();
      isLeft = mark?.unsaved === true && mark.tenant_id === tenantId;
      if (!isLeft) await eraseLog(this.#deps.room.storage);
    });
    if (!isLeft) {
      leftNotes.delete(this.#deps.room.id);
      return false;
    }
    const opened = await this.opened(tenantId);
    if ("refused" in opened) {
      if (opened.refused === "SW_NOTE_NOT_FOUND") await this.unload({ erase: true });
      else leftNotes.add(this.#deps.room.id);
      return opened.refused !== "SW_NOTE_NOT_FOUND";
    }
    await this.letGo();
    return this.open !== null || ((await marks.read())?.unsaved ?? false);
  }

  /** The state once it neither comes nor goes. */
  async #settled(): Promise<Extract<State, { kind: "empty" | "open" }>> {
    for (;;) {
      const state = this.#state;
      if (state.kind === "empty" || state.kind === "open") return state;
      await state.until;
    }
  }

  /** Empty after this work; until then whoever comes waits. */
  async #ending(work: () => Promise<void>): Promise<void> {
    const until = work()
      .catch((error: unknown) => this.#failed("note.unload_failed", error))
      .then(() => {
        this.#state = { kind: "empty" };
      });
    this.#state = { kind: "ending", until };
    await until;
  }

  /** Resolves when the document has gone, or somebody holds it. */
  async ended(): Promise<void> {
    while (!this.isEmpty && this.#holders.size === 0) {
      if (this.#state.kind === "open") await new Promise((resolve) => setTimeout(resolve, 20));
      else if (this.#state.kind !== "empty") await this.#state.until;
    }
  }

  #failed(event: string, error: unknown): void {
    this.#deps.log(event, { note_id: this.#deps.room.id, error: String(error) });
  }
}

function hasMore(document: Y.Doc, vector: Uint8Array): boolean {
  const stored = Y.decodeStateVector(vector);
  return [...document.store.clients.keys()].some(
    (client) => Y.getState(document.store, client) > (stored.get(client) ?? 0),
  );
}
