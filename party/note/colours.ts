import { colours } from "./limits.ts";

type Seen = { readonly who: { readonly participant_id: string }; readonly colour: number };

/**
 * The number of a person's colour among those who are there, 1 to `colours`: the same on all their devices, mostly the same
 * each time they come, and nobody else's as long as there are enough.
 */
export function colourFor(participantId: string, there: Iterable<Seen>): number {
  const taken = Array.from({ length: colours }, () => new Set<string>());
  for (const { who, colour } of there) {
    if (who.participant_id === participantId) return colour;
    taken[colour - 1]!.add(who.participant_id);
  }
  const wish = Number.parseInt(participantId.slice(-6), 16) % colours;
  const order = taken.map((_, index) => (wish + index) % colours);
  return order.reduce((best, index) => (taken[index]!.size < taken[best]!.size ? index : best)) + 1;
}
