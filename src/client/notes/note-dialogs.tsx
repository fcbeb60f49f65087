import { lazy, Match, Suspense, Switch } from "solid-js";
import { createAsked } from "#/client/notes/asked.ts";
import type { NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";

const PropertiesDialog = lazy(() => import("#/client/notes/properties-dialog.tsx"));
const AliasesDialog = lazy(() => import("#/client/notes/aliases-dialog.tsx"));
const MoveNoteDialog = lazy(() => import("#/client/notes/move-note-dialog.tsx"));
const DeleteNoteDialog = lazy(() => import("#/client/notes/delete-note-dialog.tsx"));
const NoteAssist = lazy(() => import("#/client/notes/note-assist.tsx"));
const VersionsDialog = lazy(() => import("#/client/notes/versions/versions-dialog.tsx"));

export type NoteDialog = "properties" | "aliases" | "move" | "delete" | "versions" | "assist";

/** What is asked about a note over its page. */
export function NoteDialogs(props: {
  readonly dialog: NoteDialog | undefined;
  readonly note: NoteDetails;
  readonly mayWrite: boolean;
  readonly handle: () => NoteEditorHandle | undefined;
  readonly onDone: (done?: { readonly is: "deleted" }) => void;
  readonly onClose: () => void;
}) {
  const categories = createAsked(
    () => (props.dialog === "properties" ? props.note.workspace_id : undefined),
    noteServer.categories,
  );
  return (
    <Suspense>
      <Switch>
        <Match when={props.dialog === "properties"}>
          <PropertiesDialog
            note={props.note}
            categories={categories.value() ?? []}
            onDone={() => props.onDone()}
            onClose={props.onClose}
          />
        </Match>
        <Match when={props.dialog === "aliases"}>
          <AliasesDialog note={props.note} onChanged={() => props.onDone()} onClose={props.onClose} />
        </Match>
        <Match when={props.dialog === "move"}>
          <MoveNoteDialog note={props.note} onDone={() => props.onDone()} onClose={props.onClose} />
        </Match>
        <Match when={props.dialog === "delete"}>
          <DeleteNoteDialog note={props.note} onDone={() => props.onDone({ is: "deleted" })} onClose={props.onClose} />
        </Match>
        <Match when={props.dialog === "assist"}>
          <NoteAssist
            note={props.note}
            mayWrite={props.mayWrite}
            handle={props.handle}
            onDone={() => props.onDone()}
            onClose={props.onClose}
          />
        </Match>
        <Match when={props.dialog === "versions"}>
          <VersionsDialog
            noteId={props.note.id}
            canWrite={props.note.can_write}
            onRestored={() => props.onDone()}
            onClose={props.onClose}
          />
        </Match>
      </Switch>
    </Suspense>
  );
}
