import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { arrange } from "#/client/rooms/arrange.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { newId } from "#/client/sync/sync.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { addSection, maxSections, renameSection } from "#/domain/participants/sidebar.ts";

/** A new section of one's list, or another name for one. */
export default function SectionDialog(props: LayerProps<"section">) {
  const session = useSession();
  const sidebar = () => session.state.own.sidebar;
  const known = sidebar().sections.find((each) => each.id === props.layer.sectionId);
  const [name, setName] = createSignal(known?.name ?? "");
  const [problem, setProblem] = createSignal<string>();

  function save(): Promise<void> | undefined {
    const given = name().trim();
    if (!given) setProblem(say("Write a name."));
    else if (!known && sidebar().sections.length >= maxSections)
      setProblem(say("At most {maxSections} sections.", { maxSections }));
    else {
      arrange(
        session,
        known ? renameSection(sidebar(), known.id, given) : addSection(sidebar(), { id: newId(), name: given }),
      );
      props.onClose();
      return Promise.resolve();
    }
    return undefined;
  }

  return (
    <DeedDialog
      title={known ? say("Rename section") : say("New section")}
      verb={known ? say("Save") : say("Create section")}
      busyLabel={say("Saving")}
      onDo={save}
      onClose={props.onClose}
    >
      <TextField
        label={say("Name")}
        help={known ? undefined : say("Only you see it. It is the same on all your devices.")}
        autocomplete="off"
        autofocus
        maxLength={40}
        value={name()}
        error={problem()}
        onInput={setName}
      />
    </DeedDialog>
  );
}
