import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { railOrder } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { maxTitleLength } from "#/domain/notes/bounds.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";

/** A note with a name; it opens with the caret in it. */
export default function NewNoteDialog(props: LayerProps<"new-note">) {
  const { state } = useSession();
  const navigate = useNavigate();
  // One key for the dialog: pressing the button twice makes one note.
  const eventUuid = newId();
  const places = () => railOrder(state).filter(({ role }) => workspaceAllows(role, "create_room"));
  const wanted = props.layer.workspaceId ?? props.workspace?.id;
  const [workspaceId, setWorkspaceId] = createSignal(
    (places().find(({ id }) => id === wanted) ?? places()[0])?.id ?? "",
  );
  const [title, setTitle] = createSignal(props.layer.title ?? "");
  const [isNameless, setNameless] = createSignal(false);

  async function create() {
    const note = await noteServer.create({
      title: title().trim(),
      event_uuid: eventUuid,
      ...(workspaceId() ? { workspace_id: workspaceId() } : {}),
    });
    props.onClose();
    navigate(`${notePath(state.workspaces[note.workspace_id]?.slug ?? "-", note)}?edit=1`);
  }
  function check(): Promise<unknown> | undefined {
    setNameless(!title().trim());
    return isNameless() ? undefined : create();
  }

  return (
    <DeedDialog
      title={say("New note")}
      verb={say("Create note")}
      busyLabel={say("Creating")}
      onDo={check}
      onClose={props.onClose}
    >
      <TextField
        label={say("Title")}
        error={isNameless() ? say("Give the note a title.") : undefined}
        maxLength={maxTitleLength}
        autocomplete="off"
        autofocus
        value={title()}
        onInput={setTitle}
      />
      <Show when={places().length > 1}>
        <div class={css.labelled}>
          <span aria-hidden="true">{say("Workspace")}</span>
          <Select
            label={say("Workspace")}
            value={workspaceId()}
            options={places().map((workspace) => ({ value: workspace.id, label: workspace.name }))}
            onChange={setWorkspaceId}
          />
        </div>
      </Show>
    </DeedDialog>
  );
}
