import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Selected } from "#/client/messages/selected-messages.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { titleOf } from "#/client/notes/properties.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { railOrder } from "#/client/shell/places.ts";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { maxTitleLength } from "#/domain/notes/bounds.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";

/** What was said becomes a note that says where it came from. */
export default function SaveNoteDialog(props: {
  readonly conversation: Conversation;
  readonly selected: Selected;
  readonly onClose: () => void;
}) {
  const { session } = props.conversation;
  const { state } = session;
  const navigate = useNavigate();
  const eventUuid = newId();
  const first = props.conversation.message(props.selected.eventIds[0] ?? "");
  const places = () => railOrder(state).filter(({ role }) => workspaceAllows(role, "create_room"));
  const home = props.conversation.room()?.workspace_id;
  const [workspaceId, setWorkspaceId] = createSignal(
    (places().find(({ id }) => id === home) ?? places().find(({ kind }) => kind === "personal") ?? places()[0])?.id ??
      "",
  );
  const [title, setTitle] = createSignal(titleOf(props.selected.words ?? first?.content.body ?? ""));
  const [isNameless, setNameless] = createSignal(false);

  async function save() {
    const note = await noteServer.fromMessages({
      workspace_id: workspaceId(),
      title: title().trim(),
      room_id: props.conversation.roomId(),
      event_ids: [...props.selected.eventIds],
      ...(props.selected.words ? { selection: props.selected.words } : {}),
      event_uuid: eventUuid,
    });
    props.onClose();
    const path = notePath(state.workspaces[note.workspace_id]?.slug ?? "-", note);
    session.toaster.show(say("Saved as note"), () => navigate(path), say("Open"));
  }
  function check(): Promise<unknown> | undefined {
    setNameless(!title().trim());
    return isNameless() ? undefined : save();
  }

  return (
    <DeedDialog
      title={sayCount(props.selected.eventIds.length, "Save the message as a note", "Save {count} messages as a note")}
      verb={say("Save note")}
      busyLabel={say("Saving")}
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
