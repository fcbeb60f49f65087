import { createSignal, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

/** Removes someone from a room; says what stays. */
export default function KickDialog(props: LayerProps<"kick">) {
  const { state, toaster } = useSession();
  const [reason, setReason] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const { roomId, participantId } = props.layer;
  const room = state.views[roomId]?.room;
  const title = room ? roomTitle(room, state) : "this room";
  const name = state.participants[participantId]?.display_name ?? "this person";

  async function kick() {
    setBusy(true);
    setProblem(undefined);
    try {
      const why = reason().trim();
      await api.rooms.kick.mutate({ room_id: roomId, participant_id: participantId, ...(why ? { reason: why } : {}) });
      props.onClose();
      toaster.show(`${name} was removed from ${title}`);
    } catch (error) {
      setProblem(asSwError(error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={`Remove ${name} from ${title}?`}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button kind="danger" busy={busy()} busyLabel="Removing" onClick={() => void kick()}>
            Remove from room
          </Button>
        </>
      }
    >
      <div class={css.form}>
        <p class={css.words}>They can't read or write here any more. What they wrote stays.</p>
        <TextField
          label="Reason"
          placeholder="Optional. Everyone in the room can see it."
          maxLength={500}
          autocomplete="off"
          value={reason()}
          onInput={setReason}
        />
      </div>
      <Show when={problem()}>
        {(text) => (
          <p class={css.problem} role="alert">
            {text()}
          </p>
        )}
      </Show>
    </Dialog>
  );
}
