import MessageSquare from "lucide-solid/icons/message-square";
import NotebookText from "lucide-solid/icons/notebook-text";
import Plus from "lucide-solid/icons/plus";
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { createAsked } from "#/client/notes/asked.ts";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { NoteRow } from "#/client/notes/note-row.tsx";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/notes/panel.module.css";
import { useLayers } from "#/client/shell/layers.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { SearchField } from "#/client/ui/controls/search-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import type { RoomNote } from "#/domain/notes/schema.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

/** The server has heard of a message when we have; several at once are one reason to look again. */
const againAfterMs = 400;

/** The notes that were made from a room, are linked in what was said in it, or link to it. */
export default function RoomNotesPanel(props: { readonly roomId: string; readonly onClose: () => void }) {
  const session = useSession();
  const layers = useLayers();
  const clock = createViewerClock();
  const { state } = session;
  const [words, setWords] = createSignal("");
  const notes = createAsked(
    () => JSON.stringify([props.roomId, words()]),
    () => noteServer.ofRoom(props.roomId, words()),
  );
  onNotesChanged(session, notes.again);
  onLinksSaid(() => props.roomId, notes.again);
  const room = () => state.rooms[props.roomId];
  const create = () => {
    const known = room();
    // What is said in an incognito room stays there: a note made beside it does not know it.
    const beside = known && known.room_type !== "incognito" ? { sourceRoomId: props.roomId } : {};
    layers.open({ is: "new-note", ...(known ? { workspaceId: known.workspace_id } : {}), ...beside });
  };
  const messageOf = (note: RoomNote) =>
    note.event_id && room() ? `${roomHref(room()!, state)}?message=${note.event_id}` : undefined;
  return (
    <SidePanel
      title={say("Notes of this room")}
      end={
        <IconButton label={say("New note")} onClick={create}>
          <Plus />
        </IconButton>
      }
      onClose={props.onClose}
    >
      <div class={css.scroller} {...clock.attributes()}>
        <search class={css.find} aria-label={say("Find notes")}>
          <SearchField label={say("Find notes")} placeholder={say("Find notes")} maxLength={200} onSearch={setWords} />
        </search>
        <Problem text={notes.problem()} />
        <Show when={notes.value()}>
          {(found) => (
            <Show
              when={found().length > 0}
              fallback={
                <Show when={words() === ""} fallback={<p class={css.nothing}>{say("No notes match")}</p>}>
                  <EmptyState
                    icon={<NotebookText />}
                    title={say("No notes of this room yet")}
                    text={say("Save a message as a note, or link one by typing [[ in a message.")}
                    action={<Button onClick={create}>{say("New note")}</Button>}
                  />
                </Show>
              }
            >
              <ul class={css.list} aria-label={say("Notes of this room")}>
                <For each={found()}>
                  {(note) => (
                    <NoteRow
                      note={note}
                      href={note.path}
                      clock={clock}
                      place={whyWords(note)}
                      end={() => (
                        <Show when={messageOf(note)}>
                          {(href) => (
                            <a
                              class={css.message}
                              href={href()}
                              aria-label={messageWords(note)}
                              title={messageWords(note)}
                            >
                              <MessageSquare />
                            </a>
                          )}
                        </Show>
                      )}
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

function whyWords({ why }: RoomNote): string {
  const words = {
    saved: () => say("From this room"),
    linked: () => say("Linked in a message"),
    links: () => say("Links to this room"),
  };
  return why.map((each) => words[each]()).join(" · ");
}

const messageWords = ({ title }: RoomNote): string => say("Show the message of “{title}”", { title });

/** Calls `again` when a message of the room may link to other notes than before. */
function onLinksSaid(roomId: () => string, again: () => void): void {
  const session = useSession();
  onMount(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = session.store.onApplied((events) => {
      if (!events.some((event) => event.room_id === roomId() && mayLink(event))) return;
      clearTimeout(timer);
      timer = setTimeout(again, againAfterMs);
    });
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });
}

function mayLink({ type, content }: ReceivedEvent): boolean {
  if (type === "swp.room.redaction" || type === "swp.room.message.edit") return true;
  const { body } = content as { body?: unknown };
  return type === "swp.room.message" && typeof body === "string" && /\[\[|\/n\//.test(body);
}
