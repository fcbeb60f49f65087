import { chunkEveryMs } from "#/domain/ai/bounds.ts";
import type { ChunkFrame, ContextUsageFrame, StatusFrame } from "#/domain/ai/frames.ts";
import { postFrames, type ShardTrouble } from "#/server/ai/turns/post-frames.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import type { TurnRow } from "#/server/ai/turns/turn-row.ts";
import { type NewChunk, writeChunks } from "#/server/ai/turns/write-chunks.ts";
import { errorKind } from "#/server/jobs/retry.ts";
import { log } from "#/server/log-lines.ts";

/** How often turns are looked at that stream nothing: one that was stopped elsewhere is noticed within this time. */
const lookEveryMs = 250;

/** With more than these at once a write for each would cost more than it saves. */
const fewStreams = 4;

export type AiFrame = ChunkFrame | StatusFrame | ContextUsageFrame;

/** The text of one run of a turn on its way out. Nothing of it is shown before it is in the database. */
export class TurnStream {
  readonly turn: TurnRow;
  /** Aborts when the turn was ended by somebody else: nothing more of it may be written. */
  readonly ended = new AbortController();
  /** All that was streamed, in this run and before. */
  text: string;
  firstChunkAt: number | null = null;
  /** Up to here it is in the database. */
  written: number;
  /** Up to here it was told, or is being told. */
  told: number;
  sentAt = Number.NEGATIVE_INFINITY;
  readonly frames: AiFrame[] = [];
  #pieces: { from: number; step: number }[] = [];
  readonly #wake: () => void;

  constructor(turn: TurnRow, text: string, wake: () => void) {
    this.turn = turn;
    this.text = text;
    this.written = text.length;
    this.told = text.length;
    this.#wake = wake;
  }

  push(text: string, step: number): void {
    if (text === "" || this.ended.signal.aborted) return;
    this.firstChunkAt ??= performance.now();
    const last = this.#pieces.at(-1);
    if (last?.step !== step) this.#pieces.push({ from: this.text.length, step });
    this.text += text;
    this.#wake();
  }

  /** What the AI does, in words; null when it is idle. Only the newest that is not told yet counts. */
  status(status: string | null): void {
    const { id: turn_id, roomId: room_id, participantId: participant_id, threadRootId: thread_root_id } = this.turn;
    this.#replace({ type: "swp.ai.status", room_id, participant_id, turn_id, thread_root_id, status });
  }

  contextUsage(prompt_tokens: number, context_window: number): void {
    const { id: turn_id, roomId: room_id, participantId: participant_id } = this.turn;
    this.#replace({ type: "swp.ai.context_usage", room_id, participant_id, turn_id, prompt_tokens, context_window });
  }

  /** What is not written yet, by step. */
  pending(): NewChunk[] {
    const chunks: NewChunk[] = [];
    for (const [index, { from, step }] of this.#pieces.entries()) {
      const start = Math.max(from, this.written);
      const end = this.#pieces[index + 1]?.from ?? this.text.length;
      if (end <= start) continue;
      chunks.push({ turn_id: this.turn.id, attempt: this.turn.attempt, text_offset: start, step, text: this.text.slice(start, end) }); // biome-ignore format: one row
    }
    return chunks;
  }

  chunkFrame(offset: number, chunk_text: string, done: boolean): ChunkFrame {
    const { id: turn_id, roomId: room_id, participantId: sender_id, threadRootId: thread_root_id } = this.turn;
    return { type: "swp.room.message.chunk", room_id, sender_id, turn_id, thread_root_id, offset, content: { chunk_text, done } }; // biome-ignore format: one frame
  }

  #replace(frame: StatusFrame | ContextUsageFrame): void {
    const at = this.frames.findIndex((each) => each.type === frame.type);
    if (at >= 0) this.frames.splice(at, 1);
    this.frames.push(frame);
    this.#wake();
  }
}

/** The streams of one tenant: one write and one post for all of them, at most every 50 ms. */
class TenantStreams {
  readonly streams = new Map<string, TurnStream>();
  readonly #host: TurnHost;
  readonly #tenantId: string;
  readonly #trouble: ShardTrouble = new Map();
  readonly #waiting: (() => void)[] = [];
  readonly #last: AiFrame[] = [];
  #timer: ReturnType<typeof setInterval> | null = null;
  #flushing = false;
  #telling: Promise<void> = Promise.resolve();
  #again = false;
  #lookedAt = 0;

  constructor(host: TurnHost, tenantId: string) {
    this.#host = host;
    this.#tenantId = tenantId;
  }

  open(turn: TurnRow, text: string): TurnStream {
    const stream = new TurnStream(turn, text, () => this.#soon(stream));
    this.streams.set(turn.id, stream);
    this.#timer ??= setInterval(() => void this.#flush(), chunkEveryMs);
    return stream;
  }

  close(stream: TurnStream): void {
    if (this.streams.get(stream.turn.id) === stream) this.streams.delete(stream.turn.id);
    this.#last.push(stream.chunkFrame(stream.written, "", true));
    void this.#flush();
  }

  /** Resolves when everything that was pushed is written, or the turn is over. */
  async drain(stream: TurnStream): Promise<void> {
    while (stream.written < stream.text.length && !stream.ended.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The first words go at once; so do those of a few slow streams, while many share the beat. */
  #soon(stream: TurnStream): void {
    const first = stream.sentAt === Number.NEGATIVE_INFINITY;
    const alone = this.streams.size <= fewStreams && performance.now() - stream.sentAt >= chunkEveryMs;
    if (first || alone) void this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#flushing) {
      this.#again = true;
      return;
    }
    this.#flushing = true;
    try {
      do {
        this.#again = false;
        await this.#flushOnce();
      } while (this.#again && this.#urgent());
    } catch (error) {
      // The database is away: what is pending is written by the next beat.
      log.warn({ tenant: this.#tenantId, reason: errorKind(error) }, "what AIs stream can't be written");
    } finally {
      this.#flushing = false;
      for (const wake of this.#waiting.splice(0)) wake();
      if (this.streams.size === 0 && this.#last.length === 0 && this.#timer) {
        clearInterval(this.#timer);
        this.#timer = null;
      }
    }
  }

  #urgent(): boolean {
    return this.#last.length > 0 || [...this.streams.values()].some((stream) => this.#isDue(stream));
  }

  #isDue(stream: TurnStream): boolean {
    const waits = stream.frames.length > 0 || stream.written < stream.text.length;
    return waits && performance.now() - stream.sentAt >= chunkEveryMs - 5;
  }

  async #flushOnce(): Promise<void> {
    const now = performance.now();
    const due = [...this.streams.values()].filter((stream) => this.#isDue(stream));
    const chunks = due.flatMap((stream) => stream.pending());
    const look = now - this.#lookedAt >= lookEveryMs && this.streams.size > 0;
    if (look) this.#lookedAt = now;
    const told: AiFrame[] = [];
    if (chunks.length > 0 || look) {
      const ids = [...this.streams.values()].map(({ turn }) => ({ id: turn.id, attempt: turn.attempt }));
      const { written, over } = await writeChunks(this.#host, this.#tenantId, chunks, look ? ids : []);
      for (const chunk of chunks.filter(({ turn_id }) => written.has(turn_id))) {
        const stream = this.streams.get(chunk.turn_id);
        if (!stream) continue;
        stream.written = chunk.text_offset + chunk.text.length;
        told.push(stream.chunkFrame(chunk.text_offset, chunk.text, false));
      }
      for (const id of over) this.streams.get(id)?.ended.abort("ended");
    }
    for (const stream of due) {
      if (stream.ended.signal.aborted) continue;
      told.push(...stream.frames.splice(0));
      stream.sentAt = now;
    }
    told.push(...this.#last.splice(0));
    // One post at a time, so that frames keep their order; the next write need not wait for this one.
    await this.#telling;
    this.#telling = this.#tell(told);
  }

  async #tell(frames: AiFrame[]): Promise<void> {
    const { party, config } = this.#host;
    if (!party || frames.length === 0) return;
    for (const frame of frames) {
      if (frame.type !== "swp.room.message.chunk") continue;
      const stream = this.streams.get(frame.turn_id);
      if (stream) stream.told = frame.offset + frame.content.chunk_text.length;
    }
    const whole = (turnId: string) => {
      const stream = this.streams.get(turnId);
      return stream && !stream.ended.signal.aborted
        ? stream.chunkFrame(0, stream.text.slice(0, stream.told), false)
        : null;
    };
    await postFrames(
      { party, tenantId: this.#tenantId, shards: config.hubShards, trouble: this.#trouble },
      frames,
      whole,
    );
  }
}

/** What the AIs of this process stream, of every tenant. */
export class TurnStreams {
  readonly #host: TurnHost;
  readonly #tenants = new Map<string, TenantStreams>();

  constructor(host: TurnHost) {
    this.#host = host;
  }

  /** Begins a run's stream. `text` is what earlier runs of the turn streamed. */
  open(turn: TurnRow, text: string): TurnStream {
    return this.#of(turn.tenantId).open(turn, text);
  }

  drain(stream: TurnStream): Promise<void> {
    return this.#of(stream.turn.tenantId).drain(stream);
  }

  close(stream: TurnStream): void {
    this.#of(stream.turn.tenantId).close(stream);
  }

  #of(tenantId: string): TenantStreams {
    const known = this.#tenants.get(tenantId) ?? new TenantStreams(this.#host, tenantId);
    this.#tenants.set(tenantId, known);
    return known;
  }
}
