import { faultOf, isSignedOut } from "#/client/sync/api.ts";
import { type Connection, type ConnectionEvent, step } from "#/client/sync/connection.ts";
import { type AiFrame, isAiFrame } from "#/client/sync/turn-texts.ts";
import { type Frame, fromFrame, type ReceivedEvent } from "#/domain/stream/event-frames.ts";
import type { ClientFrame, TransientFrame } from "#/domain/stream/frames.ts";

/** What of a WebSocket is used, so that tests bring their own. */
export type Wire = Pick<WebSocket, "send" | "close"> & {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
};

export type SocketDeps = {
  /** A fresh ticket for one attempt. */
  ticket: () => Promise<string>;
  open: (ticket: string) => Wire;
  /** Applies everything of the log up to at least `until`; called when greeted, before any live event is let through. */
  catchUp: (until: number, signal: AbortSignal) => Promise<void>;
  /** Live events in order, after what was missed. */
  onEvents: (events: ReceivedEvent[]) => void;
  /** Nothing up to here is still on its way. */
  onPosition: (position: number) => void;
  onTransient: (frame: TransientFrame | AiFrame) => void;
  onChange: (state: Connection) => void;
  random: () => number;
};

/** No hello by then means that the opening came to nothing (the protocol's value, and time for a busy server). */
const helloWithinMs = 2_000;
const ticketWithinMs = 10_000;
/** The server pings every 30 s: silence for two of them and a little is a dead line that nobody told us of. */
const silenceMs = 70_000;
/** Events kept back while what was missed is read; beyond it they are dropped and read as well. */
const maxHeldBack = 5_000;

/**
 * Keeps one stream open: drives the states of `connection.ts` with timers, tickets and sockets. Whatever belongs to an
 * earlier attempt (a late ticket, a frame of an old socket) is ignored.
 */
export class Socket {
  readonly #deps: SocketDeps;
  #state: Connection = { at: "idle" };
  #wire: Wire | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #held: ReceivedEvent[] = [];
  #overflowed = false;
  #reading: AbortController | null = null;

  constructor(deps: SocketDeps) {
    this.#deps = deps;
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

  /** Sends a frame if the stream is open; typing and presence are not worth keeping. */
  send(frame: ClientFrame): void {
    if (this.#state.at === "live" || this.#state.at === "syncing") this.#wire?.send(JSON.stringify(frame));
  }

  /** The page came back after its timers slept: a line that was silent for too long is not trusted. */
  wake(asked: boolean): void {
    if (this.#state.at === "live" && Date.now() - this.#heardAt >= silenceMs) this.tell({ on: "failed" });
    this.tell({ on: "wake", asked });
  }

  #enter(state: Connection): void {
    clearTimeout(this.#timer);
    if (state.at !== "opening" && state.at !== "syncing" && state.at !== "live") this.#drop();
    switch (state.at) {
      case "waiting":
        this.#timer = setTimeout(() => this.tell({ on: "due" }), Math.max(0, state.until - Date.now()));
        return;
      case "asking":
        this.#timer = setTimeout(() => this.tell({ on: "failed" }), ticketWithinMs);
        void this.#ask();
        return;
      case "opening":
        this.#timer = setTimeout(() => this.tell({ on: "failed" }), helloWithinMs);
        return;
      case "syncing":
      case "live":
        this.#watchSilence();
        return;
    }
  }

  #drop(): void {
    this.#attempt += 1;
    this.#reading?.abort();
    this.#held = [];
    this.#overflowed = false;
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onmessage = null;
    wire.onclose = null;
    wire.close();
  }

  #watchSilence(): void {
    const left = this.#heardAt + silenceMs - Date.now();
    this.#timer = setTimeout(() => {
      if (Date.now() - this.#heardAt >= silenceMs) this.tell({ on: "failed" });
      else this.#watchSilence();
    }, left);
  }

  async #ask(): Promise<void> {
    const attempt = this.#attempt;
    const current = () => attempt === this.#attempt && this.#state.at === "asking";
    try {
      const ticket = await this.#deps.ticket();
      if (!current()) return;
      this.#listen(this.#deps.open(ticket));
      this.tell({ on: "ticket" });
    } catch (error) {
      if (current()) this.tell({ on: isSignedOut(faultOf(error)) ? "signed_out" : "failed" });
    }
  }

  #listen(wire: Wire): void {
    this.#wire = wire;
    wire.onmessage = ({ data }) => this.#receive(data);
    wire.onclose = ({ code, reason }) => this.tell({ on: "closed", code, reason });
  }

  #receive(data: unknown): void {
    this.#heardAt = Date.now();
    const frame = parse(data);
    if (!frame) return;
    const event = fromFrame(frame);
    if (event) {
      this.#receiveEvent(event);
      return;
    }
    const transient = frame as TransientFrame;
    switch (transient.type) {
      case "hello":
        this.#deps.onTransient(transient);
        this.tell({ on: "hello" });
        void this.#catchUp(transient.stream_position);
        return;
      case "ping":
        // While something is kept back the position would step over it.
        if (this.#state.at === "live") this.#deps.onPosition(transient.stream_position);
        this.send({ type: "pong" });
        return;
      case "typing":
      case "presence":
      case "presence_list":
      case "error":
        this.#deps.onTransient(transient);
        return;
      default:
        if (isAiFrame(frame)) this.#deps.onTransient(frame);
    }
  }

  #receiveEvent(event: ReceivedEvent): void {
    if (this.#state.at === "live") this.#deps.onEvents([event]);
    else if (this.#held.length < maxHeldBack) this.#held.push(event);
    else this.#overflowed = true;
  }

  /**
   * Live events wait until what came before them is applied, and follow in order: a gap is never visible. If too many had
   * to wait they are forgotten and read from the log instead.
   */
  async #catchUp(until: number): Promise<void> {
    const attempt = this.#attempt;
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    try {
      await this.#deps.catchUp(until, signal);
      while (this.#overflowed && !signal.aborted) {
        const last = this.#held.at(-1)!.stream_position;
        this.#held = [];
        this.#overflowed = false;
        await this.#deps.catchUp(last, signal);
      }
      if (attempt !== this.#attempt) return;
      const held = this.#held;
      this.#held = [];
      this.#deps.onEvents(held);
      this.tell({ on: "synced" });
    } catch (error) {
      if (attempt === this.#attempt) this.tell({ on: isSignedOut(faultOf(error)) ? "signed_out" : "failed" });
    }
  }
}

/** Frames of a later server may be unknown; broken ones are dropped, for the log still has what mattered. */
function parse(data: unknown): Frame | null {
  if (typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && typeof (frame as Frame).type === "string"
      ? (frame as Frame)
      : null;
  } catch {
    return null;
  }
}
