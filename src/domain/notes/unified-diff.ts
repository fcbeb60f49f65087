import { applySplices, type Splice, splicesBetween } from "#/domain/notes/text-diff.ts";

/** Unchanged lines that are shown around what changed. */
const contextLines = 3;
/** A longer diff is cut after a whole line. */
const mostLength = 64_000;

/** Lines `from` to before `to` of the text before, first is 0, and what stands there now. */
type Hunk = { from: number; to: number; splices: Splice[] };

/** What differs between two texts, as a unified diff without file names; "" when nothing does. At most 64,000 characters. */
export function unifiedDiff(before: string, after: string): { diff: string; truncated: boolean } {
  const starts = lineStarts(before);
  let shift = 0;
  let diff = "";
  for (const hunk of hunksOf(splicesBetween(before, after), starts, before.length)) {
    const { text, grown } = written(before, starts, hunk, shift);
    if (diff.length + text.length > mostLength) {
      const cut = (diff + text).slice(0, mostLength);
      return { diff: cut.slice(0, cut.lastIndexOf("\n") + 1), truncated: true };
    }
    diff += text;
    shift += grown;
  }
  return { diff, truncated: false };
}

/** Where each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1 && at + 1 < text.length; at = text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  return text === "" ? [] : starts;
}

/** The line that a place is in. */
function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Changes whose lines with their surroundings touch are shown together. */
function hunksOf(splices: readonly Splice[], starts: readonly number[], length: number): Hunk[] {
  const hunks: Hunk[] = [];
  for (const splice of splices) {
    const from = lineAt(starts, Math.min(splice.at, Math.max(0, length - 1)));
    const last = lineAt(starts, Math.min(splice.at + Math.max(splice.remove, 1), length) - 1);
    const to = Math.min(starts.length, Math.max(from, last) + 1);
    const open = hunks.at(-1);
    if (open && from - open.to <= 2 * contextLines) {
      open.to = Math.max(open.to, to);
      open.splices.push(splice);
    } else hunks.push({ from, to, splices: [splice] });
  }
  return hunks;
}

function written(before: string, starts: readonly number[], { from, to, splices }: Hunk, shift: number) {
  const start = Math.max(0, from - contextLines);
  const end = Math.min(starts.length, to + contextLines);
  const offset = starts[start] ?? 0;
  const part = before.slice(offset, starts[end] ?? before.length);
  const moved = splices.map((splice) => ({ ...splice, at: splice.at - offset }));
  const [old, now] = [linesOf(part), linesOf(applySplices(part, moved))];
  const lines = compared(old, now);
  // A change is found by letters and may seem to reach into a line that stays the same.
  const ahead = Math.max(0, lines.findIndex(changes) - contextLines);
  const behind = Math.max(0, lines.toReversed().findIndex(changes) - contextLines);
  const count = (all: readonly string[]) => all.length - ahead - behind;
  const range = (first: number, length: number) => `${length === 0 ? first : first + 1},${length}`;
  const head = `@@ -${range(start + ahead, count(old))} +${range(start + ahead + shift, count(now))} @@`;
  const shown = lines.slice(ahead, lines.length - behind);
  return { text: `${[head, ...shown].join("\n")}\n`, grown: now.length - old.length };
}

const changes = (line: string): boolean => !line.startsWith(" ");

/** What is the same at the beginning and at the end is context; lines between that are the same are too. */
function compared(old: readonly string[], now: readonly string[]): string[] {
  const lines: string[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      lines.push(` ${old[a]}`);
      a += 1;
      b += 1;
      continue;
    }
    const next = nextSame(old, now, a, b);
    lines.push(...old.slice(a, next.a).map((line) => `-${line}`), ...now.slice(b, next.b).map((line) => `+${line}`));
    [a, b] = [next.a, next.b];
  }
  return lines;
}

/** The nearest pair of equal lines from here; looking further than some lines costs more than it shows. */
function nextSame(old: readonly string[], now: readonly string[], a: number, b: number): { a: number; b: number } {
  for (let distance = 1; distance <= 200; distance += 1) {
    for (let ahead = 0; ahead <= distance; ahead += 1) {
      const [x, y] = [a + distance - ahead, b + ahead];
      if (x < old.length && y < now.length && old[x] === now[y]) return { a: x, b: y };
    }
  }
  return { a: old.length, b: now.length };
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
