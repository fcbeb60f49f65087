import { faultOf, isSignedOut } from "#/client/sync/api.ts";
import { type Connection, type ConnectionEvent, step } from "#/client/sync/connection.ts";

/** What of a WebSocket is used, so that tests bring their own. */
export type LineWire<Data> = {
  send(data: Data): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
};

export type LineDeps<Data> = {
  /** A socket with a fresh ticket; null when the line was ended before the ticket came. */
  readonly open: (isWanted: () => boolean) => Promise<LineWire<Data> | null>;
  readonly openWithinMs: number;
  /** Opening, syncing or live: how long silence is borne differs from one line to another, and is told by `after`. */
  readonly onUp: (state: Connection) => void;
  /** What belonged to the attempt that ends is forgotten. */
  readonly onDrop: () => void;
  readonly onMessage: (data: unknown) => void;
  /** Tells the line how it ended. */
  readonly onClosed: (code: number, reason: string) => void;
  readonly onChange: (state: Connection) => void;
  readonly random: () => number;
};

/**
 * Keeps one socket open: drives the states of `connection.ts` with timers, tickets and sockets. Whatever belongs to an
 * earlier attempt (a late ticket, a frame of an old socket) is ignored.
 */
export class Line<Data> {
  readonly #deps: LineDeps<Data>;
  #state: Connection = { at: "idle" };
  #wire: LineWire<Data> | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;

  constructor(deps: LineDeps<Data>) {
    this.#deps = deps;
  }

  get state(): Connection {
    return this.#state;
  }

  /** Since the other end was last heard. */
  get silentMs(): number {
    return Date.now() - this.#heardAt;
  }

  tell(event: ConnectionEvent): void {
    const before = this.#state;
    this.#state = step(before, event, { now: Date.now(), random: this.#deps.random() });
    if (this.#state === before) return;
    this.#enter(this.#state);
    this.#deps.onChange(this.#state);
  }

  /** An attempt came to nothing; without a session there is no sense in another. */
  fail(error: unknown): void {
    this.tell({ on: isSignedOut(faultOf(error)) ? "signed_out" : "failed" });
  }

  /** Sends only once greeted. */
  send(data: Data): void {
    if (this.#state.at === "live" || this.#state.at === "syncing") this.#wire?.send(data);
  }

  /** The one timer of the state one is in: leaving it clears it. */
  after(ms: number, run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, ms);
  }

  #enter(state: Connection): void {
    clearTimeout(this.#timer);
    switch (state.at) {
      case "opening":
      case "syncing":
      case "live":
        this.#deps.onUp(state);
        return;
      default:
        this.#drop();
    }
    if (state.at === "waiting") this.after(Math.max(0, state.until - Date.now()), () => this.tell({ on: "due" }));
    else if (state.at === "asking") {
      this.after(this.#deps.openWithinMs, () => this.tell({ on: "failed" }));
      void this.#ask();
    }
  }

  #drop(): void {
    this.#attempt += 1;
    this.#deps.onDrop();
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onmessage = null;
    wire.onclose = null;
    wire.close();
  }

  async #ask(): Promise<void> {
    const attempt = this.#attempt;
    const isWanted = () => attempt === this.#attempt && this.#state.at === "asking";
    try {
      const wire = await this.#deps.open(isWanted);
      if (wire && isWanted()) this.#listen(wire);
      else wire?.close();
    } catch (error) {
      if (isWanted()) this.fail(error);
    }
  }

  #listen(wire: LineWire<Data>): void {
    this.#wire = wire;
    wire.onmessage = ({ data }) => {
      this.#heardAt = Date.now();
      this.#deps.onMessage(data);
    };
    wire.onclose = ({ code, reason }) => this.#deps.onClosed(code, reason);
    this.tell({ on: "ticket" });
  }
}
