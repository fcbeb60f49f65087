import { createSignal } from "solid-js";
import type { Session } from "#/client/shell/session.tsx";

/** Rooms and threads that one marked unread while looking at them: nothing there counts as read until one leaves or says so. */
export type UnreadHold = {
  /** What follows this position was marked unread; null where nothing was. Reactive. */
  readonly after: (place: string) => number | null;
  readonly set: (place: string, after: number) => void;
  readonly release: (place: string) => void;
};

const holds = new WeakMap<Session, UnreadHold>();

export function unreadHold(session: Session): UnreadHold {
  const known = holds.get(session);
  if (known) return known;
  const [all, setAll] = createSignal<ReadonlyMap<string, number>>(new Map());
  const made: UnreadHold = {
    after: (place) => all().get(place) ?? null,
    set: (place, after) => setAll(new Map(all()).set(place, after)),
    release(place) {
      if (!all().has(place)) return;
      const next = new Map(all());
      next.delete(place);
      setAll(next);
    },
  };
  holds.set(session, made);
  return made;
}
