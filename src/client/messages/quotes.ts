import { createRoot } from "solid-js";
import { createStore } from "solid-js/store";
import type { Session } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import type { Quote } from "#/domain/messages/message.ts";

/** What a message quotes: undefined while it is asked for, null when it is gone or may not be seen. */
export type Original = Quote["original"] | null | undefined;

export type Quotes = {
  /** The original of a message that quotes; asks for it at the first time. Reactive. */
  readonly of: (roomId: string, eventId: string) => Original;
};

/** The server's bound for one question. */
const maxAsked = 50;
const maxKept = 500;

const all = new WeakMap<Session, Quotes>();

/** The words of a forward are never kept with it: they are read where they were said, and dropped when they change there. */
export function quotesOf(session: Session): Quotes {
  const known = all.get(session);
  if (known) return known;
  const made = createRoot(() => create(session));
  all.set(session, made);
  return made;
}

function create(session: Session): Quotes {
  const [found, setFound] = createStore<Record<string, Original>>({});
  const waiting = new Map<string, Set<string>>();
  const asked = new Set<string>();

  session.store.onApplied((events) => {
    for (const event of events) {
      const content = event.content as { event_id?: unknown; original_id?: unknown };
      if (event.type === "swp.room.original_removed" && typeof content.event_id === "string")
        setFound(content.event_id, null);
      else if ((event.type === "swp.room.message.edit" || event.type === "swp.room.redaction") && event.room_id)
        for (const [id, original] of Object.entries(found))
          if (original?.event_id === content.event_id) again(event.room_id, id);
    }
  });

  function again(roomId: string, eventId: string): void {
    asked.delete(eventId);
    ask(roomId, eventId);
  }

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
        const { items } = await messageServer.quotes(roomId, some);
        const byId = new Map(items.map((quote) => [quote.event_id, quote.original]));
        for (const id of some) setFound(id, byId.get(id) ?? null);
      } catch {
        // Asked again when it is shown the next time.
        for (const id of some) asked.delete(id);
      }
    }
  }

  return {
    of(roomId, eventId) {
      ask(roomId, eventId);
      return found[eventId];
    },
  };
}
