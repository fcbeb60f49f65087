import { maxTurnText } from "#/domain/ai/bounds.ts";
import type { ChunkFrame } from "#/domain/ai/frames.ts";

/** What is known of a turn's text: `text` begins at `offset`, in UTF-16 units from the turn's start. */
export type TurnText = { readonly offset: number; readonly text: string };

export type Heard =
  | { readonly kind: "text"; readonly text: TurnText }
  /** Something between what is known and this chunk was not heard. */
  | { readonly kind: "gap" };

/**
 * What is known after one more chunk. A turn's text only ever grows, so that a chunk heard twice, or a prefix told anew to
 * one who came late, changes nothing; and what is longer is never replaced by what is shorter.
 */
export function hear(known: TurnText | undefined, chunk: Pick<ChunkFrame, "offset" | "content">): Heard {
  const { offset, content } = chunk;
  const added = content.chunk_text;
  if (!known) return offset === 0 ? { kind: "text", text: bounded({ offset, text: added }) } : { kind: "gap" };
  const end = known.offset + known.text.length;
  if (offset > end) return { kind: "gap" };
  if (offset + added.length <= end && offset >= known.offset) return { kind: "text", text: known };
  // A prefix from further back than what is known holds all of it, or there is a hole behind it.
  if (offset < known.offset) {
    const whole = offset + added.length >= end ? { offset, text: added } : known;
    return { kind: "text", text: bounded(whole) };
  }
  return {
    kind: "text",
    text: bounded({ offset: known.offset, text: known.text.slice(0, offset - known.offset) + added }),
  };
}

/** The text from a place on, such as from the end of what is in messages already. */
export function textFrom(known: TurnText, place: number): string {
  return known.text.slice(Math.max(0, place - known.offset));
}

function bounded({ offset, text }: TurnText): TurnText {
  return text.length <= maxTurnText ? { offset, text } : { offset, text: text.slice(0, maxTurnText) };
}
