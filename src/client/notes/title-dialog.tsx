import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { DeedDialog, type DeedDialogProps } from "#/client/shell/deed-dialog.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { WorkspaceField, workspacesToMakeIn } from "#/client/shell/workspace-field.tsx";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { maxTitleLength } from "#/domain/notes/bounds.ts";

export type TitledNote = {
  readonly title: string;
  /** Empty where there is no workspace to make it in: the server says so. */
  readonly workspaceId: string;
  readonly eventUuid: string;
};

export type TitleDialogProps = Pick<DeedDialogProps, "title" | "verb" | "busyLabel" | "onClose"> & {
  readonly suggested: string;
  /** Chosen at first, if one may make notes there. */
  readonly workspaceId: string | undefined;
  readonly onMake: (note: TitledNote) => Promise<unknown>;
};

/** Asks for what every new note needs: a title, and a workspace where there is a choice. */
export function TitleDialog(props: TitleDialogProps) {
  const { state } = useSession();
  // One key for the dialog: pressing the button twice makes one note.
  const eventUuid = newId();
  const places = () => workspacesToMakeIn(state);
  const [workspaceId, setWorkspaceId] = createSignal(
    (places().find(({ id }) => id === props.workspaceId) ?? places()[0])?.id ?? "",
  );
  const [title, setTitle] = createSignal(props.suggested);
  const [isNameless, setNameless] = createSignal(false);

  function check(): Promise<unknown> | undefined {
    setNameless(!title().trim());
    return isNameless() ? undefined : props.onMake({ title: title().trim(), workspaceId: workspaceId(), eventUuid });
  }

  return (
    <DeedDialog title={props.title} verb={props.verb} busyLabel={props.busyLabel} onDo={check} onClose={props.onClose}>
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
        <WorkspaceField workspaces={places()} value={workspaceId()} onChange={setWorkspaceId} />
      </Show>
    </DeedDialog>
  );
}
