import type { WebSocket } from "ws";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { textName } from "#/domain/notes/bounds.ts";
import { type NoteTelling, tellPrefix } from "#/domain/notes/contract.ts";
import { until } from "./until.ts";

/** A real client of a note: a document that speaks Yjs over a real WebSocket, and keeps what it was told. */
export class NoteClient {
  readonly document: Y.Doc;
  readonly awareness: Awareness;
  readonly tellings: NoteTelling[] = [];
  closed: { code: number; reason: string } | null = null;
  synced = false;
  socket: WebSocket;
  readonly #send = (update: Uint8Array, origin: unknown) => {
    if (origin !== this) this.frame(0, 2, update);
  };

  constructor(socket: WebSocket, document = new Y.Doc()) {
    this.document = document;
    this.awareness = new Awareness(document);
    this.awareness.setLocalState(null);
    this.socket = socket;
    document.on("update", this.#send);
    this.#listen(socket);
  }

  #listen(socket: WebSocket): void {
    socket.on("open", () => this.frame(0, 0, Y.encodeStateVector(this.document)));
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#take(new Uint8Array(data));
      else this.tellings.push(JSON.parse(String(data).slice(tellPrefix.length)) as NoteTelling);
    });
    socket.on("close", (code, reason) => {
      if (this.socket === socket) this.closed = { code, reason: String(reason) };
    });
    socket.on("error", () => {});
  }

  /** Goes on with what it has over a new connection. */
  again(socket: WebSocket): void {
    this.closed = null;
    this.synced = false;
    this.socket = socket;
    this.#listen(socket);
  }

  #take(frame: Uint8Array): void {
    const [kind, step] = frame;
    if (kind === 1) applyAwarenessUpdate(this.awareness, lengthPrefixed(frame, 1), this);
    else if (step === 0) this.frame(0, 1, Y.encodeStateAsUpdate(this.document, lengthPrefixed(frame, 2)));
    else Y.applyUpdate(this.document, lengthPrefixed(frame, 2), this);
    if (kind === 0 && step === 1) this.synced = true;
  }

  /** Sends a frame of y-protocols: kinds, then bytes with their length. */
  frame(...parts: [...number[], Uint8Array]): void {
    const bytes = parts.at(-1) as Uint8Array;
    this.raw(Buffer.concat([Buffer.from([...(parts.slice(0, -1) as number[]), ...uint(bytes.length)]), bytes]));
  }

  raw(data: Buffer | string): void {
    if (this.socket.readyState === 1) this.socket.send(data);
  }

  show(state: Record<string, unknown>): void {
    this.awareness.setLocalState(state);
    this.frame(1, encodeAwarenessUpdate(this.awareness, [this.document.clientID]));
  }

  get text(): string {
    return this.document.getText(textName).toString();
  }

  type(words: string, at = this.text.length): void {
    this.document.getText(textName).insert(at, words);
  }

  of<T extends NoteTelling["type"]>(type: T): Extract<NoteTelling, { type: T }>[] {
    return this.tellings.filter((telling): telling is Extract<NoteTelling, { type: T }> => telling.type === type);
  }

  async ready(): Promise<this> {
    await until(
      () => ({ synced: this.synced, closed: this.closed }),
      ({ synced, closed }) => synced || closed !== null,
    );
    if (!this.synced) throw new Error(`The note closed with ${this.closed?.code} ${this.closed?.reason}.`);
    return this;
  }

  async end(): Promise<{ code: number; reason: string }> {
    return (await until(
      () => this.closed,
      (closed) => closed !== null,
    ))!;
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.end();
    this.gone();
  }

  /** Without a word, and for good. */
  gone(): void {
    this.document.off("update", this.#send);
    this.socket.terminate();
    this.awareness.destroy();
  }
}

export function uint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...uint(Math.floor(value / 0x80))];
}

function lengthPrefixed(frame: Uint8Array, at: number): Uint8Array {
  let end = at;
  while (frame[end]! >= 0x80) end += 1;
  return frame.subarray(end + 1);
}
