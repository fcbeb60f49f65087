import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { textName } from "#/domain/notes/bounds.ts";
import { type NoteTelling, tellPrefix } from "#/domain/notes/contract.ts";

/** One who has a note open: a document that speaks Yjs, and what it was told. How its frames travel, each kind says itself. */
export abstract class NotePeer {
  readonly document: Y.Doc;
  readonly awareness: Awareness;
  readonly tellings: NoteTelling[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #send = (update: Uint8Array, origin: unknown) => {
    if (origin !== this) this.frame(0, 2, update);
  };

  constructor(document = new Y.Doc()) {
    this.document = document;
    this.awareness = new Awareness(document);
    this.awareness.setLocalState(null);
    document.on("update", this.#send);
  }

  abstract raw(data: Uint8Array | string): void;

  protected told(data: string): void {
    this.tellings.push(JSON.parse(data.slice(tellPrefix.length)) as NoteTelling);
  }

  protected take(frame: Uint8Array): void {
    const [kind, step] = frame;
    if (kind === 1) applyAwarenessUpdate(this.awareness, lengthPrefixed(frame, 1), this);
    else if (step === 0) this.frame(0, 1, Y.encodeStateAsUpdate(this.document, lengthPrefixed(frame, 2)));
    else Y.applyUpdate(this.document, lengthPrefixed(frame, 2), this);
  }

  /** Asks for everything that it lacks. */
  protected ask(): void {
    this.frame(0, 0, Y.encodeStateVector(this.document));
  }

  /** What is written from now on goes nowhere. */
  protected silence(): void {
    this.document.off("update", this.#send);
    this.awareness.destroy();
  }

  /** Sends a frame of y-protocols: kinds, then bytes with their length. */
  frame(...parts: [...number[], Uint8Array]): void {
    const bytes = parts.at(-1) as Uint8Array;
    this.raw(Buffer.concat([Buffer.from([...(parts.slice(0, -1) as number[]), ...uint(bytes.length)]), bytes]));
  }

  show(state: Record<string, unknown> | null): void {
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
}

export function uint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...uint(Math.floor(value / 0x80))];
}

function lengthPrefixed(frame: Uint8Array, at: number): Uint8Array {
  let end = at;
  while (frame[end]! >= 0x80) end += 1;
  return frame.subarray(end + 1);
}
