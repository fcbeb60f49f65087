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

/** Longer words are no words, and looking at them takes time. */
const maxContext = 200;

/** Why a wanted text can't be suggested. */
export type NoHunks = "same" | "too_many" | "too_long";

/**
 * What has to be decided to get from one text to another: a hunk for each passage that changes, in order and apart from
 * each other. Hunks begin and end between words or lines, so that each can be read by itself. Those with next to nothing
 * between them are one; where there are too many, those of one line, then of one paragraph are. Whole lines that come or go
 * have no words on one side; what comes within a line has the word beside it on both, by which its place is known again.
 */
export function hunksBetween(text: string, wanted: string): Hunk[] | NoHunks {
  const found = gapsBetween(linesOf(text), linesOf(wanted)).flatMap(byWords);
  if (found.length === 0) return "same";
  const changes: Hunk[] = [];
  for (const [at, hunk] of found.entries()) {
    changes.push(besideWord(text, hunk, { start: changes.at(-1)?.to ?? 0, end: found[at + 1]?.from ?? text.length }));
  }
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

const wordBefore = /(?:[\p{L}\p{N}\p{M}_]+|\S)[^\S\n]*$/u;
const wordAfter = /^[^\S\n]*(?:[\p{L}\p{N}\p{M}_]+|\S)/u;

/** An insertion within a line takes in the word before it, or after it, of what stays from `start` to `end`. */
function besideWord(text: string, hunk: Hunk, { start, end }: { start: number; end: number }): Hunk {
  const { from, to, after } = hunk;
  if (from < to || ofWholeLines(text, hunk)) return hunk;
  const before = wordBefore.exec(text.slice(Math.max(start, from - maxContext), from))?.[0];
  if (before) return { from: from - before.length, to, before, after: before + after };
  const next = wordAfter.exec(text.slice(to, Math.min(end, to + maxContext)))?.[0] ?? "";
  return { from, to: to + next.length, before: next, after: after + next };
}

function ofWholeLines(text: string, { from, to, after }: Hunk): boolean {
  const begins = from === 0 || text[from - 1] === "\n";
  const ends = to === text.length || text[to] === "\n";
  return (begins && (ends || after.endsWith("\n"))) || (ends && after.startsWith("\n"));
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
