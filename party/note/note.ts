import * as Y from "yjs";
import { maxConnections, maxEditors, textName } from "#/domain/notes/bounds.ts";
import type { NoteAction, NoteActionRequest, NoteOpening, NoteTelling } from "#/domain/notes/contract.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { AwarenessOwners } from "./awareness.ts";
import { toBase64 } from "./bytes.ts";
import { colourFor } from "./colours.ts";
import { digestOf } from "./digest.ts";
import { awarenessFrame, restFrame, updateFrame } from "./frames.ts";
import { HeldBack } from "./held-back.ts";
import { DocumentLife, type NoteDeps, type OpenNote } from "./life.ts";
import { digestEveryMs, heartbeatEveryMs, maxOfPerson, recheckEveryMs, recheckSoonMs, skewMs } from "./limits.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { receive } from "./receive.ts";
import { fromStore, type Saved } from "./saver.ts";
import { NoteSocket, type Wire } from "./socket.ts";

/**
 * One note at the realtime door: who has it open, what they may, its document, and the way of what they write into the database.
 * Knows nothing of sockets and timers of its own: a shell calls `tick` and hands in what comes.
 */
export class Note {
  readonly sockets = new Set<NoteSocket>();
  readonly owners = new AwarenessOwners<NoteSocket>();
  readonly #deps: NoteDeps;
  readonly #life: DocumentLife;
  readonly #heldBack = new HeldBack(
    () => this.open?.engine.logged,
    () => this.sockets.size,
  );
  #speaking: NoteSocket | null = null;
  /** When rights may have changed last. */
  #rightsMovedAt = Number.NEGATIVE_INFINITY;
  readonly #next: { recheck: number; digest: number; heartbeat: number };

  constructor(deps: NoteDeps) {
    this.#deps = deps;
    const { sockets } = this;
    this.#life = new DocumentLife(deps, {
      get size() {
        return sockets.size;
      },
      author: () => this.#speaking?.who.participant_id ?? null,
      editors: () => this.#editors(),
      receipts: () => new Map([...sockets].map((socket) => [socket, socket.updates])),
      came: (stored) => this.#sendAhead(stored),
      hear: (news) => this.#hear(news),
      gone: () => void this.forget(),
      cameBack: () => this.#cameBack(),
    });
    const now = deps.clock();
    this.#next = { recheck: now + recheckEveryMs, digest: now + digestEveryMs, heartbeat: now + heartbeatEveryMs };
  }

  get id(): string {
    return this.#deps.room.id;
  }

  /** Null while the document is not in memory. */
  get open(): OpenNote | null {
    return this.#life.open;
  }

  /** Nothing is in memory and nothing under way. */
  get quiet(): boolean {
    return this.#life.isEmpty && this.sockets.size === 0;
  }

  now(): number {
    return this.#deps.clock();
  }

  /** Lets somebody in whose rights were asked for at `askedAt`. Null when they had to be closed. */
  async enter(wire: Wire, who: NoteOpening, askedAt: number): Promise<NoteSocket | null> {
    const socket = this.admit(wire, who);
    return socket && (await this.seat(socket, askedAt)) ? socket : null;
  }

  /** A new connection, which is told what it may and is heard from now on. Null when there is no room for it. */
  admit(wire: Wire, who: NoteOpening): NoteSocket | null {
    const colour = colourFor(who.participant_id, this.sockets);
    const out = (to: NoteSocket, frame: Uint8Array) => this.#heldBack.send(to, frame);
    const socket = new NoteSocket(wire, who, { colour, out, now: this.now() });
    const own = [...this.sockets].filter((each) => each.who.participant_id === who.participant_id);
    if (this.sockets.size >= maxConnections || own.length >= maxOfPerson) {
      socket.close(closeCodes.tryAgain, "SW_UNAVAILABLE");
      return null;
    }
    this.sockets.add(socket);
    this.tellAccess(socket);
    // Browsers say what they have once they are spoken to in binary.
    socket.send(awarenessFrame([]));
    return socket;
  }

  /** Connects it with the document, which is brought into memory for it. Whether it stays. */
  async seat(socket: NoteSocket, askedAt: number): Promise<boolean> {
    const open = await this.#life.opened(socket.who.tenant_id);
    if ("refused" in open) {
      if (open.refused === "SW_NOTE_NOT_FOUND") this.close(socket, closeCodes.aborted, open.refused);
      else this.close(socket, closeCodes.tryAgain, "SW_UNAVAILABLE");
      return false;
    }
    if (!this.sockets.has(socket)) {
      void this.#life.letGo();
      return false;
    }
    await this.#plug(socket, open);
    if (askedAt <= this.#rightsMovedAt + skewMs) void this.recheck();
    return true;
  }

  async #plug(socket: NoteSocket, open: OpenNote): Promise<void> {
    this.tellAccess(socket);
    socket.askedAt = this.now();
    await open.engine.plug(socket.plug);
    socket.isPlugged = true;
    if (!this.sockets.has(socket)) {
      socket.plug.leave();
      return;
    }
    // The document has more by now than it was sent: what the log had, or somebody just wrote.
    if (socket.given && socket.given !== open.whole)
      this.#heldBack.send(socket, updateFrame(Y.encodeStateAsUpdate(open.engine.document)));
    socket.given = null;
    for (const data of socket.early.takeAll()) this.receive(socket, data);
  }

  /** Who has nothing and waits for the document gets it as it is stored. */
  #sendAhead(stored: Uint8Array): boolean {
    const waiting = [...this.sockets].filter((socket) => !socket.isPlugged && socket.early.takeQuestion());
    const frame = waiting.length > 0 ? restFrame(stored) : null;
    for (const socket of waiting) {
      socket.given = stored;
      socket.send(frame!);
    }
    return waiting.length > 0;
  }

  receive(socket: NoteSocket, data: string | Uint8Array): void {
    const { open } = this;
    if (socket.isClosed || !this.sockets.has(socket)) return;
    if (!socket.isPlugged) {
      if (!socket.early.add(data)) this.close(socket, closeCodes.tryAgain, "SW_UNAVAILABLE");
    } else if (open) receive(this, open, socket, data);
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
    void this.#life.letGo();
  }

  /** The caret of this id is this connection's: y-partykit takes it away when that ends, and not when an older one does. */
  ownCaret(clientId: number, socket: NoteSocket, takenFrom: NoteSocket | null): void {
    const carets = this.open?.engine.document.conns as Map<unknown, Set<number>> | undefined;
    if (takenFrom) carets?.get(takenFrom.plug)?.delete(clientId);
    carets?.get(socket.plug)?.add(clientId);
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

  /** Says that the database has everything that is here. */
  tellSaved(socket: NoteSocket): void {
    const { open } = this;
    if (!open) return;
    const state_vector = toBase64(Y.encodeStateVector(open.engine.document));
    socket.tell({ type: "saved", state_vector, updates: socket.updates });
  }

  #tellAll(telling: NoteTelling): void {
    for (const socket of this.sockets) socket.tell(telling);
  }

  #hear(news: Saved): void {
    if (news.kind === "saved") {
      const state_vector = toBase64(news.vector);
      // With nothing left to be saved, that is all they ever sent: some of it may have come later and changed nothing.
      const isAll = this.open?.saver.clean === true;
      for (const socket of this.sockets) {
        const updates = isAll ? socket.updates : (news.receipts.get(socket) ?? 0);
        socket.tell({ type: "saved", state_vector, updates });
      }
    } else {
      this.#deps.log("note.save_failed", { note_id: this.id, code: news.code, given_up: news.givenUp });
      this.#tellAll({ type: "unsaved", code: news.code, given_up: news.givenUp });
    }
    for (const socket of this.sockets) this.tellAccess(socket);
  }

  #editors(): string[] {
    const writers = [...this.sockets].filter(({ mayWrite }) => mayWrite).map(({ who }) => who.participant_id);
    return [...new Set(writers)].slice(0, maxEditors);
  }

  /** The web application was told that the note is closed: it is told otherwise, and asked for what it did not tell meanwhile. */
  #cameBack(): void {
    void this.open?.saver.save(this.now());
    void this.recheck();
    void this.pull();
  }

  tick(): void {
    const now = this.now();
    for (const socket of [...this.sockets]) {
      const { expires_at } = socket.who;
      const isOver = expires_at !== null && Date.parse(expires_at) <= now;
      if (isOver) this.close(socket, closeCodes.token, "SW_AUTH_EXPIRED_TOKEN");
    }
    const { open } = this;
    if (!open || this.sockets.size === 0) return;
    open.saver.tick(now);
    this.#life.keepLogShort();
    if (now >= this.#next.recheck) void this.recheck();
    if (now >= this.#next.digest) void this.#tellDigest(open);
    if (now < this.#next.heartbeat) return;
    this.#next.heartbeat = now + heartbeatEveryMs;
    for (const socket of this.sockets) socket.send(awarenessFrame([]));
  }

  async #tellDigest({ engine }: OpenNote): Promise<void> {
    this.#next.digest = this.now() + digestEveryMs;
    const state_vector = toBase64(Y.encodeStateVector(engine.document));
    const digest = await digestOf(engine.document.getText(textName).toString());
    this.#tellAll({ type: "digest", state_vector, digest });
  }

  /** What the web application asks for. `open` false: nothing of the note is here that it has not. */
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
        return { open: await this.#life.settle(tenant_id) };
      case "forget":
        await this.forget();
    }
    return { open: !this.#life.isEmpty };
  }

  /** Asks what everybody who is here may do now, and follows the answer. */
  readonly recheck = oneAtATime(async () => {
    this.#next.recheck = this.now() + recheckEveryMs;
    const asked = [...this.sockets];
    const [first] = asked;
    if (!first) return;
    const openers = new Map(asked.map(({ who }) => [openerOf(who), who]));
    const answer = await this.#deps.web.rights({
      tenant_id: first.who.tenant_id,
      note_id: this.id,
      openers: [...openers.values()].map(({ participant_id, session_id }) => ({ participant_id, session_id })),
    });
    if ("refused" in answer) {
      this.#next.recheck = this.now() + recheckSoonMs;
      return;
    }
    const rights = new Map(answer.openers.map((opener) => [openerOf(opener), opener.can_write]));
    for (const socket of asked) {
      const right = rights.get(openerOf(socket.who));
      // Whether they have lost the note or their session is said when they come back.
      if (right === undefined) this.close(socket, closeCodes.token, "SW_AUTH_INVALID_TOKEN");
      else socket.mayWrite = right && socket.who.read_only !== true;
      this.tellAccess(socket);
    }
  });

  /** Fetches what the database has and we have not. */
  readonly pull = oneAtATime(async () => {
    const { open } = this;
    if (!open) return;
    const { document } = open.engine;
    const state_vector = toBase64(Y.encodeStateVector(document));
    const answer = await this.#deps.web.load({ tenant_id: open.tenantId, note_id: this.id, state_vector });
    if (this.open !== open) return;
    if (!("refused" in answer)) {
      Y.applyUpdate(document, answer.update, fromStore);
      open.saver.version = Math.max(open.saver.version, answer.version);
    } else if (answer.refused === "SW_NOTE_NOT_FOUND") await this.forget();
  });

  /** The note is deleted for good: nobody has it open any more, and no word of it stays here. */
  async forget(): Promise<void> {
    this.open?.saver.stop();
    for (const socket of [...this.sockets]) this.close(socket, closeCodes.aborted, "SW_NOTE_NOT_FOUND");
    await this.#life.unload({ erase: true });
  }

  /** The process ends: everybody is sent away to come back, and what they wrote is saved. */
  async drain(): Promise<void> {
    for (const socket of [...this.sockets]) this.close(socket, closeCodes.restart, "restart");
    await this.#life.ended();
  }
}

const openerOf = (who: Pick<NoteOpening, "participant_id" | "session_id">): string =>
  `${who.participant_id} ${who.session_id}`;
