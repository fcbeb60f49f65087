import { createSignal, createUniqueId, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { can } from "#/domain/rooms/permissions.ts";

/** What a room is called and what it is for. Who may only change the topic is shown the name without changing it. */
export default function RenameRoomDialog(props: LayerProps<"rename">) {
  const { state } = useSession();
  const formId = createUniqueId();
  const view = state.views[props.layer.roomId];
  const before = { name: view?.room.name ?? "", topic: view?.room.topic ?? "" };
  const mayName = view !== undefined && can(view, "name") === null;
  const [name, setName] = createSignal(before.name);
  const [topic, setTopic] = createSignal(before.topic);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const room_id = props.layer.roomId;
    setBusy(true);
    setProblem(undefined);
    try {
      if (mayName && name().trim() !== before.name) await api.rooms.rename.mutate({ room_id, name: name().trim() });
      if (topic().trim() !== before.topic) await api.rooms.setTopic.mutate({ room_id, topic: topic().trim() || null });
      props.onClose();
    } catch (error) {
      setProblem(asSwError(error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title="Name and topic"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} busy={busy()} busyLabel="Saving">
            Save
          </Button>
        </>
      }
    >
      <form class={css.form} id={formId} onSubmit={(event) => void save(event)}>
        <TextField
          label="Name"
          maxLength={80}
          autocomplete="off"
          readOnly={!mayName}
          help={mayName ? undefined : `Needs power level 50. You have ${view?.power_level ?? 0}.`}
          autofocus
          value={name()}
          onInput={setName}
        />
        <TextArea label="Topic" maxLength={500} rows={3} value={topic()} onInput={setTopic} />
        <Show when={problem()}>
          {(text) => (
            <p class={css.problem} role="alert">
              {text()}
            </p>
          )}
        </Show>
      </form>
    </Dialog>
  );
}
