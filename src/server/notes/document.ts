import { applyUpdate, Doc, diffUpdate, encodeStateAsUpdate, transact } from "yjs";
import { SwError } from "#/domain/errors.ts";
import { maxNoteBytes, maxStateBytes, textName } from "#/domain/notes/bounds.ts";
import { type Splice, splicesBetween } from "#/domain/notes/text-diff.ts";

/** A note's document in memory. It is thrown away with the transaction; what is kept is `stateOf`. */
export type NoteDocument = Doc;

/** A new document with this text. */
export function newDocument(text: string): NoteDocument {
  const document = new Doc();
  document.getText(textName).insert(0, text);
  return document;
}

/** The stored document. */
export function openDocument(state: Uint8Array): NoteDocument {
  const document = new Doc();
  applyUpdate(document, state);
  return document;
}

export const textOf = (document: NoteDocument): string => document.getText(textName).toString();
export const stateOf = (document: NoteDocument): Uint8Array => encodeStateAsUpdate(document);

/** Merges what somebody wrote. What can't be read is SW_NOTE_UPDATE_INVALID, and the document must then be thrown away. */
export function merge(document: NoteDocument, update: Uint8Array): void {
  try {
    applyUpdate(document, update);
  } catch (error) {
    throw new SwError("SW_NOTE_UPDATE_INVALID", undefined, { cause: error });
  }
}

/** Changes the text in places, as one edit: what others write elsewhere in it at the same time stays. */
export function splice(document: NoteDocument, splices: readonly Splice[]): void {
  const text = document.getText(textName);
  transact(document, () => {
    // From the end, so that the places of those before it stay right.
    for (const { at, remove, insert } of splices.toReversed()) {
      if (remove > 0) text.delete(at, remove);
      if (insert !== "") text.insert(at, insert);
    }
  });
}

/** Makes the text `to`, touching only what differs. */
export function rewrite(document: NoteDocument, to: string): void {
  splice(document, splicesBetween(textOf(document), to));
}

/** What `state` has and one at `stateVector` has not; null for nothing. */
export function missingFrom(state: Uint8Array, stateVector: Uint8Array): Uint8Array | null {
  const missing = diffUpdate(state, stateVector);
  // An update without structs and deletions is two zeros. Deletions are always whole, so they count only if there are any.
  return missing.length <= 2 ? null : missing;
}

/** Refuses with SW_NOTE_TOO_LARGE what does not fit, text and history both. */
export function requireFits(text: string, state: Uint8Array): void {
  const size = Buffer.byteLength(text);
  if (size > maxNoteBytes || state.length > maxStateBytes) {
    throw new SwError("SW_NOTE_TOO_LARGE", `The note is ${(size / 1_000_000).toFixed(1)} MB, the limit is 1 MB.`);
  }
}
