import { createSignal, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { PersonPicker } from "#/client/rooms/person-picker.tsx";
import { roomTitle } from "#/client/rooms/room-names.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { isAi, type Participant } from "#/domain/participants/participant.ts";

/** Asks people in, one after the other; an AI comes at once. */
export default function InviteDialog(props: LayerProps<"invite">) {
  const { state, toaster } = useSession();
  const [busyId, setBusyId] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();
  const view = () => state.views[props.layer.roomId];
  const title = () => (view() ? roomTitle(view()!.room, state) : "this room");

  function noteOf(participant: Participant): string | undefined {
    const membership = view()?.members[participant.id]?.membership;
    if (membership === "join") return "in this room";
    return membership === "invite" ? "invited" : undefined;
  }

  async function invite(participant: Participant) {
    setBusyId(participant.id);
    setProblem(undefined);
    try {
      await api.rooms.invite.mutate({ room_id: props.layer.roomId, participant_id: participant.id });
      const verb = isAi(participant) ? "joined" : "was invited to";
      toaster.show(`${participant.display_name} ${verb} ${title()}`);
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusyId(undefined);
    }
  }

  return (
    <Dialog
      open
      title={`Invite to ${title()}`}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={() => props.onClose()}>
          Done
        </Button>
      }
    >
      <PersonPicker
        label="People and AI assistants"
        noteOf={noteOf}
        busyId={busyId()}
        onChoose={(person) => void invite(person)}
      />
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
