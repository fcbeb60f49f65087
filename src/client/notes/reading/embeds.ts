import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import { isServer } from "solid-js/web";
import type { NoteReadingProps } from "#/client/notes/reading/note-reading.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import type { NoteEmbed } from "#/domain/notes/links-schema.ts";
import type { WikiResolution } from "#/domain/notes/schema.ts";

/** What notes show inside themselves: a list in which each names the place of the one that it stands in. */
export type Embeds = {
  /** Undefined while it is being asked. */
  readonly list: Accessor<readonly NoteEmbed[] | undefined>;
  readonly failed: Accessor<boolean>;
};

/** Where in the list of embeds a text is: null for the note itself. */
export type EmbedPlace = { readonly embeds: Embeds; readonly parent: number | null };

/** What is typed changes with each key; what is shown inside of it does not. */
const afterMs = 700;

/**
 * Asks for what the note shows inside itself, in a browser, and again when one of those changes. One request tells of all,
 * those inside of others too.
 */
export function createEmbeds(props: Pick<NoteReadingProps, "markdown" | "noteId" | "place">): Embeds {
  const [list, setList] = createSignal<readonly NoteEmbed[]>();
  const [failed, setFailed] = createSignal(false);
  if (isServer || props.place) return { list, failed };
  const session = useSession();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function ask(): Promise<void> {
    asked += 1;
    const turn = asked;
    try {
      const { items } = await api.noteLinks.embeds.query({ note_id: props.noteId });
      if (turn !== asked) return;
      setList(items);
      setFailed(false);
    } catch {
      // Embeds are then shown as links.
      if (turn === asked) setFailed(true);
    }
  }

  const named = () => [...props.markdown.matchAll(/!\[\[[^\]\n]{1,600}\]\]/g)].map(([embed]) => embed).join("\n");
  createEffect(
    on(named, (names, before) => {
      clearTimeout(timer);
      if (names === "") setList([]);
      else if (before === undefined) void ask();
      else timer = setTimeout(() => void ask(), afterMs);
      return names;
    }),
  );
  const off = session.store.onApplied((events) => {
    const shown = new Set((list() ?? []).map(({ note_id }) => note_id));
    // What was just written is told once it is saved.
    if (new Set(named().split("\n")).size > (list() ?? []).filter(({ parent }) => parent === null).length)
      shown.add(props.noteId);
    const changed = events.some(
      ({ type, content }) => type === "swp.note.updated" && shown.has((content as { note_id: string }).note_id),
    );
    if (!changed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), afterMs);
  });
  onCleanup(() => {
    clearTimeout(timer);
    off();
  });
  return { list, failed };
}

const mostNames = 100;

/** What the links of a text from another note lead to. */
export async function resolveIn(markdown: string, noteId: string): Promise<WikiResolution[]> {
  const found = [...markdown.matchAll(/\[\[([^[\]|\n]{1,600})/g)].map(([, target = ""]) =>
    target.split("#")[0]!.trim(),
  );
  const names = [...new Set(found)].filter((name) => name !== "").slice(0, mostNames);
  return names.length === 0 ? [] : (await api.noteLinks.resolve.query({ names, note_id: noteId })).items;
}
