import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type RelativePosition,
} from "yjs";
import { SwError } from "#/domain/errors.ts";
import { textName } from "#/domain/notes/bounds.ts";
import { quoteOf, rangeOfBlock, rangeOfLines, rangeOfQuote } from "#/domain/notes/comments.ts";
import type { AnchorInput, StoredAnchor } from "#/domain/notes/comments-schema.ts";
import { type NoteDocument, textOf } from "#/server/notes/document.ts";

export type Range = { from: number; to: number };

/**
 * What is stored of an anchor: held by the letters at its two ends, so that it moves with them. Refuses with
 * SW_BAD_REQUEST what stands on nothing: an unknown block, lines beyond the end, positions that aren't of this note.
 */
export function storedOf(input: AnchorInput, document: NoteDocument): StoredAnchor {
  switch (input.kind) {
    case "note":
      return { kind: "note" };
    case "block": {
      const text = textOf(document);
      const range = rangeOfBlock(text, input.block_id);
      if (!range) throw new SwError("SW_BAD_REQUEST", "The note has no block with this id.");
      return { kind: "block", block_id: input.block_id, quote: quoteOf(text, range) };
    }
    case "lines": {
      const text = textOf(document);
      const range = input.to >= input.from ? rangeOfLines(text, input.from, input.to) : null;
      if (!range) throw new SwError("SW_BAD_REQUEST", "The note has no such lines, or they are empty.");
      return { kind: "range", ...anchorRange(document, range), quote: quoteOf(text, range) };
    }
    case "range":
      return storedRange(input, document);
  }
}

function storedRange(input: Extract<AnchorInput, { kind: "range" }>, document: NoteDocument): StoredAnchor {
  const { start, end } = input;
  const range = rangeAt(document, start, end);
  if (range) return { kind: "range", start, end, quote: quoteOf(textOf(document), range) };
  // The editor is ahead of what is stored: the letters come with its next save.
  if (input.quote && [start, end].every((position) => isAhead(document, decoded(position))))
    return { kind: "range", start, end, quote: input.quote };
  throw new SwError("SW_BAD_REQUEST", "These positions aren't of this note's text.");
}

/** The two ends of a range of the text: it does not grow when somebody writes just before or just after it. */
export function anchorRange(document: NoteDocument, { from, to }: Range): { start: string; end: string } {
  return { start: positionAt(document, from, 0), end: positionAt(document, to, -1) };
}

/** A place of the text, held by the letter after it (`side` 0) or before it (-1). */
export function positionAt(document: NoteDocument, index: number, side: 0 | -1): string {
  const position = createRelativePositionFromTypeIndex(document.getText(textName), index, side);
  return Buffer.from(encodeRelativePosition(position)).toString("base64");
}

/** Where an anchor is in the text now; null for the note as a whole, and when what it was on is gone. */
export function placeOf(anchor: StoredAnchor, document: NoteDocument): Range | null {
  if (anchor.kind === "note") return null;
  const text = textOf(document);
  if (anchor.kind === "block") return rangeOfBlock(text, anchor.block_id);
  const range = rangeAt(document, anchor.start, anchor.end);
  // A text that took the place of another may share a letter or two with it by chance.
  const isRest = range !== null && range.to - range.from < Math.min(4, anchor.quote.length / 4);
  return range && !isRest ? range : rangeOfQuote(text, anchor.quote);
}

/** Where two places are in the text now; null when they aren't of this note, or nothing is between them. */
export function rangeAt(document: NoteDocument, start: string, end: string): Range | null {
  const [from, to] = [start, end].map((position) => indexOf(document, position));
  return from == null || to == null || from >= to ? null : { from, to };
}

/** Where a place is in the text now; null for one that isn't of this note, or that it has not got yet. */
export function indexOf(document: NoteDocument, encoded: string): number | null {
  const position = decoded(encoded);
  if (!position || isAhead(document, position)) return null;
  // Before the look-up: a root of a document that was just opened becomes another object when it is first asked for.
  const text = document.getText(textName);
  try {
    const found = createAbsolutePositionFromRelativePosition(position, document);
    return found && found.type === text ? found.index : null;
  } catch {
    // Made by hand: it names something that this note never had.
    return null;
  }
}

/** Whether a position names a letter that this document has not got yet. */
function isAhead(document: NoteDocument, position: RelativePosition | null): boolean {
  if (!position?.item) return false;
  const { client, clock } = position.item;
  const last = document.store.clients.get(client)?.at(-1);
  return last === undefined || clock >= last.id.clock + last.length;
}

function decoded(position: string): RelativePosition | null {
  try {
    return decodeRelativePosition(Buffer.from(position, "base64"));
  } catch {
    return null;
  }
}
