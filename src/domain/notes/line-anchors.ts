/** Lines `[a, aEnd)` of one text stand where `[b, bEnd)` of another do. */
export type Gap = { a: number; aEnd: number; b: number; bEnd: number };

/**
 * Where two texts differ, by lines: what lies between lines that both have exactly once, in one order. In time that grows
 * hardly faster than the texts, however much they differ.
 */
export function gapsBetween(a: readonly string[], b: readonly string[]): Gap[] {
  const gaps: Gap[] = [];
  let [from, fromB] = [0, 0];
  for (const [i, j] of [...anchorsOf(a, b), [a.length, b.length] as const]) {
    const gap = trimmed(a, b, { a: from, aEnd: i, b: fromB, bEnd: j });
    if (gap.a < gap.aEnd || gap.b < gap.bEnd) gaps.push(gap);
    [from, fromB] = [i + 1, j + 1];
  }
  return gaps;
}

/** Lines that come more than once are no anchors, and yet the same at the edges of a gap. */
function trimmed(a: readonly string[], b: readonly string[], gap: Gap): Gap {
  let { a: start, aEnd, b: startB, bEnd } = gap;
  while (start < aEnd && startB < bEnd && a[start] === b[startB]) [start, startB] = [start + 1, startB + 1];
  while (start < aEnd && startB < bEnd && a[aEnd - 1] === b[bEnd - 1]) [aEnd, bEnd] = [aEnd - 1, bEnd - 1];
  return { a: start, aEnd, b: startB, bEnd };
}

/** Pairs of places of lines that each text has once, the longest row of them that is in the order of both. */
function anchorsOf(a: readonly string[], b: readonly string[]): [number, number][] {
  const inB = onceIn(b);
  const pairs = [...onceIn(a)].flatMap(([line, i]): [number, number][] => {
    const j = inB.get(line);
    return j === undefined ? [] : [[i, j]];
  });
  return longestRising(pairs);
}

/** The lines that come once, and where, in order. */
function onceIn(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const again = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) again.add(line);
    else places.set(line, index);
  }
  for (const line of again) places.delete(line);
  return places;
}

/** Of pairs that rise in the first number, the longest row that rises in the second. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const before: number[] = [];
  const tails: number[] = [];
  for (const [index, [, j]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < j) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : tails[low - 1]!);
    tails[low] = index;
  }
  const row: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at !== -1; at = before[at]!) row.push(pairs[at]!);
  return row.reverse();
}
