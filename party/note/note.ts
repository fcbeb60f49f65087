import { removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { maxConnections, maxEditors, textName } from "#/domain/notes/bounds.ts";
import type { NoteAction, NoteActionRequest, NoteOpening, NoteTelling } from "#/domain/notes/contract.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { AwarenessOwners } from "./awareness.ts";
import { fromBase64, toBase64 } from "./bytes.ts";
import { digestOf } from "./digest.ts";
import { Engine, eraseLog, type NoteRoom } from "./engine.ts";
import { awarenessFrame, isSync } from "./frames.ts";
import {
  closingTimeoutMs,
  colours,
  compactLogAfter,
  digestEveryMs,
  emptyLogAfter,
  heartbeatEveryMs,
  recheckEveryMs,
} from "./limits.ts";
import { Log, type Mark } from "./mark.ts";
import { receive } from "./receive.ts";
import { fromStore, type SaveNews, Saver } from "./saver.ts";
import { Size } from "./size.ts";
import { NoteSocket, type Wire } from "./socket.ts";
import type { NoteWeb } from "./web.ts";

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
  /** Updates in the object's log. */
  logged: number;
};

type State =
  | { kind: "empty" }
  | { kind: "opening"; until: Promise<{ refused: string | null } | { loaded: true }> }
  | { kind: "open"; open: OpenNote }
  | { kind: "ending"; until: Promise<unknown> };

/** Closes the door on somebody: what they may is asked for again when they come back. */
const lostRight = { code: closeCodes.token, reason: "SW_AUTH_INVALID_TOKEN" } as const;
/** A question about rights that was not answered is asked again soon. */
const recheckSoonMs = 2_000;
/** Between the clocks of two machines. */
const skewMs = 2_000;

/**
 * One note at the realtime door: who has it open, its document, and the way of what they write into the database. Knows nothing
 * of sockets and timers of its own: a shell calls `tick` and hands in what comes.
 *
 * The document comes with the first who opens the note and goes after the last has left and everything is saved. Coming and
 * going take turns: whoever comes while it goes waits, and nobody's document is thrown away under them.
 */
export class Note {
  readonly sockets = new Set<NoteSocket>();
  readonly owners = new AwarenessOwners<NoteSocket>();
  readonly #deps: NoteDeps;
  #state: State = { kind: "empty" };
  #isLeaving = false;
  #held: { socket: NoteSocket; frame: Uint8Array }[] = [];
  #releasing: Promise<void> = Promise.resolve();
  #speaking: NoteSocket | null = null;
  /** When rights may have changed last, and when to look next. */
  #rightsMovedAt = Number.NEGATIVE_INFINITY;
  #recheckAt: number;
  #digestAt: number;
  #heartbeatAt: number;
  #asking: { recheck: Promise<void> | null; pull: Promise<void> | null } = { recheck: null, pull: null };
  #again = { recheck: false, pull: false };

  constructor(deps: NoteDeps) {
    this.#deps = deps;
    const now = deps.clock();
    this.#recheckAt = now + recheckEveryMs;
    this.#digestAt = now + digestEveryMs;
    this.#heartbeatAt = now + heartbeatEveryMs;
  }

  get id(): string {
    return this.#deps.room.id;
  }

  /** Null while the document is not in memory. */
  get open(): OpenNote | null {
    return this.#state.kind === "open" ? this.#state.open : null;
  }

  /** Nothing is in memory and nothing under way. */
  get quiet(): boolean {
    return this.#state.kind === "empty" && this.sockets.size === 0;
  }

  now(): number {
    return this.#deps.clock();
  }

  /** Lets somebody in whose rights were asked for at `askedAt`. Null when they had to be closed. */
  async enter(wire: Wire, who: NoteOpening, askedAt: number): Promise<NoteSocket | null> {
    const colour = colourFor(who.participant_id, this.sockets);
    const socket = new NoteSocket(wire, who, {
      colour,
      out: (to, frame) => this.#out(to, frame),
      now: this.now(),
    });
    if (this.sockets.size >= maxConnections) {
      socket.close(closeCodes.tryAgain, "SW_UNAVAILABLE");
      return null;
    }
    this.sockets.add(socket);
    const open = await this.#opened(who.tenant_id);
    if ("refused" in open) {
      const gone = open.refused === "SW_NOTE_NOT_FOUND";
      this.close(socket, gone ? closeCodes.aborted : closeCodes.tryAgain, gone ? open.refused! : "SW_UNAVAILABLE");
      return null;
    }
    if (!this.sockets.has(socket)) {
      void this.#leaveIfLast();
      return null;
    }
    await this.#plug(socket, open);
    if (askedAt <= this.#rightsMovedAt + skewMs) void this.recheck();
    return socket;
  }

  async #plug(socket: NoteSocket, { engine }: OpenNote): Promise<void> {
    this.tellAccess(socket);
    socket.askedAt = this.now();
    await engine.plug(socket.plug);
    socket.isPlugged = true;
    if (!this.sockets.has(socket)) socket.plug.leave();
  }

  receive(socket: NoteSocket, data: string | Uint8Array): void {
    const { open } = this;
    if (open && socket.isPlugged && !socket.isClosed && this.sockets.has(socket)) receive(this, open, socket, data);
  }

  /** Hands a checked frame to y-partykit, and knows from whom it is while that works on it. */
  give(socket: NoteSocket, frame: Uint8Array): void {
    this.#speaking = socket;
    try {
      socket.plug.give(frame);
    } finally {
      this.#speaking = null;
    }
  }

  /** Closes a connection from our side. */
  close(socket: NoteSocket, code: number, reason: string): void {
    socket.close(code, reason);
    this.leave(socket);
  }

  /** A connection is gone, or goes. */
  leave(socket: NoteSocket): void {
    if (!this.sockets.delete(socket)) return;
    socket.isClosed = true;
    this.owners.left(socket);
    if (socket.isPlugged) socket.plug.leave();
    void this.#leaveIfLast();
  }

  /** What y-partykit removed for us when a caret changed its connection. */
  forgetCaret(clientId: number, of: NoteSocket): void {
    const { open } = this;
    if (open) removeAwarenessStates(open.engine.document.awareness, [clientId], of.plug);
  }

  tellAll(telling: NoteTelling): void {
    for (const socket of this.sockets) socket.tell(telling);
  }

  canWrite(socket: NoteSocket): boolean {
    return socket.mayWrite && this.open?.saver.givenUp !== true;
  }

  tellAccess(socket: NoteSocket): void {
    const can_write = this.canWrite(socket);
    if (socket.toldCanWrite === can_write) return;
    socket.toldCanWrite = can_write;
    const { participant_id, display_name } = socket.who;
    socket.tell({ type: "access", can_write, participant_id, display_name, colour: socket.colour });
  }

  // --- The document's life -------------------------------------------------------------------------------------------

  async #opened(tenantId: string): Promise<OpenNote | { refused: string | null }> {
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

  /** Never throws: a document that can't be had leaves the note empty, for the next who comes. */
  async #load(tenantId: string): Promise<{ refused: string | null } | { loaded: true }> {
    const { room, web, log } = this.#deps;
    try {
      const answer = await web.load({ tenant_id: tenantId, note_id: this.id });
      if ("refused" in answer) {
        this.#state = { kind: "empty" };
        return answer;
      }
      const stored = fromBase64(answer.update);
      const marks = new Log(room.storage);
      const mark = await marks.begin(tenantId);
      const engine = await Engine.open(room, stored);
      this.#state = {
        kind: "open",
        open: this.#begin(engine, marks, { tenantId, stored, mark, version: answer.version }),
      };
      return { loaded: true };
    } catch (error) {
      log("note.open_failed", { note_id: this.id, error: String(error) });
      this.#state = { kind: "empty" };
      return { refused: null };
    }
  }

  #begin(
    engine: Engine,
    marks: Log,
    { tenantId, stored, mark, version }: { tenantId: string; stored: Uint8Array; mark: Mark | null; version: number },
  ): OpenNote {
    const { document } = engine;
    const storedVector = Y.encodeStateVectorFromUpdate(stored);
    const saver = new Saver(
      {
        tenantId,
        noteId: this.id,
        document,
        storedVector,
        save: (request, timeoutMs) => this.#deps.web.save(request, timeoutMs),
        editors: () => this.#editors(),
        tell: (news) => this.#hear(news, saver, marks),
      },
      version,
    );
    const open: OpenNote = { tenantId, engine, saver, size: new Size(document), logged: 0 };
    if (mark?.unsaved || hasMore(document, storedVector)) saver.changed(mark?.author_ids ?? [], this.now());
    document.on("update", (update: Uint8Array, origin: unknown) => {
      open.size.grew(update);
      open.logged += 1;
      if (origin === fromStore) return;
      const author = this.#speaking?.who.participant_id;
      saver.changed(author ? [author] : [], this.now());
      marks.unsaved(saver.authorIds);
    });
    return open;
  }

  /**
   * After the last has left: everything is saved, then the document goes. What can't be saved now stays in the object's log,
   * and the web application asks for it later (`settle`).
   */
  async #leaveIfLast(): Promise<void> {
    const { open } = this;
    if (!open || this.sockets.size > 0 || this.#isLeaving) return;
    this.#isLeaving = true;
    const giveUpAt = this.now() + closingTimeoutMs;
    do await open.saver.save(this.now(), { closing: true });
    while (
      this.sockets.size === 0 &&
      this.open === open &&
      !open.saver.clean &&
      this.now() < giveUpAt &&
      !open.saver.isFailing
    );
    this.#isLeaving = false;
    if (this.open !== open) return;
    if (this.sockets.size > 0) {
      // Somebody came back. The web application was told that the note is closed, and may not have told us of a lost right.
      void open.saver.save(this.now());
      void this.recheck();
      return;
    }
    await this.#unload(open, open.saver.clean);
  }

  #unload({ engine, saver }: OpenNote, erase: boolean): Promise<void> {
    saver.stop();
    const until = engine
      .unload({ erase })
      .catch((error: unknown) => this.#deps.log("note.unload_failed", { note_id: this.id, error: String(error) }))
      .then(() => {
        this.#state = { kind: "empty" };
      });
    this.#state = { kind: "ending", until };
    return until;
  }

  // --- What goes out -------------------------------------------------------------------------------------------------

  /**
   * Words go to others only once they are in the object's log: what anybody has seen survives the end of this process.
   * (The runtime holds what is sent until what was written before is on disk.)
   */
  #out(socket: NoteSocket, frame: Uint8Array): void {
    if (!isSync(frame)) return socket.send(frame);
    this.#held.push({ socket, frame });
    if (this.#held.length === 1) this.#releasing = this.#releasing.then(() => this.#release());
  }

  async #release(): Promise<void> {
    const batch = this.#held;
    this.#held = [];
    await this.open?.engine.logged;
    for (const { socket, frame } of batch) socket.send(frame);
  }

  #hear(news: SaveNews, saver: Saver, marks: Log): void {
    if (news.kind === "gone") return void this.forget();
    if (news.kind === "saved") {
      if (saver.clean) marks.saved();
      this.tellAll({ type: "saved", state_vector: toBase64(news.vector) });
    } else {
      this.#deps.log("note.save_failed", { note_id: this.id, code: news.code, given_up: news.givenUp });
      this.tellAll({ type: "unsaved", code: news.code, given_up: news.givenUp });
    }
    for (const socket of this.sockets) this.tellAccess(socket);
  }

  #editors(): string[] {
    const writers = [...this.sockets].filter(({ mayWrite }) => mayWrite).map(({ who }) => who.participant_id);
    return [...new Set(writers)].slice(0, maxEditors);
  }

  // --- By the clock --------------------------------------------------------------------------------------------------

  tick(): void {
    const now = this.now();
    const { open } = this;
    for (const socket of [...this.sockets]) {
      const { expires_at } = socket.who;
      if (expires_at !== null && Date.parse(expires_at) <= now)
        this.close(socket, closeCodes.token, "SW_AUTH_EXPIRED_TOKEN");
    }
    if (!open) return;
    if (this.sockets.size > 0) open.saver.tick(now);
    this.#keepLogShort(open);
    if (now >= this.#recheckAt) void this.recheck();
    if (now >= this.#digestAt) void this.#tellDigest(open);
    if (now < this.#heartbeatAt) return;
    this.#heartbeatAt = now + heartbeatEveryMs;
    for (const socket of this.sockets) socket.send(awarenessFrame([]));
  }

  #keepLogShort(open: OpenNote): void {
    const isSaved = open.saver.clean && open.logged >= emptyLogAfter;
    if (!isSaved && open.logged < compactLogAfter) return;
    open.logged = 0;
    const shortened = isSaved ? open.engine.emptyLog() : open.engine.compactLog();
    shortened.catch((error: unknown) => this.#deps.log("note.log_failed", { note_id: this.id, error: String(error) }));
  }

  async #tellDigest({ engine }: OpenNote): Promise<void> {
    this.#digestAt = this.now() + digestEveryMs;
    if (this.sockets.size === 0) return;
    const vector = Y.encodeStateVector(engine.document);
    const digest = await digestOf(engine.document.getText(textName).toString());
    this.tellAll({ type: "digest", state_vector: toBase64(vector), digest });
  }

  // --- What the web application asks ---------------------------------------------------------------------------------

  async act(action: NoteAction, { tenant_id, version }: NoteActionRequest): Promise<{ open: boolean }> {
    switch (action) {
      case "recheck":
        this.#rightsMovedAt = this.now();
        await this.recheck();
        break;
      case "pull":
        if (version === undefined || version > (this.open?.saver.version ?? 0)) await this.pull();
        break;
      case "settle":
        return this.#settle(tenant_id);
      case "forget":
        await this.forget();
    }
    return { open: this.#state.kind !== "empty" };
  }

  /** Asks what everybody who is here may do now, and follows the answer. */
  recheck(): Promise<void> {
    return this.#oneAtATime("recheck", () => this.#recheck());
  }

  async #recheck(): Promise<void> {
    this.#recheckAt = this.now() + recheckEveryMs;
    const asked = [...this.sockets];
    const [first] = asked;
    if (!first) return;
    const nameOf = (who: Pick<NoteOpening, "participant_id" | "session_id">) =>
      `${who.participant_id} ${who.session_id}`;
    const openers = new Map(
      asked.map(({ who: { participant_id, session_id } }) => [
        nameOf({ participant_id, session_id }),
        { participant_id, session_id },
      ]),
    );
    const answer = await this.#deps.web.rights({
      tenant_id: first.who.tenant_id,
      note_id: this.id,
      openers: [...openers.values()],
    });
    if ("refused" in answer) {
      this.#recheckAt = this.now() + recheckSoonMs;
      return;
    }
    const rights = new Map(answer.openers.map((opener) => [nameOf(opener), opener.can_write]));
    for (const socket of asked) {
      const right = rights.get(nameOf(socket.who));
      if (right === undefined) this.close(socket, lostRight.code, lostRight.reason);
      else {
        socket.mayWrite = right && socket.who.read_only !== true;
        this.tellAccess(socket);
      }
    }
  }

  /** Fetches what the database has and we have not. */
  pull(): Promise<void> {
    return this.#oneAtATime("pull", () => this.#pull());
  }

  async #pull(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const { document } = open.engine;
    const answer = await this.#deps.web.load({
      tenant_id: open.tenantId,
      note_id: this.id,
      state_vector: toBase64(Y.encodeStateVector(document)),
    });
    if (this.open !== open) return;
    if (!("refused" in answer)) {
      Y.applyUpdate(document, fromBase64(answer.update), fromStore);
      open.saver.version = Math.max(open.saver.version, answer.version);
    } else if (answer.refused === "SW_NOTE_NOT_FOUND") await this.forget();
  }

  /** While one runs, more of the same are one more after it. */
  #oneAtATime(what: "recheck" | "pull", work: () => Promise<void>): Promise<void> {
    const running = this.#asking[what];
    if (running) {
      this.#again[what] = true;
      return running;
    }
    const run = async () => {
      do {
        this.#again[what] = false;
        await work();
      } while (this.#again[what]);
    };
    const started = run().finally(() => {
      this.#asking[what] = null;
    });
    this.#asking[what] = started;
    return started;
  }

  /** Saves what was left in the object's log. `open` false: nothing is left. */
  async #settle(tenantId: string): Promise<{ open: boolean }> {
    while (this.#state.kind === "opening" || this.#state.kind === "ending") await this.#state.until;
    if (this.#state.kind === "open") return { open: true };
    const { storage } = this.#deps.room;
    const mark = await new Log(storage).read();
    if (!mark?.unsaved || mark.tenant_id !== tenantId) return { open: false };
    const opened = await this.#opened(tenantId);
    if ("refused" in opened) {
      if (opened.refused === "SW_NOTE_NOT_FOUND") await this.forget();
      return { open: opened.refused !== "SW_NOTE_NOT_FOUND" };
    }
    await this.#leaveIfLast();
    return { open: (await new Log(storage).read())?.unsaved ?? false };
  }

  /** The note is deleted for good: nobody has it open any more, and no word of it stays here. */
  async forget(): Promise<void> {
    for (const socket of [...this.sockets]) this.close(socket, closeCodes.aborted, "SW_NOTE_NOT_FOUND");
    while (this.#state.kind === "opening" || this.#state.kind === "ending") await this.#state.until;
    if (this.#state.kind === "open") await this.#unload(this.#state.open, true);
    else await eraseLog(this.#deps.room.storage);
  }

  /** The process ends: everybody is sent away to come back, and what they wrote is saved. */
  async drain(): Promise<void> {
    for (const socket of [...this.sockets]) this.close(socket, closeCodes.restart, "restart");
    while (this.#state.kind !== "empty" && this.sockets.size === 0) {
      if (this.#state.kind === "open") await new Promise((resolve) => setTimeout(resolve, 20));
      else await this.#state.until;
    }
  }
}

function hasMore(document: Y.Doc, vector: Uint8Array): boolean {
  const stored = Y.decodeStateVector(vector);
  return [...document.store.clients.keys()].some(
    (client) => Y.getState(document.store, client) > (stored.get(client) ?? 0),
  );
}

/** The same person has one colour on all their devices, and as long as there are enough nobody else has it. */
function colourFor(participantId: string, sockets: Iterable<NoteSocket>): number {
  const taken = Array.from({ length: colours }, () => new Set<string>());
  for (const { who, colour } of sockets) {
    if (who.participant_id === participantId) return colour;
    taken[colour - 1]!.add(who.participant_id);
  }
  const wish = Number.parseInt(participantId.slice(-6), 16) % colours;
  const order = Array.from({ length: colours }, (_, index) => (wish + index) % colours);
  return order.reduce((best, index) => (taken[index]!.size < taken[best]!.size ? index : best), order[0]!) + 1;
}
