import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Removes someone from a room; says what stays. */
export default function KickDialog(props: LayerProps<"kick">) {
  const { state, toaster } = useSession();
  const [reason, setReason] = createSignal("");
  const { roomId, participantId } = props.layer;
  const room = state.views[roomId]?.room;
  const title = room ? roomTitle(room, state) : say("this room");
  const name = state.participants[participantId]?.display_name ?? say("this person");

  async function kick() {
    const why = reason().trim();
    await api.rooms.kick.mutate({ room_id: roomId, participant_id: participantId, ...(why ? { reason: why } : {}) });
    props.onClose();
    toaster.show(say("{name} was removed from {title}", { name, title }));
  }

  return (
    <DeedDialog
      title={say("Remove {name} from {title}?", { name, title })}
      verb={say("Remove from room")}
      busyLabel={say("Removing")}
      danger
      onDo={kick}
      onClose={props.onClose}
    >
      <p class={css.words}>{say("They can't read or write here any more. What they wrote stays.")}</p>
      <TextField
        label={say("Reason")}
        placeholder={say("Optional. Everyone in the room can see it.")}
        maxLength={500}
        autocomplete="off"
        value={reason()}
        onInput={setReason}
      />
    </DeedDialog>
  );
}
