import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import { applyUpdate, type Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { tellPrefix } from "#/client/notes/editor/note-door.ts";
import type { NoteWire } from "#/client/notes/editor/note-editor-types.ts";
import { readFrame, writeFrame } from "#/client/notes/editor/note-frames.ts";
import type { Connection, ConnectionEvent } from "#/client/sync/connection.ts";
import { Line } from "#/client/sync/line.ts";
import type { NoteTelling } from "#/domain/notes/contract.ts";

export type LinkDeps = {
  readonly doc: Doc;
  readonly awareness: Awareness;
  /** A fresh ticket and a socket with it. */
  readonly open: () => Promise<NoteWire>;
  readonly onTelling: (telling: NoteTelling) => void;
  /** Everything that the server had is here. */
  readonly onSynced: () => void;
  readonly onChange: (state: Connection) => void;
  /** The note is closed to this person for good. */
  readonly onGone: (code: string) => void;
  readonly random: () => number;
};

/** The first frame comes once the server has the note in memory. */
const firstFrameMs = 10_000;
const openWithinMs = 10_000;
/** Silence this long is asked about; still nothing after as long again is a dead line. */
const silenceMs = 30_000;

/**
 * One note's connection: the frames of Yjs both ways, and the tellings. Comes back by itself as the stream does, with a new
 * ticket each time. What this person may not write is not sent at all: the server would refuse it.
 */
export class NoteLink {
  readonly #deps: LinkDeps;
  readonly #line: Line<Uint8Array<ArrayBuffer>>;
  #isAsked = false;
  #canWrite = false;
  /** Since a refusal: what follows would build on what the server has not. */
  #isHeld = false;
  /** What is here is more than the server takes in one piece: sending it again would end the connection again. */
  #isTooBig = false;
  #serverHas: Uint8Array | undefined;
  /** Updates sent over this connection, and whether everything that was here before it is among them. */
  #sent = 0;
  #isOffered = false;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
    this.#line = new Line({
      open: () => deps.open(),
      openWithinMs,
      onUp: (state) => this.#up(state),
      onDrop: () => this.#forgetOthers(),
      onMessage: (data) => this.#receive(data),
      onClosed: (code, reason) => this.#closed(code, reason),
      onChange: (state) => deps.onChange(state),
      random: () => deps.random(),
    });
    deps.doc.on("update", this.#sendUpdate);
    deps.awareness.on("update", this.#sendAwareness);
  }

  get state(): Connection {
    return this.#line.state;
  }

  tell(event: ConnectionEvent): void {
    this.#line.tell(event);
  }

  /** Sends everything that the server has not, after a refusal. */
  resend(): void {
    this.#isTooBig = false;
    if (this.state.at !== "live" || !this.#canWrite) return;
    this.#isHeld = false;
    this.#sendRest(this.#serverHas);
  }

  /** Whether all that was written here is among the first so many updates of this connection. */
  isAmong(updates: number): boolean {
    return this.#isOffered && !this.#isHeld && updates >= this.#sent;
  }

  destroy(): void {
    this.#deps.doc.off("update", this.#sendUpdate);
    removeAwarenessStates(this.#deps.awareness, [this.#deps.doc.clientID], "left");
    this.#deps.awareness.off("update", this.#sendAwareness);
    this.tell({ on: "end" });
  }

  #up({ at }: Connection): void {
    if (at === "opening") {
      this.#isHeld = this.#isTooBig;
      this.#serverHas = undefined;
      this.#sent = 0;
      this.#isOffered = false;
    }
    if (at === "live") this.#watchSilence();
    else this.#line.after(firstFrameMs, () => this.tell({ on: "failed" }));
  }

  #forgetOthers(): void {
    const { awareness, doc } = this.#deps;
    const others = [...awareness.getStates().keys()].filter((client) => client !== doc.clientID);
    removeAwarenessStates(awareness, others, this);
  }

  #watchSilence(): void {
    this.#line.after(silenceMs, () => {
      const silent = this.#line.silentMs >= silenceMs;
      if (silent && this.#isAsked) {
        this.tell({ on: "failed" });
        return;
      }
      this.#isAsked = silent;
      if (silent) this.#sendHave();
      this.#watchSilence();
    });
  }

  #closed(code: number, reason: string): void {
    if (reason === "SW_NOTE_TOO_LARGE") {
      this.#isTooBig = true;
      this.#deps.onTelling({ type: "refused", code: reason });
    }
    const isGone = reason === "SW_NOTE_NOT_FOUND" || reason === "SW_NOTE_FORBIDDEN";
    this.tell(isGone ? { on: "end" } : { on: "closed", code, reason });
    if (isGone) this.#deps.onGone(reason);
  }

  #receive(data: unknown): void {
    this.#isAsked = false;
    if (typeof data === "string") this.#hear(data);
    else if (typeof data === "object" && data !== null && "byteLength" in data)
      this.#take(new Uint8Array(data as ArrayBuffer));
  }

  #hear(text: string): void {
    const telling = tellingOf(text);
    if (!telling) return;
    if (telling.type === "access") {
      const before = this.#canWrite;
      this.#canWrite = telling.can_write;
      this.#deps.onTelling(telling);
      if (!before && telling.can_write) this.resend();
      return;
    }
    if (telling.type === "refused") this.#isHeld = true;
    this.#deps.onTelling(telling);
  }

  /** The server's first frame opens the exchange: what it was sent before that it would not hear. */
  #greet(): void {
    if (this.state.at !== "opening") return;
    this.tell({ on: "hello" });
    this.#sendHave();
    const { awareness, doc } = this.#deps;
    if (awareness.getLocalState() !== null) this.#sendAwareness({ added: [], updated: [doc.clientID], removed: [] });
  }

  #take(data: Uint8Array): void {
    const frame = readFrame(data);
    if (!frame) return;
    this.#greet();
    const { doc, awareness } = this.#deps;
    switch (frame.is) {
      case "have":
        this.#serverHas = frame.bytes;
        if (this.#canWrite && !this.#isHeld) this.#sendRest(frame.bytes);
        return;
      case "rest":
        applyUpdate(doc, frame.bytes, this);
        if (this.state.at === "syncing") {
          this.tell({ on: "synced" });
          this.#deps.onSynced();
        }
        return;
      case "update":
        applyUpdate(doc, frame.bytes, this);
        return;
      case "awareness":
        applyAwarenessUpdate(awareness, frame.bytes, this);
        return;
      case "ask_awareness":
        this.#sendAwareness({ added: [], updated: [doc.clientID], removed: [] });
    }
  }

  /** Everything that the server has not. */
  #sendRest(serverHas: Uint8Array | undefined): void {
    this.#sent += 1;
    this.#isOffered = true;
    this.#line.send(writeFrame({ is: "rest", bytes: encodeStateAsUpdate(this.#deps.doc, serverHas) }));
  }

  #sendHave(): void {
    this.#line.send(writeFrame({ is: "have", bytes: encodeStateVector(this.#deps.doc) }));
  }

  readonly #sendUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || !this.#canWrite || this.#isHeld) return;
    if (this.state.at !== "live" && this.state.at !== "syncing") return;
    this.#sent += 1;
    this.#line.send(writeFrame({ is: "update", bytes: update }));
  };

  /** Only of oneself: the server takes no other. */
  readonly #sendAwareness = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const own = this.#deps.doc.clientID;
    if (![...added, ...updated, ...removed].includes(own)) return;
    if (this.state.at !== "live" && this.state.at !== "syncing") return;
    this.#line.send(writeFrame({ is: "awareness", bytes: encodeAwarenessUpdate(this.#deps.awareness, [own]) }));
  };
}

/** Tellings of a later server may be unknown: those are passed over. */
function tellingOf(text: string): NoteTelling | null {
  if (!text.startsWith(tellPrefix)) return null;
  try {
    const telling: unknown = JSON.parse(text.slice(tellPrefix.length));
    return typeof telling === "object" && telling !== null && typeof (telling as NoteTelling).type === "string"
      ? (telling as NoteTelling)
      : null;
  } catch {
    return null;
  }
}
