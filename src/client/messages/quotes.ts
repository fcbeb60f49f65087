import { createRoot } from "solid-js";
import { createStore } from "solid-js/store";
import type { Session } from "#/client/shell/session.tsx";
import { askTogether } from "#/client/sync/asked-together.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import type { Quote } from "#/domain/messages/message.ts";

/** What a message quotes: undefined while it is asked for, null when it is gone or may not be seen. */
export type Original = Quote["original"] | null | undefined;

export type Quotes = {
  /** The original of a message that quotes; asks for it at the first time. Reactive. */
  readonly of: (roomId: string, eventId: string) => Original;
};

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
  const originals = askTogether(async (roomId, ids) => {
    const { items } = await messageServer.quotes(roomId, ids);
    const byId = new Map(items.map((quote) => [quote.event_id, quote.original]));
    for (const id of ids) setFound(id, byId.get(id) ?? null);
  });

  session.store.onApplied((events) => {
    for (const event of events) {
      const content = event.content as { event_id?: unknown; original_id?: unknown };
      if (event.type === "swp.room.original_removed" && typeof content.event_id === "string")
        setFound(content.event_id, null);
      else if ((event.type === "swp.room.message.edit" || event.type === "swp.room.redaction") && event.room_id)
        for (const [id, original] of Object.entries(found))
          if (original?.event_id === content.event_id) originals.again(event.room_id, id);
    }
  });

  return {
    of(roomId, eventId) {
      originals.ask(roomId, eventId);
      return found[eventId];
    },
  };
}
