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
      title={`Notify ${props.count} people?`}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button kind="primary" onClick={() => props.onSend()}>
            Send and notify
          </Button>
        </>
      }
    >
      <p>@room calls everyone in this room, also those who are not here now.</p>
    </Dialog>
  );
}
