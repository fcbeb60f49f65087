import type { Connection, ConnectionEvent } from "#/client/sync/connection.ts";
import { Line, type LineWire } from "#/client/sync/line.ts";
import { type AiFrame, isAiFrame } from "#/client/sync/turn-texts.ts";
import { type Frame, fromFrame, type ReceivedEvent } from "#/domain/stream/event-frames.ts";
import type { ClientFrame, TransientFrame } from "#/domain/stream/frames.ts";

export type Wire = LineWire<string>;

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

/** The stream: what a line brings, in the order of the log. */
export class Socket {
  readonly #deps: SocketDeps;
  readonly #line: Line<string>;
  #held: ReceivedEvent[] = [];
  #overflowed = false;
  #reading: AbortController | null = null;

  constructor(deps: SocketDeps) {
    this.#deps = deps;
    this.#line = new Line({
      open: async (isWanted) => {
        const ticket = await deps.ticket();
        return isWanted() ? deps.open(ticket) : null;
      },
      openWithinMs: ticketWithinMs,
      onUp: ({ at }) => {
        if (at === "opening") this.#line.after(helloWithinMs, () => this.tell({ on: "failed" }));
        else this.#watchSilence();
      },
      onDrop: () => {
        this.#reading?.abort();
        this.#held = [];
        this.#overflowed = false;
      },
      onMessage: (data) => this.#receive(data),
      onClosed: (code, reason) => this.tell({ on: "closed", code, reason }),
      onChange: (state) => deps.onChange(state),
      random: () => deps.random(),
    });
  }

  get state(): Connection {
    return this.#line.state;
  }

  tell(event: ConnectionEvent): void {
    this.#line.tell(event);
  }

  /** Sends a frame if the stream is open; typing and presence are not worth keeping. */
  send(frame: ClientFrame): void {
    this.#line.send(JSON.stringify(frame));
  }

  /** The page came back after its timers slept: a line that was silent for too long is not trusted. */
  wake(asked: boolean): void {
    if (this.state.at === "live" && this.#line.silentMs >= silenceMs) this.tell({ on: "failed" });
    this.tell({ on: "wake", asked });
  }

  #watchSilence(): void {
    this.#line.after(silenceMs - this.#line.silentMs, () => {
      if (this.#line.silentMs >= silenceMs) this.tell({ on: "failed" });
      else this.#watchSilence();
    });
  }

  #receive(data: unknown): void {
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
        if (this.state.at === "live") this.#deps.onPosition(transient.stream_position);
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
    if (this.state.at === "live") this.#deps.onEvents([event]);
    else if (this.#held.length < maxHeldBack) this.#held.push(event);
    else this.#overflowed = true;
  }

  /**
   * Live events wait until what came before them is applied, and follow in order: a gap is never visible. If too many had
   * to wait they are forgotten and read from the log instead.
   */
  async #catchUp(until: number): Promise<void> {
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
      if (signal.aborted) return;
      const held = this.#held;
      this.#held = [];
      this.#deps.onEvents(held);
      this.tell({ on: "synced" });
    } catch (error) {
      if (!signal.aborted) this.#line.fail(error);
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
