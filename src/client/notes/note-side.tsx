import { createEffect, createSignal, lazy, Match, onMount, Show, Suspense, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { jumpToMark, rangesOf, selectedInEditor, selectedInReading } from "#/client/notes/comment-places.ts";
import type { CommentMark } from "#/client/notes/comments/comment-types.ts";
import type { NotePanelKind } from "#/client/notes/note-panel.ts";
import type { OpenNote } from "#/client/notes/open-note.ts";
import { panelBounds, remember } from "#/client/shell/device.ts";
import roomCss from "#/client/shell/room-page.module.css";
import { DividerHandle } from "#/client/ui/layout/divider-handle.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";

const LinksPanel = lazy(() => import("#/client/notes/links-panel.tsx"));
const CommentsPanel = lazy(() => import("#/client/notes/comments/comments-panel.tsx"));

/** What stands beside a note: its outline and what links to it, or what is said about it. */
export function NoteSide(props: {
  readonly note: NoteDetails;
  readonly slug: string;
  readonly open: OpenNote;
  readonly mayWrite: boolean;
  readonly panel: NotePanelKind | undefined;
  /** A thread that was pressed in the text. */
  readonly activeComment: string | undefined;
  readonly onClose: () => void;
}) {
  // What belongs to a note is read by the browser alone: the page does not wait for it.
  const [alive, setAlive] = createSignal(false);
  onMount(() => setAlive(true));
  const [marks, setMarks] = createSignal<readonly CommentMark[]>([]);
  createEffect(() =>
    props.open.handle()?.showComments(props.panel === "comments" ? rangesOf(marks(), props.activeComment) : []),
  );
  return (
    <Show when={props.panel}>
      <aside
        class={roomCss.panel}
        id="panel"
        aria-label={props.panel === "comments" ? say("Comments") : say("Outline and links")}
      >
        <DividerHandle
          label={say("Width of the panel")}
          controls="panel"
          edge="start"
          value={props.open.panelWidth()}
          {...panelBounds}
          onChange={props.open.setPanelWidth}
          onCommit={(width) => remember("panel", String(width))}
        />
        <Suspense>
          <Switch>
            <Match when={alive() && props.panel === "links"}>
              <LinksPanel note={props.note} slug={props.slug} open={props.open} onClose={props.onClose} />
            </Match>
            <Match when={alive() && props.panel === "comments"}>
              <CommentsPanel
                noteId={props.note.id}
                workspaceId={props.note.workspace_id}
                canWrite={props.mayWrite}
                canComment={props.note.status !== "archived"}
                selection={() =>
                  props.open.handle() ? selectedInEditor(props.open.handle()) : selectedInReading(props.open.shown())
                }
                onJump={(mark) => jumpToMark(mark, props.open.handle())}
                onMarks={(marks) => setMarks(marks)}
                activeId={props.activeComment}
                onClose={props.onClose}
              />
            </Match>
          </Switch>
        </Suspense>
      </aside>
    </Show>
  );
}
