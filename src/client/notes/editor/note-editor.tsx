import { EditorView } from "@codemirror/view";
import { createEffect, createSignal, on, onCleanup, onMount, Show, untrack } from "solid-js";
import { say } from "#/client/language/say.ts";
import { placeComments, placedOf, relativeOf, setComments } from "#/client/notes/editor/comment-marks.ts";
import { createEditorView, type NoteView } from "#/client/notes/editor/editor-view.ts";
import { editorLook } from "#/client/notes/editor/look/look.ts";
import type {
  CommentRange,
  NoteEditorHandle,
  NoteEditorProps,
  NoteRange,
} from "#/client/notes/editor/note-editor-types.ts";
import { createNoteSession, type NoteSession } from "#/client/notes/editor/note-session.ts";
import { Notice, UploadNotices } from "#/client/notes/editor/notices.tsx";
import { openNote } from "#/client/notes/editor/open-note.ts";
import { outlineOf, placeIn } from "#/client/notes/editor/outline.ts";
import { takeFiles } from "#/client/notes/editor/paste.ts";
import { PhoneToolbar } from "#/client/notes/editor/phone-toolbar.tsx";
import type { EditorSettings } from "#/client/notes/editor/settings.ts";
import { createUploads, pickedTypes } from "#/client/notes/editor/uploads.ts";
import { goToSuggestion, setSuggestions } from "#/client/notes/suggestions/suggestion-marks.ts";
import { placeSuggestions } from "#/client/notes/suggestions/suggestion-place.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { splicesBetween } from "#/domain/notes/text-diff.ts";
import css from "./note-editor.module.css";

/** The outline and the text are told once typing rests. */
const restMs = 250;

/** A note that is being written. Only in the browser, and loaded when a note is opened for writing. */
export default function NoteEditor(props: NoteEditorProps) {
  let parent!: HTMLDivElement;
  let note: NoteView | undefined;
  let session: NoteSession | undefined;
  let kept: readonly CommentRange[] = [];
  const [differs, setDiffers] = createSignal(false);
  const [earlier, setEarlier] = createSignal<string | null>(null);
  let picker!: HTMLInputElement;
  const uploads = createUploads(
    () => props.upload,
    () => session?.undo.stopCapturing(),
  );
  const [focused, setFocused] = createSignal(false);
  const [canWrite, setCanWrite] = createSignal(untrack(() => props.canWrite));

  const settings = (): EditorSettings => ({
    sourceMode: props.sourceMode ?? false,
    canWrite: canWrite(),
    draws: [
      "table",
      "math",
      "image",
      ...(props.drawEmbed ? ["embed" as const] : []),
      ...(props.drawTodos ? ["todos" as const] : []),
    ],
    drawEmbed: props.drawEmbed,
    drawTodos: props.drawTodos,
  });

  let rest: ReturnType<typeof setTimeout> | undefined;
  function tellText(): void {
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (!note) return;
      props.onOutline(outlineOf(note.view.state));
      props.onText?.(note.view.state.doc.toString());
    }, restMs);
  }

  function open(text: string): void {
    const own = createNoteSession({
      noteId: props.noteId,
      participantId: props.me.id,
      canWrite: props.canWrite,
      open: props.open ?? (() => openNote(props.noteId)),
      onChip(chip) {
        setDiffers(chip.is === "differs");
        props.onChip(chip);
      },
      onAccess(now) {
        setCanWrite(now);
        props.onAccess?.(now);
      },
      onEditors: (people) => props.onEditors(people),
      onReady() {
        note?.bind();
        showComments(kept);
        showSuggestions();
        tellText();
      },
    });
    session = own;
    note = createEditorView({
      parent,
      text,
      session: own,
      settings: untrack(settings),
      title: () => props.title ?? say("Note"),
      complete: () => props.complete,
      completeLabel: () => say("Suggestions"),
      paste: uploads.host,
      onComment: (id) => props.onComment?.(id),
      onDecide: async (id, verb) => (await props.onDecide?.(id, verb)) ?? false,
      onWikiLink: (target, event) => props.onWikiLink?.(target, event),
      onUpdate: (_state, docChanged) => docChanged && tellText(),
      onFocus: setFocused,
    });
    void own.start();
  }

  async function close(): Promise<void> {
    clearTimeout(rest);
    note?.view.destroy();
    note = undefined;
    const before = session;
    session = undefined;
    await before?.destroy();
  }

  /** The server's copy takes the place of this one. What was written here and is not in it can still be copied. */
  async function loadAgain(): Promise<void> {
    const before = session;
    if (!before) return;
    const words = before.unsavedText();
    setEarlier(words === before.text.toString() ? null : words);
    setDiffers(false);
    const shown = before.text.toString();
    await before.forget();
    await close();
    open(shown);
  }

  function showComments(comments: readonly CommentRange[]): void {
    kept = comments;
    if (note && session?.isReady())
      note.view.dispatch({ effects: setComments.of(placeComments(session.text, comments)) });
  }

  function showSuggestions(): void {
    if (note && session?.isReady())
      note.view.dispatch({ effects: setSuggestions.of(placeSuggestions(session.text, props.suggestions ?? [])) });
  }

  function commentRange(): NoteRange | null {
    const range = note?.view.state.selection.main;
    if (!note || !session?.isReady() || !range || range.empty) return null;
    const { from, to } = range;
    return { from, to, quote: note.view.state.sliceDoc(from, to), relative: relativeOf(session.text, { from, to }) };
  }

  const handle: NoteEditorHandle = {
    focus: () => note?.view.focus(),
    insert(markdown) {
      if (!note || note.view.state.readOnly) return;
      const { from, to } = note.place();
      const insert = note.view.state.toText(markdown);
      note.view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: "input.paste",
        scrollIntoView: true,
      });
      note.view.focus();
    },
    jumpTo(target) {
      const at = note && placeIn(note.view.state, target);
      if (!note || at === null || at === undefined) return false;
      note.view.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 24 }),
      });
      note.view.focus();
      return true;
    },
    textContent: () => note?.view.state.doc.toString() ?? props.initialText,
    replaceText(next) {
      if (!note || note.view.state.readOnly) return false;
      const changes = splicesBetween(note.view.state.doc.toString(), next).map(({ at, remove, insert }) => ({
        from: at,
        to: at + remove,
        insert,
      }));
      note.view.dispatch({ changes });
      return true;
    },
    openFind: () => note?.openFind(),
    undo: () => session?.undo.undo(),
    redo: () => session?.undo.redo(),
    commentRange,
    showComments,
    goToSuggestion: (step) => (note ? goToSuggestion(note.view, step) : false),
    placeOf: (relative) => (session?.isReady() ? placedOf(session.text, relative) : null),
    unsavedText: () => session?.unsavedText() ?? "",
    loadAgain: () => void loadAgain(),
  };

  onMount(() => {
    open(props.initialText);
    tellText();
    props.ref?.(handle);
    onCleanup(() => void close());
  });
  createEffect(
    on([() => props.sourceMode, canWrite, () => props.drawEmbed, () => props.drawTodos], () => note?.set(settings()), {
      defer: true,
    }),
  );
  createEffect(
    on(
      () => props.title,
      () => note?.refreshName(),
      { defer: true },
    ),
  );

  createEffect(on(() => props.suggestions, showSuggestions, { defer: true }));

  const copy = (words: string) => void navigator.clipboard?.writeText(words);

  return (
    <div class={`${css.editor} ${editorLook}`} data-source={props.sourceMode ? "" : undefined}>
      <Show when={differs()}>
        <Notice
          isUrgent
          words={say("Your copy of this note differs from the server's. Nothing that you wrote is lost.")}
        >
          <Button onClick={() => copy(session?.unsavedText() ?? "")}>{say("Copy my changes")}</Button>
          <Button onClick={() => void loadAgain()}>{say("Load again")}</Button>
        </Notice>
      </Show>
      <Show when={earlier()}>
        {(words) => (
          <Notice words={say("The note was loaded again. What you had written is kept until you close this.")}>
            <Button onClick={() => copy(words())}>{say("Copy my changes")}</Button>
            <Button onClick={() => setEarlier(null)}>{say("Close")}</Button>
          </Notice>
        )}
      </Show>
      <UploadNotices uploads={uploads} />
      <div ref={parent} class={css.host} />
      <Show when={canWrite() && focused()}>
        <PhoneToolbar
          view={() => note?.view}
          undo={() => session?.undo.undo()}
          pickImage={props.upload && (() => picker.click())}
        />
      </Show>
      {/* Outside of the toolbar, which goes away while the picker is open. */}
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={pickedTypes}
        aria-label={say("Pictures to add")}
        onChange={() => {
          const files = [...(picker.files ?? [])];
          picker.value = "";
          if (note && canWrite()) takeFiles(note.view, files, { ...note.place(), host: uploads.host });
          note?.view.focus();
        }}
      />
    </div>
  );
}
