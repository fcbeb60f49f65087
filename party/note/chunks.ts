import { maxUpdateBytes } from "#/domain/notes/bounds.ts";
import { maxChunks, maxFrameSlack } from "./limits.ts";

const sentinel = "y-pk-batch#";
const marker = /^y-pk-batch#\{"id":"[^"]{0,64}","type":"(start|end)","size":(\d{1,9}),"count":(\d{1,3})\}$/;

/**
 * Puts together what y-partykit's provider sends in pieces, within bounds: what says that it will be larger is refused
 * before any of it is kept.
 */
export class Chunks {
  #open: { size: number; count: number; pieces: Uint8Array[]; length: number } | null = null;

  /** Text that marks a start or an end. Answers the whole at the end, "more" at a start, null for what is wrong. */
  mark(text: string): Uint8Array | "more" | null {
    const [, type, size, count] = text.startsWith(sentinel) ? (marker.exec(text) ?? []) : [];
    const open = this.#open;
    this.#open = null;
    if (type === "start") {
      if (open || Number(size) > maxUpdateBytes + maxFrameSlack || Number(count) > maxChunks) return null;
      this.#open = { size: Number(size), count: Number(count), pieces: [], length: 0 };
      return "more";
    }
    if (type !== "end" || !open || open.length !== open.size || open.pieces.length !== open.count) return null;
    return joined(open.pieces, open.length);
  }

  /** A binary frame: itself, unless it is a piece of something larger. Null for what is wrong. */
  piece(bytes: Uint8Array): Uint8Array | "more" | null {
    const open = this.#open;
    if (!open) return bytes;
    open.length += bytes.length;
    open.pieces.push(bytes);
    if (open.length <= open.size && open.pieces.length <= open.count) return "more";
    this.#open = null;
    return null;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
