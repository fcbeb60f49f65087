import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspacePath } from "#/client/shell/places.ts";
import { api } from "#/client/sync/api.ts";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** A place for a team's rooms. */
export default function CreateWorkspaceDialog(props: LayerProps<"create-workspace">) {
  const navigate = useNavigate();
  const eventUuid = newId();
  const [name, setName] = createSignal("");
  const [isNameless, setNameless] = createSignal(false);

  async function create() {
    const workspace = await api.workspaces.create.mutate({ event_uuid: eventUuid, name: name().trim() });
    props.onClose();
    navigate(workspacePath(workspace.slug));
  }

  return (
    <DeedDialog
      title={say("New workspace")}
      verb={say("Create workspace")}
      busyLabel={say("Creating")}
      onDo={() => (setNameless(!name().trim()) ? undefined : create())}
      onClose={props.onClose}
    >
      <TextField
        label={say("Where does your team work?")}
        help={say("A workspace holds the rooms of a team or a project. You can rename it later.")}
        placeholder={say("Studio North")}
        error={isNameless() ? say("Give the workspace a name.") : undefined}
        maxLength={80}
        autocomplete="off"
        autofocus
        value={name()}
        onInput={setName}
      />
    </DeedDialog>
  );
}
