/** How far each client of a document was heard, as `Y.decodeStateVector` gives it. */
export type StateVector = ReadonlyMap<number, number>;

/** Whether everything that `own` counts is in `other` as well. */
export function covers(other: StateVector, own: StateVector): boolean {
  for (const [client, clock] of own) if ((other.get(client) ?? 0) < clock) return false;
  return true;
}

export function equal(a: StateVector, b: StateVector): boolean {
  return covers(a, b) && covers(b, a);
}
