import { useNavigate } from "@solidjs/router";
import { createSignal, createUniqueId } from "solid-js";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspacePath } from "#/client/shell/places.ts";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { newId } from "#/client/sync/sync.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";

/** A place for a team's rooms. */
export default function CreateWorkspaceDialog(props: LayerProps<"create-workspace">) {
  const navigate = useNavigate();
  const formId = createUniqueId();
  const eventUuid = newId();
  const [name, setName] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function create(event: SubmitEvent) {
    event.preventDefault();
    if (!name().trim()) {
      setProblem("Give the workspace a name.");
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const workspace = await api.workspaces.create.mutate({ event_uuid: eventUuid, name: name().trim() });
      props.onClose();
      navigate(workspacePath(workspace.slug));
    } catch (error) {
      setProblem(asSwError(error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title="New workspace"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} busy={busy()} busyLabel="Creating">
            Create workspace
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void create(event)}>
        <TextField
          label="Where does your team work?"
          help="A workspace holds the rooms of a team or a project. You can rename it later."
          placeholder="Studio North"
          error={problem()}
          maxLength={80}
          autocomplete="off"
          autofocus
          value={name()}
          onInput={setName}
        />
      </form>
    </Dialog>
  );
}
