import * as Y from "yjs";
import { maxNoteBytes, maxStateBytes, textName } from "#/domain/notes/bounds.ts";
import { utf8Length } from "./update-check.ts";

/**
 * How large a document is at most. Measuring it at each letter would cost more than the letter, so both figures only grow
 * with what comes in, and are measured anew when they reach the bound.
 */
export class Size {
  readonly #document: Y.Doc;
  #text: number;
  #state: number;

  constructor(document: Y.Doc) {
    this.#document = document;
    this.#text = this.#measuredText();
    this.#state = Y.encodeStateAsUpdate(document).length;
  }

  /** Whether the document would stay within the bounds with this update, of which `inserted` bytes are new text. */
  takes(update: Uint8Array, inserted: number): boolean {
    if (this.#state + update.length > maxStateBytes) {
      this.#state = Y.encodeStateAsUpdate(this.#document).length;
      if (this.#state + update.length > maxStateBytes) return false;
    }
    if (inserted === 0 || this.#text + inserted <= maxNoteBytes) return true;
    this.#text = this.#measuredText();
    return this.#text + inserted <= maxNoteBytes || this.#fitsWith(update);
  }

  /** Something came in, from whomever. */
  grew(update: Uint8Array): void {
    this.#text += update.length;
    this.#state += update.length;
  }

  /** What the update deletes may make room for what it inserts: only the outcome tells. */
  #fitsWith(update: Uint8Array): boolean {
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.#document));
    Y.applyUpdate(trial, update);
    const fits = utf8Length(trial.getText(textName).toString()) <= maxNoteBytes;
    trial.destroy();
    return fits;
  }

  #measuredText(): number {
    return utf8Length(this.#document.getText(textName).toString());
  }
}
