import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { type EndAct, endWords } from "#/client/rooms/end-room-words.ts";
import { roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Archives, closes or deletes a room: says what happens, and what stays. Deleting asks for the room's name. */
export default function EndRoomDialog(props: LayerProps<"end-room">) {
  const { state, toaster } = useSession();
  const navigate = useNavigate();
  const { roomId, act } = props.layer;
  const room = state.rooms[roomId] ?? state.views[roomId]?.room;
  const title = room ? roomTitle(room, state) : say("this room");
  const name = room ? roomName(room, state) : "";
  const isIncognito = room?.room_type === "incognito";
  const words = endWords(act, title, isIncognito);
  const [typed, setTyped] = createSignal("");
  const [isWrong, setWrong] = createSignal(false);

  function check(): Promise<unknown> | undefined {
    const named = act !== "delete" || typed().trim() === name;
    setWrong(!named);
    return named ? end() : undefined;
  }

  async function end() {
    await doings[act](roomId);
    props.onClose();
    if (act === "delete" || (act === "close" && isIncognito)) navigate(workspacePath(props.workspace?.slug ?? "-"));
    toaster.show(words.done);
  }

  return (
    <DeedDialog
      title={words.title}
      verb={words.verb}
      busyLabel={words.busy}
      danger={words.danger}
      onDo={check}
      onClose={props.onClose}
    >
      <p class={css.words}>{words.consequence}</p>
      <Show when={act === "delete"}>
        <TextField
          label={say("Type {name} to delete it", { name })}
          error={isWrong() ? say("That is not the room's name. It is {name}.", { name }) : undefined}
          maxLength={80}
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={setTyped}
        />
      </Show>
    </DeedDialog>
  );
}

const doings: Record<EndAct, (roomId: string) => Promise<unknown>> = {
  archive: (roomId) => roomVerbs.archive(roomId),
  close: (roomId) => roomVerbs.close(roomId),
  delete: (roomId) => roomVerbs.delete(roomId),
};
