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
import { faultOf, isSignedOut } from "#/client/sync/api.ts";
import { type Connection, type ConnectionEvent, step } from "#/client/sync/connection.ts";
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
  #state: Connection = { at: "idle" };
  #wire: NoteWire | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #isAsked = false;
  #canWrite = false;
  /** Since a refusal: what follows would build on what the server has not. */
  #isHeld = false;
  /** What is here is more than the server takes in one piece: sending it again would end the connection again. */
  #isTooBig = false;
  #serverHas: Uint8Array | undefined;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
    deps.doc.on("update", this.#sendUpdate);
    deps.awareness.on("update", this.#sendAwareness);
  }

  get state(): Connection {
    return this.#state;
  }

  tell(event: ConnectionEvent): void {
    const before = this.#state;
    this.#state = step(before, event, { now: Date.now(), random: this.#deps.random() });
    if (this.#state === before) return;
    this.#enter(this.#state);
    this.#deps.onChange(this.#state);
  }

  /** Sends everything that the server has not, after a refusal. */
  resend(): void {
    this.#isTooBig = false;
    if (this.#state.at !== "live" || !this.#canWrite) return;
    this.#isHeld = false;
    this.#send(writeFrame({ is: "rest", bytes: encodeStateAsUpdate(this.#deps.doc, this.#serverHas) }));
  }

  destroy(): void {
    this.#deps.doc.off("update", this.#sendUpdate);
    removeAwarenessStates(this.#deps.awareness, [this.#deps.doc.clientID], "left");
    this.#deps.awareness.off("update", this.#sendAwareness);
    this.tell({ on: "end" });
  }

  #enter(state: Connection): void {
    clearTimeout(this.#timer);
    if (state.at !== "opening" && state.at !== "syncing" && state.at !== "live") this.#drop();
    switch (state.at) {
      case "waiting":
        this.#timer = setTimeout(() => this.tell({ on: "due" }), Math.max(0, state.until - Date.now()));
        return;
      case "asking":
        this.#timer = setTimeout(() => this.tell({ on: "failed" }), openWithinMs);
        void this.#ask();
        return;
      case "opening":
      case "syncing":
        this.#timer = setTimeout(() => this.tell({ on: "failed" }), firstFrameMs);
        return;
      case "live":
        this.#heardAt = Date.now();
        this.#watchSilence();
    }
  }

  #drop(): void {
    this.#attempt += 1;
    const wire = this.#wire;
    this.#wire = null;
    const { awareness, doc } = this.#deps;
    const others = [...awareness.getStates().keys()].filter((client) => client !== doc.clientID);
    removeAwarenessStates(awareness, others, this);
    if (!wire) return;
    wire.onmessage = null;
    wire.onclose = null;
    wire.close();
  }

  #watchSilence(): void {
    this.#timer = setTimeout(() => {
      const silent = Date.now() - this.#heardAt >= silenceMs;
      if (silent && this.#isAsked) {
        this.tell({ on: "failed" });
        return;
      }
      this.#isAsked = silent;
      if (silent) this.#sendHave();
      this.#watchSilence();
    }, silenceMs);
  }

  async #ask(): Promise<void> {
    const attempt = this.#attempt;
    const isCurrent = () => attempt === this.#attempt && this.#state.at === "asking";
    try {
      const wire = await this.#deps.open();
      if (!isCurrent()) {
        wire.close();
        return;
      }
      this.#wire = wire;
      this.#isHeld = this.#isTooBig;
      this.#serverHas = undefined;
      wire.onmessage = ({ data }) => this.#receive(data);
      wire.onclose = ({ code, reason }) => this.#closed(code, reason);
      this.tell({ on: "ticket" });
    } catch (error) {
      if (isCurrent()) this.tell({ on: isSignedOut(faultOf(error)) ? "signed_out" : "failed" });
    }
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
    this.#heardAt = Date.now();
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
    if (this.#state.at !== "opening") return;
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
        if (this.#canWrite && !this.#isHeld)
          this.#send(writeFrame({ is: "rest", bytes: encodeStateAsUpdate(doc, frame.bytes) }));
        return;
      case "rest":
        applyUpdate(doc, frame.bytes, this);
        if (this.#state.at === "syncing") {
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

  #sendHave(): void {
    this.#send(writeFrame({ is: "have", bytes: encodeStateVector(this.#deps.doc) }));
  }

  readonly #sendUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || !this.#canWrite || this.#isHeld) return;
    if (this.#state.at === "live" || this.#state.at === "syncing")
      this.#send(writeFrame({ is: "update", bytes: update }));
  };

  /** Only of oneself: the server takes no other. */
  readonly #sendAwareness = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const own = this.#deps.doc.clientID;
    if (![...added, ...updated, ...removed].includes(own)) return;
    if (this.#state.at !== "live" && this.#state.at !== "syncing") return;
    this.#send(writeFrame({ is: "awareness", bytes: encodeAwarenessUpdate(this.#deps.awareness, [own]) }));
  };

  #send(data: Uint8Array<ArrayBuffer>): void {
    this.#wire?.send(data);
  }
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
