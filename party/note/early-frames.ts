import { maxUpdateBytes } from "#/domain/notes/bounds.ts";
import { isEmptyVector } from "./frames.ts";
import { maxEarlyFrames, maxFrameSlack } from "./limits.ts";

/** What a connection said before its note was in memory, in order and within bounds. */
export class EarlyFrames {
  #frames: (string | Uint8Array)[] = [];
  #length = 0;

  /** False when there is no more room. */
  add(data: string | Uint8Array): boolean {
    this.#length += data.length;
    this.#frames.push(data);
    return this.#length <= maxUpdateBytes + maxFrameSlack && this.#frames.length <= maxEarlyFrames;
  }

  /** Whether it asked for the whole document, having nothing; that question counts as answered. */
  takeQuestion(): boolean {
    const at = this.#frames.findIndex((frame) => typeof frame !== "string" && isEmptyVector(frame));
    if (at >= 0) this.#frames.splice(at, 1);
    return at >= 0;
  }

  takeAll(): (string | Uint8Array)[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }
}
