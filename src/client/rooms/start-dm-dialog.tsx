import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { PersonPicker } from "#/client/rooms/person-picker.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { Participant } from "#/domain/participants/participant.ts";

/** A direct conversation with a person or an AI. */
export default function StartDmDialog(props: LayerProps<"start-dm">) {
  const session = useSession();
  const navigate = useNavigate();
  const [busyId, setBusyId] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();

  async function choose(participant: Participant) {
    setBusyId(participant.id);
    setProblem(await startDm(session, participant.id, props.workspace?.slug ?? "-", navigate));
    setBusyId(undefined);
    if (problem() === undefined) props.onClose();
  }

  return (
    <Dialog open title={say("New direct message")} onClose={props.onClose}>
      <PersonPicker
        label={say("Who do you want to talk to?")}
        busy={(id) => busyId() !== undefined && (id === undefined || busyId() === id)}
        onChoose={(person) => void choose(person)}
      />
      <Problem text={problem()} />
    </Dialog>
  );
}
