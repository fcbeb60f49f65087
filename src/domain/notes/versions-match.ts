/** Cells of the tables of all exact comparisons together, about 20 ms. */
const maxCells = 4_000_000;
const maxCellsOfOne = 250_000;
/** How much is read to find what is unique, over all stretches. */
const maxRead = 6_000_000;
/** A stretch that is so short that reading it once more costs nothing. */
const maxOfOne = 1_000;

/**
 * Pairs of places at which both have the same, both growing. What occurs once on both sides is found first and holds the
 * rest in place, so that the time is nearly that of reading both, whatever they are; a long stretch without any has no pairs.
 */
export function match(from: readonly string[], to: readonly string[]): [number, number][] {
  const numbers = new Map<string, number>();
  const numbered = (items: readonly string[]) =>
    Int32Array.from(items, (item) => {
      const known = numbers.get(item);
      if (known !== undefined) return known;
      numbers.set(item, numbers.size);
      return numbers.size - 1;
    });
  const [a, b] = [numbered(from), numbered(to)];
  const sides = { a, b, places: new Int32Array(numbers.size), others: new Int32Array(numbers.size) };
  const pairs: [number, number][] = [];
  const budget = { cells: maxCells, read: maxRead };
  const stack: Stretch[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length }];
  for (let stretch = stack.pop(); stretch; stretch = stack.pop()) {
    const inner = trimmed(a, b, stretch, pairs);
    if (inner.a0 === inner.a1 || inner.b0 === inner.b1) continue;
    const size = inner.a1 - inner.a0 + inner.b1 - inner.b0;
    budget.read -= size;
    const anchors = budget.read >= 0 || size < maxOfOne ? uniqueInBoth(sides, inner) : [];
    if (anchors.length === 0) exact(a, b, inner, pairs, budget);
    else divide(inner, anchors, pairs, stack);
  }
  return pairs.sort((x, y) => x[0] - y[0]);
}

type Stretch = { a0: number; a1: number; b0: number; b1: number };
type Sides = { a: Int32Array; b: Int32Array; places: Int32Array; others: Int32Array };

function trimmed(a: Int32Array, b: Int32Array, { a0, a1, b0, b1 }: Stretch, pairs: [number, number][]): Stretch {
  let [start, other, end, otherEnd] = [a0, b0, a1, b1];
  while (start < end && other < otherEnd && a[start] === b[other]) pairs.push([start++, other++]);
  while (end > start && otherEnd > other && a[end - 1] === b[otherEnd - 1]) pairs.push([--end, --otherEnd]);
  return { a0: start, a1: end, b0: other, b1: otherEnd };
}

function divide(stretch: Stretch, anchors: [number, number][], pairs: [number, number][], stack: Stretch[]): void {
  let { a0, b0 } = stretch;
  for (const [at, other] of anchors) {
    stack.push({ a0, a1: at, b0, b1: other });
    pairs.push([at, other]);
    a0 = at + 1;
    b0 = other + 1;
  }
  stack.push({ a0, a1: stretch.a1, b0, b1: stretch.b1 });
}

/** The longest run, in order on both sides, of what occurs exactly once on each side of the stretch. */
function uniqueInBoth({ a, b, places, others }: Sides, { a0, a1, b0, b1 }: Stretch): [number, number][] {
  // A place: 0 for none, -1 for several, else one more than the index.
  for (let at = a0; at < a1; at += 1) places[a[at]!] = places[a[at]!] === 0 ? at + 1 : -1;
  for (let at = b0; at < b1; at += 1) others[b[at]!] = others[b[at]!] === 0 ? at + 1 : -1;
  const candidates: [number, number][] = [];
  for (let at = a0; at < a1; at += 1) {
    const other = others[a[at]!]!;
    if (places[a[at]!]! > 0 && other > 0) candidates.push([at, other - 1]);
  }
  for (let at = a0; at < a1; at += 1) places[a[at]!] = 0;
  for (let at = b0; at < b1; at += 1) others[b[at]!] = 0;
  return longestGrowing(candidates);
}

/** The longest part of pairs, sorted by the first, whose second grows too. */
function longestGrowing(pairs: [number, number][]): [number, number][] {
  const ends: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, other]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < other) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = index;
  }
  const run: [number, number][] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index]!) run.push(pairs[index]!);
  return run.reverse();
}

/** The longest common part by the table of all pairs, where that is small. */
function exact(
  a: Int32Array,
  b: Int32Array,
  stretch: Stretch,
  pairs: [number, number][],
  budget: { cells: number },
): void {
  const { a0, a1, b0, b1 } = stretch;
  const [height, width] = [a1 - a0, b1 - b0];
  const cells = (height + 1) * (width + 1);
  if (cells > maxCellsOfOne || cells > budget.cells) return;
  budget.cells -= cells;
  const table = new Uint16Array(cells);
  const cell = (row: number, column: number) => row * (width + 1) + column;
  for (let row = height - 1; row >= 0; row -= 1)
    for (let column = width - 1; column >= 0; column -= 1)
      table[cell(row, column)] =
        a[a0 + row] === b[b0 + column]
          ? table[cell(row + 1, column + 1)]! + 1
          : Math.max(table[cell(row + 1, column)]!, table[cell(row, column + 1)]!);
  let [row, column] = [0, 0];
  while (row < height && column < width) {
    if (a[a0 + row] === b[b0 + column]) pairs.push([a0 + row++, b0 + column++]);
    else if (table[cell(row + 1, column)]! >= table[cell(row, column + 1)]!) row += 1;
    else column += 1;
  }
}
