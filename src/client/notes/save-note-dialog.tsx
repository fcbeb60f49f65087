import { useNavigate } from "@solidjs/router";
import { say, sayCount } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Selected } from "#/client/messages/selected-messages.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { titleOf } from "#/client/notes/properties.ts";
import { TitleDialog, type TitledNote } from "#/client/notes/title-dialog.tsx";
import { workspacesToMakeIn } from "#/client/shell/workspace-field.tsx";
import { notePath } from "#/domain/notes/paths.ts";

/** What was said becomes a note that says where it came from. */
export default function SaveNoteDialog(props: {
  readonly conversation: Conversation;
  readonly selected: Selected;
  readonly onClose: () => void;
}) {
  const { session } = props.conversation;
  const { state } = session;
  const navigate = useNavigate();
  const first = props.conversation.message(props.selected.eventIds[0] ?? "");
  const places = workspacesToMakeIn(state);
  const home = props.conversation.room()?.workspace_id;
  const personal = places.find(({ kind }) => kind === "personal")?.id;

  async function save({ title, workspaceId, eventUuid }: TitledNote) {
    const note = await noteServer.fromMessages({
      workspace_id: workspaceId,
      title,
      room_id: props.conversation.roomId(),
      event_ids: [...props.selected.eventIds],
      ...(props.selected.words ? { selection: props.selected.words } : {}),
      event_uuid: eventUuid,
    });
    props.onClose();
    const path = notePath(state.workspaces[note.workspace_id]?.slug ?? "-", note);
    session.toaster.show(say("Saved as note"), () => navigate(path), say("Open"));
  }
  return (
    <TitleDialog
      title={sayCount(props.selected.eventIds.length, "Save the message as a note", "Save {count} messages as a note")}
      verb={say("Save note")}
      busyLabel={say("Saving")}
      suggested={titleOf(props.selected.words ?? first?.content.body ?? "")}
      workspaceId={places.some(({ id }) => id === home) ? home : personal}
      onMake={save}
      onClose={props.onClose}
    />
  );
}
