import { createRoot } from "solid-js";
import { createStore } from "solid-js/store";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import type { OwnRating } from "#/domain/ai/ratings.ts";

export type Thumb = OwnRating["rating"] | null;

export type OwnRatings = {
  /** What one said of an answer, null where one said nothing or it is not known yet; asks at the first time. Reactive. */
  readonly of: (roomId: string, eventId: string) => Thumb;
  readonly set: (eventId: string, rating: Thumb) => void;
};

/** The server's bound for one question. */
const maxAsked = 50;
const maxKept = 500;

type Asking = (roomId: string, eventIds: string[]) => Promise<readonly OwnRating[]>;
const askServer: Asking = async (room_id, event_ids) => (await api.ai.ownRatings.query({ room_id, event_ids })).items;

const all = new WeakMap<Session, OwnRatings>();

/** One's ratings are no part of a room's view: nobody else sees them, and few rooms have any. */
export function ownRatingsOf(session: Session): OwnRatings {
  const known = all.get(session);
  if (known) return known;
  const made = createRoot(() => createOwnRatings(askServer));
  all.set(session, made);
  return made;
}

export function createOwnRatings(askFor: Asking): OwnRatings {
  const [found, setFound] = createStore<Record<string, Thumb>>({});
  const asked = new Set<string>();
  const waiting = new Map<string, Set<string>>();

  function ask(roomId: string, eventId: string): void {
    if (asked.has(eventId)) return;
    if (asked.size >= maxKept) asked.clear();
    asked.add(eventId);
    const group = waiting.get(roomId);
    if (group) group.add(eventId);
    else {
      waiting.set(roomId, new Set([eventId]));
      // What is shown in one go is asked for in one question.
      queueMicrotask(() => void read(roomId));
    }
  }

  async function read(roomId: string): Promise<void> {
    const ids = [...(waiting.get(roomId) ?? [])];
    waiting.delete(roomId);
    for (let from = 0; from < ids.length; from += maxAsked) {
      const some = ids.slice(from, from + maxAsked);
      try {
        // What one chose while this was on its way is newer.
        for (const { event_id, rating } of await askFor(roomId, some))
          setFound(event_id, (now) => (now === undefined ? rating : now));
      } catch {
        // Asked again when it is shown the next time.
        for (const id of some) asked.delete(id);
      }
    }
  }

  return {
    of(roomId, eventId) {
      ask(roomId, eventId);
      return found[eventId] ?? null;
    },
    set(eventId, rating) {
      asked.add(eventId);
      setFound(eventId, rating);
    },
  };
}
