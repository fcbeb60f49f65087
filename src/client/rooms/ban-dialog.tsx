import { createSignal } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Keeps someone out of a room until they are unbanned; says what stays. */
export default function BanDialog(props: LayerProps<"ban">) {
  const { state, toaster } = useSession();
  const [reason, setReason] = createSignal("");
  const { roomId, participantId } = props.layer;
  const view = state.views[roomId];
  const title = view ? roomTitle(view.room, state) : "this room";
  const known = view?.members[participantId]?.participant ?? state.participants[participantId];
  const name = known?.display_name ?? "this person";

  async function ban() {
    const why = reason().trim();
    await roomVerbs.ban({ room_id: roomId, participant_id: participantId, ...(why ? { reason: why } : {}) });
    props.onClose();
    toaster.show(`${name} was banned from ${title}`);
  }

  return (
    <DeedDialog
      title={`Ban ${name} from ${title}?`}
      verb="Ban from room"
      busyLabel="Banning"
      danger
      onDo={ban}
      onClose={props.onClose}
    >
      <p class={css.words}>
        They are removed at once and can't come back: no invitation, link or knock lets them in until someone unbans
        them. What they wrote stays.
      </p>
      <TextField
        label="Reason"
        placeholder="Optional. Everyone in the room can see it."
        maxLength={500}
        autocomplete="off"
        value={reason()}
        onInput={setReason}
      />
    </DeedDialog>
  );
}
