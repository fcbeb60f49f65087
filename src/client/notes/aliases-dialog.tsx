import X from "lucide-solid/icons/x";
import { createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import css from "#/client/rooms/dialogs.module.css";
import { createDeed } from "#/client/shell/deed.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { maxAliases, maxTitleLength } from "#/domain/notes/bounds.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import own from "./dialogs.module.css";

/** Other names under which links find a note. */
export default function AliasesDialog(props: {
  readonly note: NoteDetails;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const deed = createDeed();
  const [typed, setTyped] = createSignal("");
  const [aliases, setAliases] = createSignal<readonly string[]>(props.note.aliases);

  async function add() {
    const alias = typed().trim();
    if (alias === "") return;
    const done = await deed.run(async () => setAliases(await noteServer.addAlias(props.note.id, alias)));
    if (!done) return;
    setTyped("");
    props.onChanged();
  }

  async function remove(alias: string) {
    if (await deed.run(async () => setAliases(await noteServer.removeAlias(props.note.id, alias)), alias))
      props.onChanged();
  }

  return (
    <Dialog
      open
      title={say("Other names")}
      onClose={props.onClose}
      actions={<Button onClick={() => props.onClose()}>{say("Close")}</Button>}
    >
      <p class={css.words}>{say("[[Another name]] leads to this note as its title does.")}</p>
      <ul class={own.names} aria-label={say("Other names")}>
        <For each={aliases()}>
          {(alias) => (
            <li class={own.name}>
              <span>{alias}</span>
              <IconButton size="small" label={say("Remove {alias}", { alias })} onClick={() => void remove(alias)}>
                <X />
              </IconButton>
            </li>
          )}
        </For>
      </ul>
      <Show when={aliases().length < maxAliases}>
        <form
          class={own.add}
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <TextField
            label={say("Another name")}
            maxLength={maxTitleLength}
            autocomplete="off"
            autofocus
            value={typed()}
            onInput={setTyped}
          />
          <Button type="submit" busy={deed.busy()} busyLabel={say("Adding")}>
            {say("Add")}
          </Button>
        </form>
      </Show>
      <Problem text={deed.problem()} />
    </Dialog>
  );
}
