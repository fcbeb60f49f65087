import { Title } from "@solidjs/meta";
import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, lazy, on, onCleanup, onMount, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { isField } from "#/client/notes/is-field.ts";
import { createNoteAct } from "#/client/notes/note-act.ts";
import { NoteBody } from "#/client/notes/note-body.tsx";
import { NoteChipView } from "#/client/notes/note-chip.tsx";
import { type NoteDialog, NoteDialogs } from "#/client/notes/note-dialogs.tsx";
import { type NoteVerb, noteEntries } from "#/client/notes/note-entries.tsx";
import { NoteHeader } from "#/client/notes/note-header.tsx";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { NoteMeta } from "#/client/notes/note-meta.tsx";
import { type NoteSearch, noteSearch, noteSearchOf } from "#/client/notes/note-panel.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { NoteSide } from "#/client/notes/note-side.tsx";
import { NoteTitle } from "#/client/notes/note-title.tsx";
import { createOpenNote } from "#/client/notes/open-note.ts";
import { createPageTitle } from "#/client/notes/page-title.ts";
import { copyText, downloadText } from "#/client/notes/take-away.ts";
import { notesPath } from "#/client/shell/places.ts";
import roomCss from "#/client/shell/room-page.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { noteAllows } from "#/domain/notes/note.ts";
import { notePath, noteSlug } from "#/domain/notes/paths.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import css from "./note-page.module.css";

const SuggestionsBar = lazy(() => import("#/client/notes/suggestions/suggestions-bar.tsx"));

export type NoteViewProps = { readonly note: NoteDetails; readonly slug: string; readonly again: () => void };

/** A note: read as a page, written in the same place, with what belongs to it beside it. */
export function NoteView(props: NoteViewProps) {
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const clock = createViewerClock();
  const search = createMemo(() => noteSearchOf(location.search));
  const open = createOpenNote(session, () => props.note);
  const [renaming, setRenaming] = createSignal(false);
  const [active, setActive] = createSignal<string>();
  const [dialog, setDialog] = createSignal<NoteDialog>();
  const pageTitle = createPageTitle(() => props.note.title);
  const path = () => notePath(props.slug, props.note);
  // One's role is told at once when it changes; what the page was made with is not.
  const role = createMemo(() => session.state.workspaces[props.note.workspace_id]?.role ?? null);
  const may = (action: "write" | "manage") =>
    noteAllows(
      { role: role(), status: props.note.status, isOwner: props.note.owner_id === session.state.me.id },
      action,
    );
  const asksAi = () => !session.state.ai?.hidden && !session.state.own.screen.hide_ai;
  const mayWrite = () => may("write") && open.mayWrite();
  const editing = () => search().editing;

  createEffect(on(role, () => props.again(), { defer: true }));
  onNotesChanged(
    session,
    () => props.again(),
    ({ noteId }) => noteId === props.note.id,
  );

  function go(change: Partial<NoteSearch>, replace = false): void {
    navigate(`${location.pathname}${noteSearch({ ...search(), ...change })}`, { scroll: false, replace });
  }
  function setEditing(on: boolean): void {
    if (on === editing()) return;
    const text = open.handle()?.textContent();
    if (!on && text !== undefined) open.take(text);
    go({ editing: on, source: false });
    if (!on) document.getElementById("main")?.focus({ preventScroll: true });
  }

  onMount(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || dialog()) return;
      const main = event.ctrlKey || event.metaKey;
      if (main && event.key === "." && !event.shiftKey) go({ panel: search().panel ? undefined : "links" });
      else if (event.key === "Escape" && inside("aside", event.target)) go({ panel: undefined });
      else if (event.key === "Escape" && editing() && !event.shiftKey) setEditing(false);
      else if (event.key.toLowerCase() === "e" && !main && !event.altKey && !isField(event.target) && mayWrite())
        setEditing(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", hear);
    onCleanup(() => window.removeEventListener("keydown", hear));
  });

  const act = createNoteAct(session, () => props.again());

  function run(verb: NoteVerb): void {
    const { note } = props;
    switch (verb) {
      case "rename":
        setRenaming(true);
        return;
      case "source":
        go({ editing: true, source: !search().source });
        return;
      case "comments":
        go({ panel: "comments" });
        return;
      case "pin":
        void act(
          () => noteServer.update(note.id, { pinned: !note.pinned }),
          note.pinned ? say("Unpinned") : say("Pinned"),
        );
        return;
      case "pin_today":
        void act(
          () => open.setToday(!open.isToday()),
          open.isToday() ? say("Unpinned from Today") : say("Pinned to Today"),
        );
        return;
      case "status": {
        const status = note.status === "draft" ? "published" : "draft";
        void act(
          () => noteServer.update(note.id, { status }),
          status === "draft" ? say("Made a draft") : say("Published"),
        );
        return;
      }
      case "archive":
        setEditing(false);
        void act(
          () => noteServer.archive(note.id),
          say("Archived"),
          () => noteServer.restore(note.id),
        );
        return;
      case "restore":
        void act(() => noteServer.restore(note.id), say("Restored"));
        return;
      case "copy":
        void copyText(session, open.text(), say("Markdown copied"));
        return;
      case "export":
        downloadText(`${noteSlug(note)}.md`, open.text());
        return;
      case "print":
        window.print();
        return;
      default:
        setDialog(verb);
    }
  }

  return (
    <div class={roomCss.room} data-panel={search().panel} style={{ "--panel": `${open.panelWidth()}px` }}>
      <Title>{pageTitle()}</Title>
      <main class={roomCss.centre} id="main" tabIndex={-1} aria-label={props.note.title} {...clock.attributes()}>
        <NoteHeader
          slug={props.slug}
          workspaceName={session.state.workspaces[props.note.workspace_id]?.name ?? say("Workspace")}
          mayWrite={mayWrite()}
          editing={editing()}
          onEditing={setEditing}
          panel={search().panel}
          onPanel={(panel) => go({ panel })}
          state={
            <Show when={editing() && open.chip()}>
              {(chip) => <NoteChipView chip={chip()} handle={open.handle} session={session} />}
            </Show>
          }
          editors={open.editors()}
          unresolved={open.unresolved()}
          entries={noteEntries({
            note: { ...props.note, can_write: mayWrite(), can_manage: may("manage") },
            isToday: open.isToday(),
            source: search().source,
            asksAi: asksAi(),
            run,
          })}
          below={
            <Show when={open.suggestions.items().length > 0}>
              <Suspense>
                <SuggestionsBar
                  suggestions={open.suggestions}
                  editing={editing()}
                  mayDecide={mayWrite()}
                  onLook={() => setEditing(true)}
                  handle={open.handle}
                />
              </Suspense>
            </Show>
          }
          onShare={() => void copyText(session, window.location.origin + path(), say("Link copied"))}
        />
        <div class={css.scroller}>
          <div class={css.sheet}>
            <NoteTitle
              title={props.note.title}
              mayRename={mayWrite()}
              renaming={renaming()}
              onRenaming={setRenaming}
              onRename={async (title) => {
                await noteServer.update(props.note.id, { title });
                props.again();
              }}
            />
            <NoteMeta
              note={props.note}
              slug={props.slug}
              clock={clock}
              onProperties={mayWrite() ? () => setDialog("properties") : undefined}
            />
            <Show when={props.note.status === "archived"}>
              <p class={css.banner}>
                <span>{say("This note is archived: it can be read, and not changed.")}</span>
                <Show when={may("manage")}>
                  <Button size="small" onClick={() => run("restore")}>
                    {say("Restore")}
                  </Button>
                </Show>
              </p>
            </Show>
            <NoteBody
              note={props.note}
              open={open}
              editing={editing()}
              source={search().source}
              mayWrite={mayWrite()}
              onEditing={setEditing}
              onComment={(id) => {
                setActive(id);
                go({ panel: "comments" });
              }}
            />
          </div>
        </div>
      </main>
      <NoteSide
        note={props.note}
        slug={props.slug}
        open={open}
        mayWrite={mayWrite()}
        panel={search().panel}
        activeComment={active()}
        onClose={() => go({ panel: undefined })}
      />
      <NoteDialogs
        dialog={dialog()}
        note={props.note}
        mayWrite={mayWrite()}
        handle={open.handle}
        onDone={(done) => {
          if (done?.is === "deleted") navigate(notesPath(props.slug), { replace: true });
          else props.again();
        }}
        onClose={() => setDialog(undefined)}
      />
    </div>
  );
}

function inside(part: string, target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(part) !== null;
}
