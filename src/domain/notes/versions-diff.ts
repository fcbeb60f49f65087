import { match } from "#/domain/notes/versions-match.ts";

/** Of one comparison: what is beyond is left out and said so. */
export const maxDiffLines = 4_000;
const maxLineLength = 4_000;
const context = 3;
/** Words of two lines that are compared; longer lines are shown as wholly changed. */
const maxWords = 600;

export type DiffPart = { text: string; changed: boolean };
/** `from` and `to` are line numbers, first is 1; null on the side that has no such line. */
export type DiffLine = { kind: "same" | "del" | "add"; from: number | null; to: number | null; parts: DiffPart[] };
/** Lines that belong together: what changed, with three lines around it. */
export type DiffHunk = { from: number; to: number; lines: DiffLine[] };
export type TextDiff = { hunks: DiffHunk[]; added: number; removed: number; truncated: boolean };

/**
 * What changed between two texts, by lines, and within changed lines by words. Lines that occur once on both sides are
 * found first and hold the rest in place, so that the time is nearly that of reading both texts, whatever they are; a
 * long stretch without any is shown as replaced.
 */
export function diffTexts(before: string, after: string): TextDiff {
  const [from, to] = [linesOf(before), linesOf(after)];
  const lines = withWords(aligned(from, to, match(from, to)));
  const changed = lines.filter(({ kind }) => kind !== "same");
  const hunks = hunksOf(lines);
  let left = maxDiffLines;
  const shown = hunks.flatMap((hunk) => {
    const kept = hunk.lines.slice(0, left);
    left -= kept.length;
    return kept.length > 0 ? [{ ...hunk, lines: kept.map(cut) }] : [];
  });
  const total = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  const long = hunks.some((hunk) => hunk.lines.some((line) => lengthOf(line) > maxLineLength));
  return {
    hunks: shown,
    added: changed.filter(({ kind }) => kind === "add").length,
    removed: changed.filter(({ kind }) => kind === "del").length,
    truncated: total > maxDiffLines || long,
  };
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
const lengthOf = (line: DiffLine): number => line.parts.reduce((sum, { text }) => sum + text.length, 0);

function cut(line: DiffLine): DiffLine {
  let left = maxLineLength;
  const parts = line.parts.flatMap((part) => {
    const text = part.text.slice(0, left);
    left -= text.length;
    return text === "" ? [] : [{ ...part, text }];
  });
  return { ...line, parts };
}

/** All lines of both in reading order: of a place that changed, first what went, then what came. */
function aligned(from: readonly string[], to: readonly string[], pairs: readonly [number, number][]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [at, other] = [0, 0];
  const part = (text: string, changed: boolean) => [{ text, changed }];
  for (const [nextAt, nextOther] of [...pairs, [from.length, to.length] as [number, number]]) {
    for (; at < nextAt; at += 1) lines.push({ kind: "del", from: at + 1, to: null, parts: part(from[at]!, true) });
    for (; other < nextOther; other += 1)
      lines.push({ kind: "add", from: null, to: other + 1, parts: part(to[other]!, true) });
    if (at === from.length || other === to.length) continue;
    lines.push({ kind: "same", from: at + 1, to: other + 1, parts: part(from[at]!, false) });
    at += 1;
    other += 1;
  }
  return lines;
}

/** Where lines took the place of others, one by one, the words that changed in each. */
function withWords(lines: DiffLine[]): DiffLine[] {
  const told = [...lines];
  let words = 0;
  for (let at = 0; at < told.length; at += 1) {
    if (told[at]!.kind !== "del") continue;
    const gone = runOf(told, at, "del");
    const came = runOf(told, at + gone, "add");
    for (let each = 0; each < Math.min(gone, came) && words < maxDiffLines; each += 1, words += 1) {
      const [before, after] = [told[at + each]!, told[at + gone + each]!];
      const parts = wordParts(before.parts[0]!.text, after.parts[0]!.text);
      if (!parts) continue;
      told[at + each] = { ...before, parts: parts[0] };
      told[at + gone + each] = { ...after, parts: parts[1] };
    }
    at += gone + came - 1;
  }
  return told;
}

function runOf(lines: readonly DiffLine[], from: number, kind: DiffLine["kind"]): number {
  let count = 0;
  while (lines[from + count]?.kind === kind) count += 1;
  return count;
}

/** Both lines in parts; null when they have so little in common that showing words would only confuse. */
function wordParts(before: string, after: string): [DiffPart[], DiffPart[]] | null {
  if (before.length > maxLineLength || after.length > maxLineLength) return null;
  const [from, to] = [wordsOf(before), wordsOf(after)];
  if (from.length > maxWords || to.length > maxWords) return null;
  const pairs = match(from, to);
  const same = pairs.reduce((sum, [at]) => sum + from[at]!.trim().length, 0);
  if (same * 3 < Math.min(before.length, after.length)) return null;
  return [partsOf(from, new Set(pairs.map(([at]) => at))), partsOf(to, new Set(pairs.map(([, at]) => at)))];
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? [];

function partsOf(words: readonly string[], same: ReadonlySet<number>): DiffPart[] {
  const parts: DiffPart[] = [];
  for (const [at, word] of words.entries()) {
    const changed = !same.has(at);
    const last = parts.at(-1);
    if (last?.changed === changed) last.text += word;
    else parts.push({ text: word, changed });
  }
  return parts;
}

function hunksOf(lines: readonly DiffLine[]): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  let end = -1;
  for (const [at, line] of lines.entries()) {
    if (line.kind === "same") continue;
    const start = Math.max(at - context, end);
    const next = Math.min(at + context + 1, lines.length);
    const open = hunks.at(-1);
    if (open && at - context <= end) open.lines.push(...lines.slice(end, next));
    else {
      const shown = lines.slice(Math.max(start, 0), next);
      hunks.push({ from: firstOf(shown, "from"), to: firstOf(shown, "to"), lines: shown });
    }
    end = Math.max(end, next);
  }
  return hunks;
}

const firstOf = (lines: readonly DiffLine[], side: "from" | "to"): number =>
  lines.find((line) => line[side] !== null)?.[side] ?? 0;
