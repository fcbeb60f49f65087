import { match } from "#/domain/notes/versions-match.ts";

export const suggestionStates = ["open", "accepted", "rejected", "outdated"] as const;
export type SuggestionState = (typeof suggestionStates)[number];

/** Open in one note at once. */
export const maxOpenSuggestions = 200;
/** Made in one call. */
export const maxSuggestionsAtOnce = 50;
/** Of either side of one, in UTF-16 units. */
export const maxPassageLength = 8_000;
/** Of both sides of all that are open in one note, in UTF-16 units. */
export const maxOpenWords = 400_000;
/** Of the AI's reason. */
export const maxReasonLength = 500;

/** A passage of a text, in UTF-16 units, and what would come in its place. */
export type Hunk = { from: number; to: number; before: string; after: string };

/** Why a wanted text can't be suggested. */
export type NoHunks = "same" | "too_many" | "too_long";

/**
 * What has to be decided to get from one text to another: a hunk for each passage that changes, in order and apart from
 * each other. Hunks begin and end between words or lines, so that each can be read by itself. Those with next to nothing
 * between them are one; where there are too many, those of one line, then of one paragraph are. A hunk without words on one
 * side is an insertion or a removal.
 */
export function hunksBetween(text: string, wanted: string): Hunk[] | NoHunks {
  const changes = gapsBetween(linesOf(text), linesOf(wanted)).flatMap(byWords);
  if (changes.length === 0) return "same";
  const few = gaps.map((gap) => joined(text, changes, gap)).find(({ length }) => length <= maxSuggestionsAtOnce);
  if (!few) return "too_many";
  const isLong = few.some(({ before, after }) => Math.max(before.length, after.length) > maxPassageLength);
  return isLong ? "too_long" : few;
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_]+|\n|[^\S\n]+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? [];

/** Where two rows of pieces differ, with what either has there. */
function gapsBetween(pieces: readonly string[], wanted: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let [at, other, place] = [0, 0, 0];
  for (const [next, nextOther] of [...match(pieces, wanted), [pieces.length, wanted.length] as const]) {
    const before = pieces.slice(at, next).join("");
    const after = wanted.slice(other, nextOther).join("");
    if (before !== "" || after !== "") found.push({ from: place, to: place + before.length, before, after });
    place += before.length + (pieces[next]?.length ?? 0);
    [at, other] = [next + 1, nextOther + 1];
  }
  return found;
}

/** The words of lines that changed; the lines whole where they have little in common. */
function byWords(hunk: Hunk): Hunk[] {
  if (hunk.before === "" || hunk.after === "") return [hunk];
  const inner = gapsBetween(wordsOf(hunk.before), wordsOf(hunk.after));
  const changed = inner.reduce((sum, { before }) => sum + before.trim().length, 0);
  const shortest = Math.min(hunk.before.trim().length, hunk.after.trim().length);
  const same = hunk.before.trim().length - changed;
  if (same * 3 < shortest) return [hunk];
  return inner.map((each) => ({ ...each, from: each.from + hunk.from, to: each.to + hunk.from }));
}

/** What may stand between two changes that are decided as one, from the least to the most. */
const gaps = [/^[^\n]{0,12}$/, /^[^\n]*$/, /^(?:[^\n]|\n(?!\s*\n))*$/];

function joined(text: string, changes: readonly Hunk[], gap: RegExp): Hunk[] {
  const all: Hunk[] = [];
  for (const change of changes) {
    const last = all.at(-1);
    const between = last && text.slice(last.to, change.from);
    if (!last || between === undefined || !gap.test(between)) all.push(change);
    else {
      const [before, after] = [last.before + between + change.before, last.after + between + change.after];
      all[all.length - 1] = { from: last.from, to: change.to, before, after };
    }
  }
  return all;
}
