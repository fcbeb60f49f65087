import * as Y from "yjs";
import { maxNoteBytes, maxStateBytes, textName } from "#/domain/notes/bounds.ts";
import { utf8Length } from "./update-check.ts";

/**
 * How large a document is at most. Measuring it at each letter would cost more than the letter, so both figures only grow
 * with what comes in, and are measured anew when they reach the bound. They begin with the bytes of what was put together
 * into it: its text is no longer than these, nor is its history.
 */
export class Size {
  readonly #document: Y.Doc;
  #text: number;
  #state: number;

  constructor(document: Y.Doc, bytes: number) {
    this.#document = document;
    this.#text = bytes;
    this.#state = bytes;
  }

  /**
   * What is too large about the document with this update, of which `inserted` bytes are new text: the bytes that its text
   * would have. Null when it fits. A history that is too long is told by a text that is not.
   */
  excess(update: Uint8Array, inserted: number): number | null {
    if (this.#state + update.length > maxStateBytes) {
      this.#state = Y.encodeStateAsUpdate(this.#document).length;
      if (this.#state + update.length > maxStateBytes) return this.#measuredText();
    }
    if (inserted === 0 || this.#text + inserted <= maxNoteBytes) return null;
    this.#text = this.#measuredText();
    if (this.#text + inserted <= maxNoteBytes) return null;
    const outcome = this.#textWith(update);
    return outcome > maxNoteBytes ? outcome : null;
  }

  /** Something came in, from whomever. */
  grew(update: Uint8Array): void {
    this.#text += update.length;
    this.#state += update.length;
  }

  /** What the update deletes may make room for what it inserts: only the outcome tells. */
  #textWith(update: Uint8Array): number {
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.#document));
    Y.applyUpdate(trial, update);
    const length = utf8Length(trial.getText(textName).toString());
    trial.destroy();
    return length;
  }

  #measuredText(): number {
    return utf8Length(this.#document.getText(textName).toString());
  }
}
