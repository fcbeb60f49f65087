import type { Frame } from "#/domain/stream/event-frames.ts";
import type { TransientFrame } from "#/domain/stream/frames.ts";
import { pingEveryMs } from "#/domain/stream/timing.ts";
import { Bucket } from "./bucket.ts";
import { frameRate, invalidRate, maxBufferedBytes, measureEveryBytes } from "./limits.ts";
import type { Signs } from "./liveness.ts";

/** The part of a WebSocket that the hub needs. */
export type Wire = {
  send(text: string): void;
  close(code: number, reason: string): void;
  readonly bufferedAmount: number;
};

/** A frame as it goes out: made once, sent to everyone. */
export type Encoded = { text: string; bytes: number };

const utf8 = new TextEncoder();

export function encode(frame: Frame | TransientFrame): Encoded {
  const text = JSON.stringify(frame);
  return { text, bytes: utf8.encode(text).length };
}

export type SocketFacts = {
  id: string;
  participantId: string;
  sessionId: string | null;
  clientId: string | null;
  expiresAt: number | null;
  /** It listens only: it may neither type nor appear to others. */
  readOnly: boolean;
  /** It takes many changes of presence as one frame. */
  takesLists: boolean;
  from: number;
};

/** One connection: what may be sent to it, and the signs of its life. */
export class StreamSocket implements Signs {
  readonly facts: SocketFacts;
  readonly frames: Bucket;
  readonly mistakes: Bucket;
  refusedByRate = 0;

  activeAt: number;
  pingedAt: number;
  answersPings = false;
  unanswered = 0;
  bufferedBytes = 0;
  stuckSince: number | null = null;

  readonly #wire: Wire;
  #sent = 0;
  #taken = 0;
  #sinceMeasured = 0;

  constructor(wire: Wire, facts: SocketFacts, now: number) {
    this.#wire = wire;
    this.facts = facts;
    this.frames = new Bucket(frameRate, now);
    this.mistakes = new Bucket(invalidRate, now);
    this.activeAt = now;
    this.pingedAt = now;
  }

  get expiresAt(): number | null {
    return this.facts.expiresAt;
  }

  /** Sends, and says whether the socket can go on: one that is broken or holds too much unread cannot. */
  send(frame: Encoded, now: number): "sent" | "broken" | "slow" {
    try {
      this.#wire.send(frame.text);
    } catch {
      return "broken";
    }
    this.#sent += frame.bytes;
    this.#sinceMeasured += frame.bytes;
    if (this.#sinceMeasured >= measureEveryBytes) this.measure(now);
    return this.bufferedBytes > maxBufferedBytes ? "slow" : "sent";
  }

  /** Looks at what the network has taken since the last look. */
  measure(now: number): void {
    this.#sinceMeasured = 0;
    this.bufferedBytes = this.#wire.bufferedAmount;
    const taken = this.#sent - this.bufferedBytes;
    if (taken !== this.#taken) this.activeAt = now;
    if (taken !== this.#taken || this.bufferedBytes === 0) this.stuckSince = null;
    else this.stuckSince ??= now;
    this.#taken = taken;
  }

  heard(now: number): void {
    this.activeAt = now;
    this.unanswered = 0;
  }

  pinged(now: number): void {
    // From due time to due time, so that a late look does not make all later pings late.
    const late = now - this.pingedAt - pingEveryMs;
    this.pingedAt = late < pingEveryMs ? this.pingedAt + pingEveryMs : now;
    this.unanswered += 1;
  }

  close(code: number, reason: string): void {
    try {
      this.#wire.close(code, reason);
    } catch {
      // It was already closed from the other side.
    }
  }
}
