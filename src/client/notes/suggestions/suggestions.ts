import { createSignal } from "solid-js";
import { sayCount } from "#/client/language/say.ts";
import { createAsked } from "#/client/notes/asked.ts";
import { lookAgainAfter } from "#/client/notes/note-live.ts";
import { type SuggestionServer, suggestionServer } from "#/client/notes/suggestions/suggestion-server.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";

/** Several that are made in a row are one reason to look. */
const pauseMs = 250;

export type NoteSuggestions = ReturnType<typeof createSuggestions>;

/** What AIs suggest in a note, kept up to date while it is shown, and what is said to it. */
export function createSuggestions(
  session: Pick<Session, "store" | "connection" | "toaster">,
  noteId: () => string,
  server: SuggestionServer = suggestionServer,
) {
  const asked = createAsked(noteId, server.list);
  const [gone, setGone] = createSignal<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = createSignal(false);
  const items = () => (asked.value() ?? []).filter(({ id, state }) => state === "open" && !gone().has(id));

  lookAgainAfter(session, asked.again, pauseMs, (events) => {
    const isOurs = ({ type, content }: (typeof events)[number]) =>
      type === "swp.note.suggestion" && (content as { note_id?: unknown }).note_id === noteId();
    return events.some(isOurs) ? pauseMs : undefined;
  });

  /** Answers whether it is done; what the server refuses is told. */
  async function decide(ids: readonly string[], verb: "accept" | "reject"): Promise<boolean> {
    if (ids.length === 0) return false;
    setBusy(true);
    try {
      const { suggestions } = await server[verb](noteId(), ids);
      setGone((before) => new Set([...before, ...ids]));
      asked.again();
      tellOutdated(suggestions.filter(({ state }) => state === "outdated").length);
      return true;
    } catch (error) {
      session.toaster.show(asSwError(error).message);
      asked.again();
      return false;
    } finally {
      setBusy(false);
    }
  }

  function tellOutdated(count: number): void {
    if (count === 0) return;
    session.toaster.show(
      sayCount(
        count,
        "{count} suggestion no longer fitted: its words had changed",
        "{count} suggestions no longer fitted: their words had changed",
      ),
    );
  }

  return {
    items,
    busy,
    decide,
    decideAll: (verb: "accept" | "reject") =>
      decide(
        items().map(({ id }) => id),
        verb,
      ),
  };
}
