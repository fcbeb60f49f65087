import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";

type Who = { readonly name: string; readonly title: string };

const acts = {
  kick: {
    ask: (who: Who) => say("Remove {name} from {title}?", who),
    done: (who: Who) => say("{name} was removed from {title}", who),
    verb: () => say("Remove from room"),
    busy: () => say("Removing"),
    stays: () => say("They can't read or write here any more. What they wrote stays."),
  },
  ban: {
    ask: (who: Who) => say("Ban {name} from {title}?", who),
    done: (who: Who) => say("{name} was banned from {title}", who),
    verb: () => say("Ban from room"),
    busy: () => say("Banning"),
    stays: () =>
      say(
        "They are removed at once and can't come back: no invitation, link or knock lets them in until someone unbans them. What they wrote stays.",
      ),
  },
} as const;

/** Removes someone from a room, or keeps them out of it until they are unbanned; says what stays. */
export default function RemovePersonDialog(props: LayerProps<"kick" | "ban">) {
  const { state, toaster } = useSession();
  const [reason, setReason] = createSignal("");
  const { is, roomId, participantId } = props.layer;
  const act = acts[is];
  const view = state.views[roomId];
  const known = view?.members[participantId]?.participant ?? state.participants[participantId];
  const who: Who = {
    name: known?.display_name ?? say("this person"),
    title: view ? roomTitle(view.room, state) : say("this room"),
  };

  async function remove() {
    const why = reason().trim();
    await roomVerbs[is]({ room_id: roomId, participant_id: participantId, ...(why ? { reason: why } : {}) });
    props.onClose();
    toaster.show(act.done(who));
  }

  return (
    <DeedDialog
      title={act.ask(who)}
      verb={act.verb()}
      busyLabel={act.busy()}
      danger
      onDo={remove}
      onClose={props.onClose}
    >
      <p class={css.words}>{act.stays()}</p>
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
