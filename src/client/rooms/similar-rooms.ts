/** How many are told: more than a few are no help. */
const told = 3;

type Named = { readonly id: string; readonly name: string | null };

/**
 * The rooms whose names say nearly the same as a new one: alike but for case, accents, signs and one slip, or one within the
 * other. The nearest first, at most three.
 */
export function similarRooms<T extends Named>(rooms: readonly T[], name: string): T[] {
  const wanted = bare(name);
  if (wanted.length < 3) return [];
  return rooms
    .map((room) => ({ room, distance: distanceOf(bare(room.name ?? ""), wanted) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((a, b) => a.distance! - b.distance!)
    .slice(0, told)
    .map(({ room }) => room);
}

function bare(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** 0 the same, 1 one slip apart, 2 one within the other; undefined for names that say something else. */
function distanceOf(a: string, b: string): number | undefined {
  if (a === b) return 0;
  if (a.length < 3) return undefined;
  if (Math.min(a.length, b.length) >= 5 && isOneSlip(a, b)) return 1;
  return a.includes(b) || b.includes(a) ? 2 : undefined;
}

/** One letter more, less or another. */
function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
