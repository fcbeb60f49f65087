import { personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { Person } from "#/client/ui/people/person.ts";

/** People that a todo can be given to, oneself first; who of them may see the note, the server knows. */
export function peopleOf({ state }: Session): readonly Person[] {
  const others = Object.values(state.participants)
    .filter(({ id }) => id !== state.me.id)
    .map(personOf)
    .sort((a, b) => a.name.localeCompare(b.name));
  return [personOf(state.me), ...others];
}

export function personWith({ state }: Session, id: string): Person | undefined {
  const known = id === state.me.id ? state.me : state.participants[id];
  return known && personOf(known);
}
