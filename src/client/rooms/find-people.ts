import type { Participant } from "#/domain/participants/participant.ts";

/** By name or handle, words that begin so first; oneself never. */
export function findPeople(people: readonly Participant[], query: string, me: string): Participant[] {
  const words = query.trim().replace(/^@/, "").toLocaleLowerCase();
  const rank = (participant: Participant) => {
    const name = participant.display_name.toLocaleLowerCase();
    if (participant.local_id.startsWith(words) || name.startsWith(words)) return 0;
    if (name.split(/\s+/).some((word) => word.startsWith(words))) return 1;
    return name.includes(words) || participant.local_id.includes(words) ? 2 : 3;
  };
  return people
    .filter((participant) => participant.id !== me && rank(participant) < 3)
    .toSorted((a, b) => rank(a) - rank(b) || a.display_name.localeCompare(b.display_name, "en"));
}
