import { useNavigate } from "@solidjs/router";
import {
  createEffect,
  createMemo,
  createRoot,
  createSignal,
  getOwner,
  lazy,
  on,
  onCleanup,
  Show,
  Suspense,
  untrack,
} from "solid-js";
import { insert } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { createEmbedDrawing } from "#/client/notes/editor/draw-embed.tsx";
import type { DrawInto } from "#/client/notes/editor/note-editor-types.ts";
import { completionsOf } from "#/client/notes/note-completions.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import type { OpenNote } from "#/client/notes/open-note.ts";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import { wikiTargets } from "#/client/notes/reading/wiki.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { TodosBlock } from "#/client/shell/note-slots.tsx";
import { useSession } from "#/client/shell/session.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import css from "./note-page.module.css";

const NoteEditor = lazy(() => import("#/client/notes/editor/note-editor.tsx"));

type NoteBodyProps = {
  readonly note: NoteDetails;
  readonly open: OpenNote;
  readonly editing: boolean;
  readonly source: boolean;
  readonly mayWrite: boolean;
  readonly onEditing: (on: boolean) => void;
  readonly onComment: (id: string) => void;
};

/** The text: read until one writes in it. What is read stays where it is while the editor is on its way. */
export function NoteBody(props: NoteBodyProps) {
  return (
    <div class={css.body}>
      <Show when={props.editing} fallback={<Reading {...props} />}>
        <Suspense fallback={<Reading {...props} />}>
          <Writing {...props} />
        </Suspense>
      </Show>
    </div>
  );
}

function Reading(props: NoteBodyProps) {
  const layers = useLayers();
  const isBlank = createMemo(() => props.open.shown().trim() === "");
  /** A press into the text begins to write there, but not one that selects or that does something itself. */
  function press(event: MouseEvent): void {
    const target = event.target as Element;
    if (!props.mayWrite || event.detail > 1 || !matchMedia("(pointer: fine)").matches) return;
    if (target.closest("a, button, input, summary, label, select, figure, [data-todo]")) return;
    if (!window.getSelection()?.isCollapsed) return;
    props.onEditing(true);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the key E and the button Edit do the same
    <div onClick={press}>
      <Show
        when={!isBlank()}
        fallback={
          <p class={css.blank}>
            {props.mayWrite ? say("Nothing in it yet. Press E to write.") : say("Nothing in it yet")}
          </p>
        }
      >
        <NoteReading
          markdown={props.open.shown()}
          noteId={props.note.id}
          workspaceId={props.note.workspace_id}
          resolutions={props.note.wiki_resolutions}
          canWrite={props.mayWrite}
          onCreateNote={(title) => layers.open({ is: "new-note", title, workspaceId: props.note.workspace_id })}
        />
      </Show>
    </div>
  );
}

function Writing(props: NoteBodyProps) {
  const session = useSession();
  const { me } = session.state;
  const navigate = useNavigate();
  const owner = getOwner();
  /** As a part of this page, so that it knows who looks. */
  const drawTodos: DrawInto = (source, host) =>
    createRoot((dispose) => {
      insert(host, <TodosBlock source={source} workspaceId={props.note.workspace_id} />);
      return dispose;
    }, owner);
  const [text, setText] = createSignal(untrack(() => props.open.shown()));
  const drawEmbed = createEmbedDrawing({
    get noteId() {
      return props.note.id;
    },
    get workspaceId() {
      return props.note.workspace_id;
    },
    get resolutions() {
      return props.note.wiki_resolutions;
    },
    get markdown() {
      return text();
    },
  });
  function take(now: string): void {
    props.open.take(now);
    setText(now);
  }
  /** By the name as it stands in the text now, which the page may not know yet: it is looked up on the way. */
  function follow(target: string, event: MouseEvent): void {
    const name = target.split("|")[0] ?? "";
    const known = wikiTargets(props.note.wiki_resolutions)(name);
    const href = known?.href ?? `/notes?${new URLSearchParams({ name, from: props.note.workspace_id })}`;
    if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
    else if (href.startsWith("#")) props.open.handle()?.jumpTo({ heading: name.replace(/^#/, "") });
    else navigate(href);
  }
  onCleanup(() => props.open.leave());
  createEffect(
    on(
      () => props.open.handle(),
      (handle) => handle?.focus(),
    ),
  );
  return (
    <NoteEditor
      noteId={props.note.id}
      workspaceId={props.note.workspace_id}
      initialText={props.open.shown()}
      me={{ id: me.id, display_name: me.display_name }}
      canWrite={props.mayWrite}
      sourceMode={props.source}
      title={say("Text of {title}", { title: props.note.title })}
      onChip={props.open.setChip}
      onEditors={props.open.setEditors}
      onOutline={props.open.setOutline}
      onText={take}
      onAccess={props.open.setAccess}
      onWikiLink={(target, event) => follow(target, event)}
      onComment={(id) => props.onComment(id)}
      suggestions={props.open.suggestions.items()}
      onDecide={(id, verb) => props.open.suggestions.decide([id], verb)}
      ref={props.open.setHandle}
      complete={completionsOf(session, props.note.workspace_id)}
      drawEmbed={drawEmbed}
      drawTodos={drawTodos}
      upload={(file) => noteServer.upload(props.note.workspace_id, file)}
    />
  );
}
