/** The frames of y-protocols, read by hand: nothing of a client is handed on before it was looked at here. */

const sync = 0;
const awareness = 1;
const queryAwareness = 3;
const step1 = 0;
const step2 = 1;
const update = 2;

export type AwarenessEntry = { clientId: number; clock: number; json: string };

export type ClientFrame =
  | { kind: "vector"; vector: Uint8Array }
  /** `whole`: the answer to our own question, everything that the client has and we have not. */
  | { kind: "update"; whole: boolean; update: Uint8Array }
  | { kind: "awareness"; entries: AwarenessEntry[] }
  | { kind: "query" };

/** What a client sent, or null for what is no frame. Of the contents nothing is known yet. */
export function readFrame(bytes: Uint8Array): ClientFrame | null {
  try {
    const reader = new Reader(bytes);
    const frame = frameOf(reader);
    return reader.ended ? frame : null;
  } catch (error) {
    if (error instanceof FrameError) return null;
    throw error;
  }
}

function frameOf(reader: Reader): ClientFrame | null {
  const kind = reader.uint();
  if (kind === queryAwareness) return { kind: "query" };
  if (kind === awareness) return { kind: "awareness", entries: entriesOf(new Reader(reader.bytes())) };
  if (kind !== sync) return null;
  const step = reader.uint();
  if (step === step1) return { kind: "vector", vector: reader.bytes() };
  if (step === step2 || step === update) return { kind: "update", whole: step === step2, update: reader.bytes() };
  return null;
}

function entriesOf(reader: Reader): AwarenessEntry[] {
  const entries: AwarenessEntry[] = [];
  const count = reader.uint();
  // Each takes three bytes at least, so that the bytes bound the loop.
  for (let index = 0; index < count; index += 1) {
    const clientId = reader.uint();
    const clock = reader.uint();
    entries.push({ clientId, clock, json: new TextDecoder().decode(reader.bytes()) });
  }
  if (!reader.ended) throw new FrameError();
  return entries;
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  const inner: number[] = [];
  writeUint(inner, entries.length);
  for (const { clientId, clock, json } of entries) {
    const text = new TextEncoder().encode(json);
    writeUint(inner, clientId);
    writeUint(inner, clock);
    writeUint(inner, text.length);
    for (const byte of text) inner.push(byte);
  }
  const outer: number[] = [awareness];
  writeUint(outer, inner.length);
  return Uint8Array.from([...outer, ...inner]);
}

/** Asks a client for everything that is not in this state vector. */
export const vectorFrame = (vector: Uint8Array): Uint8Array => syncFrame(step1, vector);

/** Answers a client's question. */
export const restFrame = (rest: Uint8Array): Uint8Array => syncFrame(step2, rest);

/** Tells a client what is new. */
export const updateFrame = (bytes: Uint8Array): Uint8Array => syncFrame(update, bytes);

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  const head: number[] = [sync, step];
  writeUint(head, bytes.length);
  const frame = new Uint8Array(head.length + bytes.length);
  frame.set(head);
  frame.set(bytes, head.length);
  return frame;
}

/** Whether it is the question of one who has nothing at all. */
export const isEmptyVector = (frame: Uint8Array): boolean =>
  frame.length === 4 && frame[0] === sync && frame[1] === step1 && frame[2] === 1 && frame[3] === 0;

/** What a frame of ours tells of a change; null for any other. */
export function updateOf(frame: Uint8Array): Uint8Array | null {
  const read = frame[1] === update ? readFrame(frame) : null;
  return read?.kind === "update" ? read.update : null;
}

/** Whether a frame of ours carries text of the note. */
export const isSync = (frame: Uint8Array): boolean => frame[0] === sync;

class FrameError extends Error {}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  uint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new FrameError();
      this.#at += 1;
      value += (byte & 0x7f) * shift;
      if (value > Number.MAX_SAFE_INTEGER) throw new FrameError();
      if (byte < 0x80) return value;
    }
  }

  bytes(): Uint8Array {
    const length = this.uint();
    if (length > this.#bytes.length - this.#at) throw new FrameError();
    const read = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return read;
  }
}

function writeUint(into: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    into.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  into.push(rest);
}
