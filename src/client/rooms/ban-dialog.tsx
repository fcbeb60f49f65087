import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
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
  const title = view ? roomTitle(view.room, state) : say("this room");
  const known = view?.members[participantId]?.participant ?? state.participants[participantId];
  const name = known?.display_name ?? say("this person");

  async function ban() {
    const why = reason().trim();
    await roomVerbs.ban({ room_id: roomId, participant_id: participantId, ...(why ? { reason: why } : {}) });
    props.onClose();
    toaster.show(say("{name} was banned from {title}", { name, title }));
  }

  return (
    <DeedDialog
      title={say("Ban {name} from {title}?", { name, title })}
      verb={say("Ban from room")}
      busyLabel={say("Banning")}
      danger
      onDo={ban}
      onClose={props.onClose}
    >
      <p class={css.words}>
        {say(
          "They are removed at once and can't come back: no invitation, link or knock lets them in until someone unbans them. What they wrote stays.",
        )}
      </p>
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
