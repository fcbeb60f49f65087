import NotebookText from "lucide-solid/icons/notebook-text";
import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createAsked } from "#/client/notes/asked.ts";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { NoteRow } from "#/client/notes/note-row.tsx";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/notes/panel.module.css";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import { notePath } from "#/domain/notes/paths.ts";

/** The notes that came out of a room, or are linked in what was said in it. */
export default function RoomNotesPanel(props: { readonly roomId: string; readonly onClose: () => void }) {
  const session = useSession();
  const layers = useLayers();
  const clock = createViewerClock();
  const { state } = session;
  const notes = createAsked(() => props.roomId, noteServer.ofRoom);
  onNotesChanged(session, notes.again);
  const create = () => {
    const workspaceId = state.rooms[props.roomId]?.workspace_id;
    layers.open({ is: "new-note", ...(workspaceId ? { workspaceId } : {}) });
  };
  return (
    <SidePanel title={say("Notes of this room")} onClose={props.onClose}>
      <div class={css.scroller} {...clock.attributes()}>
        <Problem text={notes.problem()} />
        <Show when={notes.value()}>
          {(found) => (
            <Show
              when={found().length > 0}
              fallback={
                <EmptyState
                  icon={<NotebookText />}
                  title={say("No notes of this room yet")}
                  text={say("Save a message as a note, or link one by typing [[ in a message.")}
                  action={<Button onClick={create}>{say("New note")}</Button>}
                />
              }
            >
              <ul class={css.list} aria-label={say("Notes of this room")}>
                <For each={found()}>
                  {(note) => (
                    <NoteRow
                      note={note}
                      href={notePath(state.workspaces[note.workspace_id]?.slug ?? "-", note)}
                      clock={clock}
                    />
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Show>
      </div>
    </SidePanel>
  );
}
