import { useNavigate } from "@solidjs/router";
import Globe from "lucide-solid/icons/globe";
import Hash from "lucide-solid/icons/hash";
import { createSignal, Show } from "solid-js";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { railOrder, roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";

/** A room for one thing. Who can come in is chosen here once: a room's type never changes. */
export default function CreateRoomDialog(props: LayerProps<"create-room">) {
  const { state } = useSession();
  const navigate = useNavigate();
  // One key for the dialog: pressing the button twice makes one room.
  const eventUuid = newId();
  const places = () => railOrder(state).filter((workspace) => workspaceAllows(workspace.role, "create_room"));
  const initial =
    props.workspace && workspaceAllows(props.workspace.role, "create_room") ? props.workspace : places()[0];
  const [name, setName] = createSignal(props.layer.name ?? "");
  const [topic, setTopic] = createSignal("");
  const [isPublic, setPublic] = createSignal(false);
  const [workspaceId, setWorkspaceId] = createSignal(initial?.id ?? "");
  const [isNameless, setNameless] = createSignal(false);
  const twin = () =>
    Object.values(state.rooms).find(
      (room) =>
        room.workspace_id === workspaceId() && room.name?.toLocaleLowerCase() === name().trim().toLocaleLowerCase(),
    );

  async function create() {
    const room = await api.rooms.create.mutate({
      event_uuid: eventUuid,
      name: name().trim(),
      room_type: isPublic() ? "public" : "group",
      ...(topic().trim() ? { topic: topic().trim() } : {}),
      ...(workspaceId() ? { workspace_id: workspaceId() } : {}),
    });
    props.onClose();
    navigate(roomHref(room, state, props.workspace?.slug));
  }

  return (
    <DeedDialog
      title="New room"
      verb="Create room"
      busyLabel="Creating"
      onDo={() => (setNameless(!name().trim()) ? undefined : create())}
      onClose={props.onClose}
    >
      <TextField
        label="Name"
        placeholder="launch"
        help={twin() ? `There is a room called ${twin()!.name} already. Two can have the same name.` : undefined}
        error={isNameless() ? "Give the room a name." : undefined}
        maxLength={80}
        autocomplete="off"
        autofocus
        value={name()}
        onInput={setName}
      />
      <TextField
        label="What is it for?"
        placeholder="Optional"
        maxLength={500}
        autocomplete="off"
        value={topic()}
        onInput={setTopic}
      />
      <fieldset class={css.choices}>
        <legend>Who can come in?</legend>
        <label class={css.choice}>
          <input type="radio" name="access" checked={!isPublic()} onChange={() => setPublic(false)} />
          <Hash />
          <span class={css.choiceName}>Invited people</span>
          <span class={css.choiceHelp}>Others can't see that the room exists.</span>
        </label>
        <label class={css.choice}>
          <input type="radio" name="access" checked={isPublic()} onChange={() => setPublic(true)} />
          <Globe />
          <span class={css.choiceName}>Everyone on {state.tenant.name}</span>
          <span class={css.choiceHelp}>Anyone here can find, read and join it.</span>
        </label>
      </fieldset>
      <Show when={places().length > 1}>
        <div class={css.labelled}>
          <span aria-hidden="true">Workspace</span>
          <Select
            label="Workspace"
            value={workspaceId()}
            options={places().map((workspace) => ({ value: workspace.id, label: workspace.name }))}
            onChange={setWorkspaceId}
          />
        </div>
      </Show>
    </DeedDialog>
  );
}
