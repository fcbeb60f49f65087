import { useNavigate } from "@solidjs/router";
import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { TitleDialog, type TitledNote } from "#/client/notes/title-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { notePath } from "#/domain/notes/paths.ts";

/** A note with a name; it opens with the caret in it. */
export default function NewNoteDialog(props: LayerProps<"new-note">) {
  const { state } = useSession();
  const navigate = useNavigate();
  async function create({ title, workspaceId, eventUuid }: TitledNote) {
    const note = await noteServer.create({
      title,
      event_uuid: eventUuid,
      ...(workspaceId ? { workspace_id: workspaceId } : {}),
      ...(props.layer.sourceRoomId ? { source_room_id: props.layer.sourceRoomId } : {}),
    });
    props.onClose();
    navigate(`${notePath(state.workspaces[note.workspace_id]?.slug ?? "-", note)}?edit=1`);
  }
  return (
    <TitleDialog
      title={say("New note")}
      verb={say("Create note")}
      busyLabel={say("Creating")}
      suggested={props.layer.title ?? ""}
      workspaceId={props.layer.workspaceId ?? props.workspace?.id}
      onMake={create}
      onClose={props.onClose}
    />
  );
}
