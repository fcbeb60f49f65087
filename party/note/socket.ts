import { maxUpdateBytes } from "#/domain/notes/bounds.ts";
import { type NoteOpening, type NoteTelling, tellPrefix } from "#/domain/notes/contract.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { Bucket } from "../hub/bucket.ts";
import { Chunks } from "./chunks.ts";
import { EarlyFrames } from "./early-frames.ts";
import { Plug } from "./engine.ts";
import {
  awarenessRate,
  hugeFrameBytes,
  kilobyteRate,
  maxFrameSlack,
  refusalRate,
  tellRefusedEveryMs,
  updateRate,
  vectorRate,
} from "./limits.ts";

/** What a note needs of a connection. Both may throw when it is gone. */
export type Wire = {
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
};

type Refused = Extract<NoteTelling, { type: "refused" }>;

/** One connection of a note: who it is, what it may, and what it did lately. */
export class NoteSocket {
  readonly who: NoteOpening;
  readonly colour: number;
  readonly plug: Plug;
  readonly chunks = new Chunks();
  /** By the rules alone; see `Note` for whether anybody may write at all now. */
  mayWrite: boolean;
  /** As it was told last. */
  toldCanWrite: boolean | null = null;
  /** It was asked for everything it has, and has not answered yet. */
  askedAt: number | null = null;
  /** Everything that it had when it came is here. */
  isWhole = false;
  /** How many updates it has sent, refused ones among them, so that both sides count the same. */
  updates = 0;
  /** It has written what was refused. */
  isBehind = false;
  isPlugged = false;
  /** What came before the document was in memory. */
  readonly early = new EarlyFrames();
  /** The stored document, when it was sent ahead of that. */
  given: Uint8Array | null = null;
  isClosed = false;
  readonly #wire: Wire;
  readonly #buckets: Record<"update" | "kilobytes" | "awareness" | "vector" | "refusal", Bucket>;
  #toldRefusedAt = Number.NEGATIVE_INFINITY;

  constructor(wire: Wire, who: NoteOpening, { colour, out, now }: { colour: number; out: Out; now: number }) {
    this.#wire = wire;
    this.who = who;
    this.colour = colour;
    this.mayWrite = who.can_write;
    this.plug = new Plug((frame) => out(this, frame));
    this.#buckets = {
      update: new Bucket(updateRate, now),
      kilobytes: new Bucket(kilobyteRate, now),
      awareness: new Bucket(awarenessRate, now),
      vector: new Bucket(vectorRate, now),
      refusal: new Bucket(refusalRate, now),
    };
  }

  takes(what: "update" | "awareness" | "vector", now: number): boolean {
    return this.#buckets[what].take(now);
  }

  takesBytes(length: number, now: number): boolean {
    return this.#buckets.kilobytes.take(now, length / 1_024);
  }

  send(data: string | Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.#wire.send(data);
    } catch {
      // It is gone; its close follows.
    }
  }

  tell(telling: NoteTelling): void {
    this.send(`${tellPrefix}${JSON.stringify(telling)}`);
  }

  /** Tells of an update that was not applied; one who goes on all the same is closed in the end. */
  refuse(code: Refused["code"], bytes: number, now: number): void {
    if (now - this.#toldRefusedAt >= tellRefusedEveryMs) {
      this.#toldRefusedAt = now;
      this.tell({ type: "refused", code, bytes });
    }
    if (!this.#buckets.refusal.take(now)) this.close(closeCodes.aborted, "frame_invalid");
  }

  /** A frame that no client of ours would send. */
  invalid(now: number): void {
    if (!this.#buckets.refusal.take(now)) this.close(closeCodes.aborted, "frame_invalid");
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    try {
      this.#wire.close(code, reason);
    } catch {
      // It was closed already.
    }
  }

  /** A whole binary frame of what came; null while it is not whole, or when it was refused. */
  frame(data: string | Uint8Array, now: number): Uint8Array | null {
    if (data.length > maxUpdateBytes + maxFrameSlack) {
      // Somebody pasted a book. They are told, and keep it; whoever sends such frames for ever is closed.
      this.isBehind = true;
      this.updates += 1;
      if (data.length > hugeFrameBytes) this.close(closeCodes.tooBig, "SW_NOTE_TOO_LARGE");
      else this.refuse("SW_NOTE_TOO_LARGE", data.length, now);
      return null;
    }
    if (!this.takesBytes(data.length, now)) {
      this.tell({ type: "refused", code: "SW_RATE_LIMIT_EXCEEDED" });
      this.close(closeCodes.aborted, "rate_limit");
      return null;
    }
    const whole = typeof data === "string" ? this.chunks.mark(data) : this.chunks.piece(data);
    if (whole === null) this.invalid(now);
    return whole === "more" ? null : whole;
  }
}

type Out = (socket: NoteSocket, frame: Uint8Array) => void;
