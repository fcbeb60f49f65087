import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import { can } from "#/domain/rooms/permissions.ts";

/** What a room is called and what it is for. Who may only change the topic is shown the name without changing it. */
export default function RenameRoomDialog(props: LayerProps<"rename">) {
  const { state } = useSession();
  const view = state.views[props.layer.roomId];
  const before = { name: view?.room.name ?? "", topic: view?.room.topic ?? "" };
  const mayName = view !== undefined && can(view, "name") === null;
  const [name, setName] = createSignal(before.name);
  const [topic, setTopic] = createSignal(before.topic);

  async function save() {
    const room_id = props.layer.roomId;
    if (mayName && name().trim() !== before.name) await api.rooms.rename.mutate({ room_id, name: name().trim() });
    if (topic().trim() !== before.topic) await api.rooms.setTopic.mutate({ room_id, topic: topic().trim() || null });
    props.onClose();
  }

  return (
    <DeedDialog
      title={say("Name and topic")}
      verb={say("Save")}
      busyLabel={say("Saving")}
      onDo={save}
      onClose={props.onClose}
    >
      <TextField
        label={say("Name")}
        maxLength={80}
        autocomplete="off"
        readOnly={!mayName}
        help={
          mayName
            ? undefined
            : say("Needs power level 50. You have {power_level}.", { power_level: view?.power_level ?? 0 })
        }
        autofocus
        value={name()}
        onInput={setName}
      />
      <TextArea label={say("Topic")} maxLength={500} rows={3} value={topic()} onInput={setTopic} />
    </DeedDialog>
  );
}
