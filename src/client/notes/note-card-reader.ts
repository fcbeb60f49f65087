import { createRoot } from "solid-js";
import { createStore } from "solid-js/store";
import { noteServer } from "#/client/notes/note-server.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { NoteMention } from "#/domain/notes/note-mentions.ts";
import type { NoteCard } from "#/domain/notes/schema.ts";

/** A note that a message mentions: undefined while it is asked for, null when nothing is there for this reader. */
export type Carded = NoteCard | null | undefined;

type Reader = { readonly of: (mention: NoteMention, workspaceId: string | null) => Carded };

/** The server's bound for one question. */
const maxAsked = 50;
const maxKept = 500;
/** Several changes in a row are one reason to look again. */
const againAfterMs = 1_000;

const all = new WeakMap<Session, Reader>();

/** The cards of notes that are shown: what is shown in one go is asked for in one question, and again when a note changed. */
export function noteCardsOf(session: Session): Reader {
  const known = all.get(session);
  if (known) return known;
  const made = createRoot(() => create(session));
  all.set(session, made);
  return made;
}

type Asked = { readonly mention: NoteMention; readonly workspaceId: string | null };

const keyOf = ({ mention, workspaceId }: Asked): string =>
  "part" in mention ? `part ${mention.part}` : `name ${workspaceId} ${mention.name.toLowerCase()}`;

function create(session: Session): Reader {
  const [found, setFound] = createStore<Record<string, Carded>>({});
  const asked = new Map<string, Asked>();
  let waiting: Asked[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  session.store.onApplied((events) => {
    const changed = new Set(
      events.flatMap(({ type, content }) => {
        const { note_id } = content as { note_id?: unknown };
        return type === "swp.note.updated" && typeof note_id === "string" ? [note_id] : [];
      }),
    );
    if (changed.size === 0 || asked.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What was not there may be there now; what was is asked for anew when it is the one that changed.
      for (const [key, each] of asked) if (!found[key] || changed.has(found[key].id)) enqueue(each);
    }, againAfterMs);
  });

  function enqueue(each: Asked): void {
    if (waiting.length === 0) queueMicrotask(() => void read());
    waiting.push(each);
  }

  async function read(): Promise<void> {
    const some = waiting.slice(0, maxAsked);
    waiting = waiting.slice(maxAsked);
    if (waiting.length > 0) queueMicrotask(() => void read());
    try {
      const cards = await cardsOf(some);
      for (const each of some) setFound(keyOf(each), cards.get(keyOf(each)) ?? null);
    } catch {
      // Asked again when it is shown the next time.
      for (const each of some) asked.delete(keyOf(each));
    }
  }

  return {
    of(mention, workspaceId) {
      const each = { mention, workspaceId };
      const key = keyOf(each);
      if (!asked.has(key)) {
        if (asked.size >= maxKept) asked.clear();
        asked.set(key, each);
        enqueue(each);
      }
      return found[key];
    },
  };
}

const tail = /([0-9a-f]{12})$/;

async function cardsOf(some: readonly Asked[]): Promise<Map<string, NoteCard>> {
  const ids = new Map<string, string>();
  const named = Map.groupBy(
    some.filter(({ mention }) => "name" in mention),
    ({ workspaceId }) => workspaceId,
  );
  for (const [workspaceId, group] of named) {
    const names = group.map(({ mention }) => ("name" in mention ? mention.name : ""));
    const resolved = await noteServer.resolve(names, workspaceId);
    for (const each of group) {
      const name = "name" in each.mention ? each.mention.name.toLowerCase() : "";
      const id = resolved.find((one) => one.name.toLowerCase() === name)?.note_id;
      if (id) ids.set(keyOf(each), id);
    }
  }
  for (const each of some) {
    const part = "part" in each.mention ? tail.exec(each.mention.part.toLowerCase())?.[1] : undefined;
    if (part) ids.set(keyOf(each), part);
  }
  const cards = await noteServer.cards([...new Set(ids.values())]);
  const byAsked = new Map(cards.map((card) => [card.asked, card]));
  return new Map([...ids].flatMap(([key, id]) => (byAsked.has(id) ? [[key, byAsked.get(id)!]] : [])));
}
