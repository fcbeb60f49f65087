import diff from "fast-diff";
import { gapsBetween } from "#/domain/notes/line-anchors.ts";

/** One change of a text: at `at` (UTF-16 units of the text before all changes), `remove` units go and `insert` comes. */
export type Splice = { at: number; remove: number; insert: string };

/** Texts over this are compared by lines first: comparing letters takes time with the square of what differs. */
const byLetter = 4_000;
/** Pairs of letters, or of lines, that are compared at most: what is beyond it counts as replaced. Some 100 ms. */
const mostWork = byLetter * byLetter;

/**
 * The changes that make `to` of `from`, in order, as few as is cheap to find: what stays the same is not touched, so that
 * edits which others make there meanwhile stay whole.
 */
export function splicesBetween(from: string, to: string): Splice[] {
  const start = commonStart(from, to);
  const end = commonEnd(from, to, start);
  const before = from.slice(start, from.length - end);
  const after = to.slice(start, to.length - end);
  if (before === "" && after === "") return [];
  const found = before.length <= byLetter && after.length <= byLetter ? letters(before, after) : lines(before, after);
  return found.map((splice) => ({ ...splice, at: splice.at + start }));
}

/** All between the first and the last difference as one change, which costs no comparing; null for none. */
export function spliceBetween(from: string, to: string): Splice | null {
  if (from === to) return null;
  const start = commonStart(from, to);
  const end = commonEnd(from, to, start);
  return { at: start, remove: from.length - end - start, insert: to.slice(start, to.length - end) };
}

/** The text after changes that `splicesBetween` made, or others in order and apart from each other. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const splice of splices) {
    parts.push(text.slice(at, splice.at), splice.insert);
    at = splice.at + splice.remove;
  }
  return parts.join("") + text.slice(at);
}

function letters(from: string, to: string): Splice[] {
  return toSplices(diff(from, to), (part) => part);
}

/** Between lines that both have once, by line; then what was replaced, by letter where that is small. */
function lines(from: string, to: string): Splice[] {
  const [before, after] = [linesOf(from), linesOf(to)];
  const [starts, startsAfter] = [placesOf(before), placesOf(after)];
  let left = mostWork;
  const afford = (work: number): boolean => {
    if (work > left) return false;
    left -= work;
    return true;
  };
  return gapsBetween(before, after).flatMap(({ a, aEnd, b, bEnd }) => {
    const [at, removed] = [starts[a]!, from.slice(starts[a], starts[aEnd])];
    const insert = to.slice(startsAfter[b], startsAfter[bEnd]);
    const found = afford((aEnd - a) * (bEnd - b))
      ? byLine(removed, insert)
      : [{ at: 0, remove: removed.length, insert }];
    return found.flatMap((splice) => {
      const whole = [{ ...splice, at: splice.at + at }];
      if (splice.remove === 0 || splice.insert === "") return whole;
      if (!afford(splice.remove * splice.insert.length)) return whole;
      const inner = letters(removed.slice(splice.at, splice.at + splice.remove), splice.insert);
      return inner.map((each) => ({ ...each, at: each.at + splice.at + at }));
    });
  });
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Where each line begins, and the end of the last. */
function placesOf(all: readonly string[]): number[] {
  let place = 0;
  return [0, ...all.map((line) => (place += line.length))];
}

/** As letters, with one letter for each different line. */
function byLine(from: string, to: string): Splice[] {
  const known = new Map<string, string>();
  const codes: string[] = [];
  const coded = (text: string) =>
    linesOf(text)
      .map((line) => {
        const code = known.get(line) ?? letterOf(known.size);
        if (!known.has(line)) {
          known.set(line, code);
          codes.push(line);
        }
        return code;
      })
      .join("");
  const [before, after] = [coded(from), coded(to)];
  return toSplices(diff(before, after), (part) => [...part].map((code) => codes[indexOf(code)]).join(""));
}

function toSplices(parts: readonly (readonly [number, string])[], decode: (part: string) => string): Splice[] {
  const splices: Splice[] = [];
  let at = 0;
  let open: Splice | null = null;
  for (const [kind, part] of parts) {
    const text = decode(part);
    if (kind === 0) {
      if (open) splices.push(open);
      open = null;
      at += text.length;
      continue;
    }
    open ??= { at, remove: 0, insert: "" };
    if (kind === 1) open.insert += text;
    else {
      open.remove += text.length;
      at += text.length;
    }
  }
  return open ? [...splices, open] : splices;
}

// Code points outside the surrogates, so that each is one letter for `[...part]`.
const letterOf = (index: number): string => String.fromCodePoint(index < 0xd000 ? index + 1 : index + 0x10000 - 0xd000);
const indexOf = (letter: string): number => {
  const code = letter.codePointAt(0)!;
  return code >= 0x10000 ? code - 0x10000 + 0xd000 : code - 1;
};

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return isHigh(a.charCodeAt(length - 1)) ? length - 1 : length;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length += 1;
  return isLow(a.charCodeAt(a.length - length)) ? length - 1 : length;
}

// A pair must not be cut: half of one is no letter, and the document would keep a replacement instead.
const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
