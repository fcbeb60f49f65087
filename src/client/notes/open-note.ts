import { createEffect, createSignal, on, onCleanup, onMount, untrack } from "solid-js";
import { createAsked } from "#/client/notes/asked.ts";
import { onCommentsChanged } from "#/client/notes/comments/comment-live.ts";
import type {
  NoteChip,
  NoteEditorHandle,
  NoteEditorPerson,
  NoteHeading,
} from "#/client/notes/editor/note-editor-types.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { createSuggestions } from "#/client/notes/suggestions/suggestions.ts";
import { panelBounds, rememberedWidth } from "#/client/shell/device.ts";
import { personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { Person } from "#/client/ui/people/person.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";

/** How long what one has just written stands before what the server tells of the note counts again. */
const ownWordsMs = 8_000;
/** Who writes is asked for at most this often while one reads. */
const editorsPauseMs = 10_000;

export type OpenNote = ReturnType<typeof createOpenNote>;

/** What the parts of a note's page share while it is open: the editor's state, and the newest text that is known. */
export function createOpenNote(session: Session, note: () => NoteDetails) {
  const [chip, setChip] = createSignal<NoteChip>();
  const [writing, setWriting] = createSignal<readonly Person[]>([]);
  const [others, setOthers] = createSignal<readonly Person[]>([]);
  const [outline, setOutline] = createSignal<readonly NoteHeading[]>();
  const [handle, setHandle] = createSignal<NoteEditorHandle>();
  const [access, setAccess] = createSignal<boolean>();
  const [own, setOwn] = createSignal<string>();
  const comments = createAsked(() => note().id, noteServer.openThreads);
  onCommentsChanged(session, () => note().id, comments.again);
  const suggestions = createSuggestions(session, () => note().id);
  const [isToday, setIsToday] = createSignal(false);
  const [panelWidth, setPanelWidth] = createSignal(rememberedWidth("panel", panelBounds));
  /** The text of the editor, kept because it is gone with it. */
  let latest: string | undefined;
  /** What the server told last; nothing else is to be read while the editor is taken down. */
  let told = untrack(note).markdown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  // The right told while one writes holds until the page knows better.
  createEffect(
    on(
      () => note().can_write,
      () => setAccess(undefined),
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => note().markdown,
      (markdown) => {
        told = markdown;
        if (markdown === own()) setOwn(undefined);
      },
    ),
  );

  onMount(() => {
    let askedAt = Number.NEGATIVE_INFINITY;
    createEffect(
      on(
        () => note().version,
        () => {
          const { id } = note();
          // Each save of what somebody writes is a version.
          if (Date.now() - askedAt < editorsPauseMs) return;
          askedAt = Date.now();
          void noteServer.editorsOf(id).then(
            (ids) => setOthers(ids.filter((each) => each !== session.state.me.id).map(person)),
            () => setOthers([]),
          );
        },
      ),
    );
    void noteServer.todayNote(note().workspace_id).then(
      (id) => setIsToday(id === note().id),
      () => undefined,
    );
  });

  function person(id: string): Person {
    const known = session.state.participants[id];
    return known ? personOf(known) : { id, name: "", kind: "person" };
  }

  return {
    chip,
    setChip,
    handle,
    setHandle: (given: NoteEditorHandle) => setHandle(() => given),
    outline,
    setOutline,
    suggestions,
    unresolved: () => comments.value() ?? 0,
    panelWidth,
    setPanelWidth,
    mayWrite: () => access() ?? true,
    setAccess,
    /** Who else has it open for writing, as far as is known. */
    editors: () => (writing().length > 0 ? writing() : others()),
    setEditors(people: readonly NoteEditorPerson[]): void {
      setWriting(
        people.map(({ participant_id: id, display_name: name, is_ai }) => ({
          ...person(id),
          name,
          kind: is_ai ? ("ai" as const) : ("person" as const),
        })),
      );
    },
    /** The whole text as it is now: what one writes, else what one has just written, else what the server told. */
    text: () => (handle() ? latest : undefined) ?? own() ?? note().markdown,
    /** The text to read. */
    shown: () => own() ?? note().markdown,
    take(text: string): void {
      latest = text;
    },
    /** Writing ends: its last words are shown until the server tells them. */
    leave(): void {
      const last = latest;
      latest = undefined;
      if (last !== undefined && last !== told) {
        setOwn(last);
        clearTimeout(timer);
        timer = setTimeout(() => setOwn(undefined), ownWordsMs);
      }
      setHandle(undefined);
      setAccess(undefined);
      setWriting([]);
      setOutline(undefined);
      setChip(undefined);
    },
    isToday,
    async setToday(on: boolean): Promise<void> {
      await noteServer.pinToday(note().workspace_id, on ? note().id : null);
      setIsToday(on);
    },
  };
}
