import { maxTurnText } from "#/domain/ai/bounds.ts";
import type { ChunkFrame, ContextUsageFrame, StatusFrame } from "#/domain/ai/frames.ts";
import { maxLiveTurns, maxToldText, turnLastsMs } from "./limits.ts";

export type AiFrame = ChunkFrame | StatusFrame | ContextUsageFrame;

type LiveTurn = {
  room: string;
  text: string;
  /** The newest chunk, for what else a frame of this turn says. */
  chunk: ChunkFrame | null;
  status: StatusFrame | null;
  usage: ContextUsageFrame | null;
  heardAt: number;
};

/** What AIs are saying now, so that who comes later hears it from the start. Bounded, and forgotten with its end. */
export class LiveTurns {
  readonly #turns = new Map<string, LiveTurn>();

  get size(): number {
    return this.#turns.size;
  }

  /** Takes a frame in. Answers the turn whose beginning is lacking, or null. */
  hear(frame: AiFrame, now: number): string | null {
    if (frame.type === "swp.room.message.chunk" && frame.content.done) {
      this.#turns.delete(frame.turn_id);
      return null;
    }
    const turn = this.#turns.get(frame.turn_id) ?? this.#begin(frame, now);
    turn.heardAt = now;
    if (frame.type === "swp.ai.status") turn.status = frame.status === null ? null : frame;
    else if (frame.type === "swp.ai.context_usage") turn.usage = frame;
    else return this.#grow(turn, frame) ? null : frame.turn_id;
    return null;
  }

  /** The turn ended. */
  end(turnId: string): void {
    this.#turns.delete(turnId);
  }

  /** What somebody who comes into these rooms has missed, as frames; no more text at once than a reader can take. */
  missed(isIn: (room: string) => boolean): AiFrame[] {
    const frames: AiFrame[] = [];
    let left = maxToldText;
    for (const { room, text, chunk, status, usage } of this.#turns.values()) {
      if (!isIn(room)) continue;
      if (status) frames.push(status);
      if (usage) frames.push(usage);
      if (!chunk || text.length > left) continue;
      left -= text.length;
      frames.push({ ...chunk, offset: 0, content: { chunk_text: text, done: false } });
    }
    return frames;
  }

  /** Forgets what has not been heard of for long: its end was lost. */
  expire(now: number): void {
    for (const [id, { heardAt }] of this.#turns) if (now - heardAt > turnLastsMs) this.#turns.delete(id);
  }

  #begin(frame: AiFrame, now: number): LiveTurn {
    const turn = { room: frame.room_id, text: "", chunk: null, status: null, usage: null, heardAt: now };
    this.#turns.set(frame.turn_id, turn);
    // The one that was heard of first goes: it is the likeliest to be over.
    if (this.#turns.size > maxLiveTurns) this.#turns.delete(this.#turns.keys().next().value!);
    return turn;
  }

  /** False when something between what is known and this chunk was not heard. What was heard before changes nothing. */
  #grow(turn: LiveTurn, frame: ChunkFrame): boolean {
    const { offset, content } = frame;
    if (offset > turn.text.length) return false;
    const end = offset + content.chunk_text.length;
    if (end > turn.text.length) turn.text = (turn.text.slice(0, offset) + content.chunk_text).slice(0, maxTurnText);
    turn.chunk = frame;
    return true;
  }
}
