import { createSignal, onMount, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { RoomReach } from "#/domain/rooms/schema.ts";

export type NotifyDialogProps = {
  readonly roomId: string;
  /** How many there are as far as this page knows; the server may know of more. */
  readonly count: number;
  readonly onSend: () => void;
  readonly onClose: () => void;
};

/** Many people are not called by a slip of the finger, nor at night unknowingly. */
export default function NotifyDialog(props: NotifyDialogProps) {
  const [reach, setReach] = createSignal<RoomReach>();
  // A server that does not answer holds up nobody: then the question is what it is without the hint.
  onMount(() => {
    void api.rooms.reach.query({ room_id: props.roomId }).then(setReach, () => undefined);
  });
  return (
    <Dialog
      open
      title={say("Notify {count} people?", { count: reach()?.people ?? props.count })}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus onClick={() => props.onClose()}>
            {say("Cancel")}
          </Button>
          <Button kind="primary" onClick={() => props.onSend()}>
            {say("Send and notify")}
          </Button>
        </>
      }
    >
      <p>{say("@room calls everyone in this room, also those who are not here now.")}</p>
      <p role="status">
        <Show when={reach()?.at_night}>
          {(count) => sayCount(count(), "For one of them it is night.", "For {count} of them it is night.")}
        </Show>
      </p>
    </Dialog>
  );
}
