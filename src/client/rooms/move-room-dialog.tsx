import { createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { arrange } from "#/client/rooms/arrange.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomName } from "#/client/rooms/room-names.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { addSection, mergeSidebar, type Place, placeOf, placeRoom } from "#/domain/participants/sidebar.ts";

const fresh = "new";
const own = "own";

/** Where a room stands in one's list: what dragging does, for those who don't drag. */
export default function MoveRoomDialog(props: LayerProps<"move-room">) {
  const session = useSession();
  const { roomId } = props.layer;
  const sidebar = () => session.state.own.sidebar;
  const [choice, setChoice] = createSignal<string>(placeOf(sidebar(), roomId) ?? own);
  const [name, setName] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const choices = () => [
    { value: "favourites", label: say("Favourites") },
    ...sidebar().sections.map((section) => ({ value: section.id, label: section.name })),
    { value: own, label: say("No section") },
    { value: fresh, label: say("A new section") },
  ];

  function move(): Promise<void> | undefined {
    if (choice() !== fresh) {
      const place: Place = choice() === own ? null : choice();
      arrange(session, placeRoom(sidebar(), roomId, place));
    } else {
      if (!name().trim()) {
        setProblem(say("Write a name."));
        return undefined;
      }
      const id = newId();
      const added = mergeSidebar(sidebar(), addSection(sidebar(), { id, name: name().trim() }));
      arrange(session, { sections: added.sections, ...placeRoom(added, roomId, id) });
    }
    props.onClose();
    return Promise.resolve();
  }

  const room = () => session.state.rooms[roomId];
  return (
    <DeedDialog
      title={room() ? say("Move {name}", { name: roomName(room()!, session.state) }) : say("Move room")}
      verb={say("Move")}
      busyLabel={say("Moving")}
      onDo={move}
      onClose={props.onClose}
    >
      <fieldset class={css.choices}>
        <legend>{say("Section")}</legend>
        <For each={choices()}>
          {(each) => (
            <label class={css.plainChoice}>
              <input
                type="radio"
                name="section"
                value={each.value}
                checked={choice() === each.value}
                onChange={() => setChoice(each.value)}
              />
              <span>{each.label}</span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={choice() === fresh}>
        <TextField
          label={say("Name of the section")}
          autocomplete="off"
          autofocus
          maxLength={40}
          value={name()}
          error={problem()}
          onInput={setName}
        />
      </Show>
    </DeedDialog>
  );
}
