import { say } from "#/client/language/say.ts";
import { railOrder } from "#/client/shell/places.ts";
import { SelectField } from "#/client/ui/overlays/select.tsx";
import type { WorkspaceEntry } from "#/domain/views/state.ts";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";

/** The workspaces in which one may make rooms and notes, in the order of the rail. */
export function workspacesToMakeIn(known: Parameters<typeof railOrder>[0]): WorkspaceEntry[] {
  return railOrder(known).filter(({ role }) => workspaceAllows(role, "create_room"));
}

/** Where something goes. */
export function WorkspaceField(props: {
  readonly workspaces: readonly WorkspaceEntry[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  return (
    <SelectField
      label={say("Workspace")}
      value={props.value}
      options={props.workspaces.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={props.onChange}
    />
  );
}
