import { createSignal } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { previewOf } from "#/client/messages/preview.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { Message } from "#/domain/messages/message.ts";

const longestReason = 500;

export type RemoveDialogProps = {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly onRemove: (reason: string | undefined) => void;
  readonly onClose: () => void;
};

/** Removing cannot be undone, so it is asked; somebody else's words deserve a reason. */
export default function RemoveDialog(props: RemoveDialogProps) {
  const [reason, setReason] = createSignal("");
  const own = () => props.message.sender_id === props.conversation.me;
  const replies = () => props.message.thread?.count ?? 0;
  const title = () => {
    const name = props.conversation.person(props.message.sender_id).name;
    return own() ? say("Remove your message?") : say("Remove {name}'s message?", { name });
  };
  return (
    <Dialog
      open
      title={title()}
      onClose={props.onClose}
      actions={
        <>
          <Button autofocus onClick={() => props.onClose()}>
            {say("Cancel")}
          </Button>
          <Button kind="danger" onClick={() => props.onRemove(reason().trim() || undefined)}>
            {say("Remove message")}
          </Button>
        </>
      }
    >
      <p>
        {say("“{words}” goes for everyone, with its reactions and earlier versions.", {
          words: previewOf(props.message),
        })}{" "}
        {replies() > 0 ? `${sayCount(replies(), "Its reply stays.", "Its {count} replies stay.")} ` : ""}
        {say("A line says that a message was here.")}
      </p>
      <br />
      <TextField
        label={say("Reason, shown to everyone (optional)")}
        maxLength={longestReason}
        value={reason()}
        onInput={setReason}
      />
    </Dialog>
  );
}
