import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";

type Parts = Readonly<Record<string, JSX.Element>>;

/**
 * `say` for a sentence that holds elements, such as a name in bold: its pieces in the order of the language. Plain words
 * beside each other are one piece, as they are one text for the browser that takes the server's page over.
 */
export function sayParts(sentence: string, parts: Parts): JSX.Element[] {
  const pieces: JSX.Element[] = [];
  for (const [index, piece] of say(sentence)
    .split(/\{(\w+)\}/)
    .entries()) {
    const next = index % 2 === 1 ? parts[piece] : piece;
    const last = pieces.at(-1);
    if (next === "" || next === null || next === undefined) continue;
    if (isWords(next) && isWords(last)) pieces[pieces.length - 1] = `${last}${next}`;
    else pieces.push(next);
  }
  return pieces;
}

function isWords(piece: JSX.Element): piece is string | number {
  return typeof piece === "string" || typeof piece === "number";
}
