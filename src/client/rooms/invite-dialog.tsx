import { PersonPicker } from "#/client/rooms/person-picker.tsx";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { createDeed } from "#/client/shell/deed.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { isAi, type Participant } from "#/domain/participants/participant.ts";

/** Asks people in, one after the other; an AI comes at once. */
export default function InviteDialog(props: LayerProps<"invite">) {
  const { state, toaster } = useSession();
  const deed = createDeed();
  const view = () => state.views[props.layer.roomId];
  const title = () => (view() ? roomTitle(view()!.room, state) : "this room");

  function noteOf(participant: Participant): string | undefined {
    const membership = view()?.members[participant.id]?.membership;
    if (membership === "join") return "in this room";
    return membership === "invite" ? "invited" : undefined;
  }

  async function invite(participant: Participant) {
    const asked = { room_id: props.layer.roomId, participant_id: participant.id };
    if (!(await deed.run(() => api.rooms.invite.mutate(asked), participant.id))) return;
    const verb = isAi(participant) ? "joined" : "was invited to";
    toaster.show(`${participant.display_name} ${verb} ${title()}`);
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
        busy={deed.busy}
        onChoose={(person) => void invite(person)}
      />
      <Problem text={deed.problem()} />
    </Dialog>
  );
}
