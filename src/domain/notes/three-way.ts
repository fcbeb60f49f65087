import type { Splice } from "#/domain/notes/text-diff.ts";

/**
 * Changes that were made to a base text, moved to where they belong in the text that others made of the same base
 * meanwhile. Both lists are as `splicesBetween` makes them: in order, and apart from each other. What either wrote stays;
 * what both took away goes once; where both wrote in one place, theirs comes after; what both changed alike is changed once.
 */
export function moveSplices(theirs: readonly Splice[], meanwhile: readonly Splice[]): Splice[] {
  const done = new Set(meanwhile.map(keyOf));
  const kept = keptParts(meanwhile);
  return theirs.filter((splice) => !done.has(keyOf(splice))).flatMap((splice) => moved(splice, meanwhile, kept));
}

const keyOf = ({ at, remove, insert }: Splice): string => `${at}:${remove}:${insert}`;

/** A part of the base that is still there, and how far it has moved. */
type Kept = { start: number; end: number; shift: number };

function keptParts(changes: readonly Splice[]): Kept[] {
  const parts: Kept[] = [];
  let start = 0;
  let shift = 0;
  for (const { at, remove, insert } of changes) {
    if (at > start) parts.push({ start, end: at, shift });
    start = at + remove;
    shift += insert.length - remove;
  }
  return [...parts, { start, end: Number.POSITIVE_INFINITY, shift }];
}

/** One change becomes several when others wrote in the middle of what it takes away. */
function moved({ at, remove, insert }: Splice, meanwhile: readonly Splice[], kept: readonly Kept[]): Splice[] {
  const place = placeOf(at, meanwhile);
  const removals = kept
    .map(({ start, end, shift }) => ({ from: Math.max(at, start), to: Math.min(at + remove, end), shift }))
    .filter(({ from, to }) => to > from)
    .map(({ from, to, shift }): Splice => ({ at: from + shift, remove: to - from, insert: "" }));
  const [first, ...rest] = removals;
  if (first?.at === place) return [{ ...first, insert }, ...rest];
  return insert === "" ? removals : [{ at: place, remove: 0, insert }, ...removals];
}

/** Where a place of the base is now: behind what was written there. */
function placeOf(at: number, changes: readonly Splice[]): number {
  let shift = 0;
  let place = at;
  for (const change of changes) {
    if (change.at > at) break;
    const end = change.at + change.remove;
    place = change.at + shift + change.insert.length + Math.max(0, at - end);
    shift += change.insert.length - change.remove;
  }
  return place;
}
