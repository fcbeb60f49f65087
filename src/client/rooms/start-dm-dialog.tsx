import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { PersonPicker } from "#/client/rooms/person-picker.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
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
    <Dialog open title="New direct message" onClose={props.onClose}>
      <PersonPicker label="Who do you want to talk to?" busyId={busyId()} onChoose={(person) => void choose(person)} />
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
