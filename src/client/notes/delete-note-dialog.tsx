import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";

/** The one act on a note that nothing takes back. */
export default function DeleteNoteDialog(props: {
  readonly note: NoteDetails;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  async function remove() {
    await noteServer.remove(props.note.id);
    props.onDone();
  }
  return (
    <DeedDialog
      title={say("Delete “{title}”?", { title: props.note.title })}
      verb={say("Delete note")}
      busyLabel={say("Deleting")}
      danger
      onDo={remove}
      onClose={props.onClose}
    >
      <p class={css.words}>
        {say("Its text, versions and comments go for everyone. Links to it stay, and lead nowhere.")}
      </p>
    </DeedDialog>
  );
}
