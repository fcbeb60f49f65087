import { say } from "#/client/language/say.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

export type NotifyDialogProps = {
  readonly count: number;
  readonly onSend: () => void;
  readonly onClose: () => void;
};

/** Many people are not called by a slip of the finger. */
export default function NotifyDialog(props: NotifyDialogProps) {
  return (
    <Dialog
      open
      title={say("Notify {count} people?", { count: props.count })}
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
    </Dialog>
  );
}
