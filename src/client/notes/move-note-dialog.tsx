import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { WorkspaceField, workspacesToMakeIn } from "#/client/shell/workspace-field.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";

/** Another workspace for a note: who reads it there are other people. */
export default function MoveNoteDialog(props: {
  readonly note: NoteDetails;
  readonly onDone: (workspaceId: string) => void;
  readonly onClose: () => void;
}) {
  const { state } = useSession();
  const places = () => workspacesToMakeIn(state).filter(({ id }) => id !== props.note.workspace_id);
  const [to, setTo] = createSignal(places()[0]?.id ?? "");
  async function move() {
    await noteServer.move(props.note.id, to());
    props.onDone(to());
    props.onClose();
  }
  return (
    <DeedDialog
      title={say("Move to workspace")}
      verb={say("Move")}
      busyLabel={say("Moving")}
      onDo={() => (to() ? move() : undefined)}
      onClose={props.onClose}
    >
      <p class={css.words}>
        {places().length > 0
          ? say("The people of the other workspace can read it then, and those of this one no longer.")
          : say("There is no other workspace that you can write in.")}
      </p>
      {places().length > 0 && <WorkspaceField workspaces={places()} value={to()} onChange={setTo} />}
    </DeedDialog>
  );
}
