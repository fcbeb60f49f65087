import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

/** Asked, because coming back may need an invitation. */
export default function LeaveRoomDialog(props: LayerProps<"leave">) {
  const { state, toaster } = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const room = state.rooms[props.layer.roomId];
  const title = room ? roomTitle(room, state) : "this room";

  async function leave() {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.rooms.leave.mutate({ room_id: props.layer.roomId });
      props.onClose();
      navigate(workspacePath(props.workspace?.slug ?? "-"));
      toaster.show(`You left ${title}`);
    } catch (error) {
      setProblem(asSwError(error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={`Leave ${title}?`}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button kind="danger" busy={busy()} busyLabel="Leaving" onClick={() => void leave()}>
            Leave room
          </Button>
        </>
      }
    >
      <p class={css.words}>
        {room?.room_type === "public"
          ? "You can come back whenever you like. What you wrote stays."
          : "You can come back only if someone invites you. What you wrote stays."}
      </p>
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
