import { createRoot } from "solid-js";
import { createStore } from "solid-js/store";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { askTogether } from "#/client/sync/asked-together.ts";
import type { OwnRating } from "#/domain/ai/ratings.ts";

export type Thumb = OwnRating["rating"] | null;

export type OwnRatings = {
  /** What one said of an answer, null where one said nothing or it is not known yet; asks at the first time. Reactive. */
  readonly of: (roomId: string, eventId: string) => Thumb;
  readonly set: (eventId: string, rating: Thumb) => void;
};

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
  const ratings = askTogether(async (roomId, ids) => {
    // What one chose while this was on its way is newer.
    for (const { event_id, rating } of await askFor(roomId, ids))
      setFound(event_id, (now) => (now === undefined ? rating : now));
  });
  return {
    of(roomId, eventId) {
      ratings.ask(roomId, eventId);
      return found[eventId] ?? null;
    },
    set(eventId, rating) {
      ratings.know(eventId);
      setFound(eventId, rating);
    },
  };
}
