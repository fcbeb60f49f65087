import Link from "lucide-solid/icons/link";
import ListChecks from "lucide-solid/icons/list-checks";
import PencilLine from "lucide-solid/icons/pencil-line";
import TextQuote from "lucide-solid/icons/text-quote";
import { createResource, createSignal, For, type JSX, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { type AssistAction, type AssistAnswer, assistServer, withAtEnd } from "#/client/notes/assist-server.ts";
import type { NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";
import css from "#/client/rooms/dialogs.module.css";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import own from "./dialogs.module.css";

export type NoteAssistProps = {
  readonly note: NoteDetails;
  readonly mayWrite: boolean;
  /** While one writes. */
  readonly handle: () => NoteEditorHandle | undefined;
  readonly onDone: () => void;
  readonly onClose: () => void;
};

type Choice = {
  readonly action: AssistAction;
  readonly icon: () => JSX.Element;
  readonly label: string;
  readonly help: string;
};

const choices = (): readonly Choice[] => [
  {
    action: "rewrite",
    icon: () => <PencilLine />,
    label: say("Rewrite"),
    help: say("As suggestions, which you accept or reject one by one."),
  },
  {
    action: "summarise",
    icon: () => <TextQuote />,
    label: say("Summarise"),
    help: say("What it is about, what was decided, what is open."),
  },
  {
    action: "extract_todos",
    icon: () => <ListChecks />,
    label: say("Find todos"),
    help: say("What is to be done and has no checkbox yet."),
  },
  {
    action: "suggest_links",
    icon: () => <Link />,
    label: say("Suggest links"),
    help: say("Notes of yours that this one should link to."),
  },
];

/** Has an AI propose something for the note; what becomes of it is for the one who asked to say. */
export default function NoteAssist(props: NoteAssistProps) {
  const session = useSession();
  const deed = createDeed();
  // What was selected when it was asked for: a dialog takes the focus, and the selection may go with it.
  const selected = props.handle()?.commentRange();
  const passage = selected?.quote.trim() ? selected.quote : undefined;
  const [ais] = createResource(assistServer.ais);
  const [ai, setAi] = createSignal<string>();
  const [action, setAction] = createSignal<AssistAction>("rewrite");
  const [wish, setWish] = createSignal("");
  const [answer, setAnswer] = createSignal<AssistAnswer>();
  const [text, setText] = createSignal("");
  const known = () => (ais.error ? [] : (ais.latest ?? []));
  const chosen = () => ai() ?? known()[0]?.id;
  const name = () => known().find(({ id }) => id === chosen())?.name ?? say("an AI");

  async function ask() {
    await deed.run(async () => {
      const asked = {
        note_id: props.note.id,
        action: action(),
        ...(wish().trim() ? { instruction: wish().trim() } : {}),
      };
      const id = chosen();
      const found = await assistServer.ask({
        ...asked,
        ...(id ? { participant_id: id } : {}),
        ...(passage ? { passage } : {}),
      });
      if (found.text) {
        setText(found.text);
        setAnswer(found);
        return;
      }
      const count = found.suggestions.length;
      session.toaster.show(
        count > 0 ? sayCount(count, "{count} suggestion in the note", "{count} suggestions in the note") : nothing(),
      );
      props.onDone();
      props.onClose();
    });
  }
  const nothing = () =>
    action() === "rewrite" ? say("{name} would leave it as it is", { name: name() }) : say("Nothing was found");

  async function insert(place: "cursor" | "end") {
    const handle = props.handle();
    const done = await deed.run(async () => {
      if (!handle) await assistServer.append(props.note.id, text());
      else if (place === "cursor") {
        // Behind what was selected, which stays.
        if (selected) handle.jumpTo({ offset: selected.to });
        handle.insert(text());
      } else handle.replaceText(withAtEnd(handle.textContent(), text()));
    });
    if (!done) return;
    props.onDone();
    props.onClose();
  }

  return (
    <Dialog
      open
      size={560}
      title={say("Ask {name} (AI)", { name: name() })}
      onClose={props.onClose}
      actions={
        <Show
          when={answer()}
          fallback={
            <>
              <Button kind="quiet" onClick={() => props.onClose()}>
                {say("Cancel")}
              </Button>
              <Button kind="primary" busy={deed.busy()} busyLabel={say("Asking")} onClick={() => void ask()}>
                {say("Ask")}
              </Button>
            </>
          }
        >
          <Show when={props.mayWrite} fallback={<Button onClick={() => props.onClose()}>{say("Close")}</Button>}>
            <Button kind={props.handle() ? "quiet" : "primary"} busy={deed.busy()} onClick={() => void insert("end")}>
              {say("Insert at the end")}
            </Button>
            <Show when={props.handle()}>
              <Button kind="primary" onClick={() => void insert("cursor")}>
                {say("Insert at the cursor")}
              </Button>
            </Show>
          </Show>
        </Show>
      }
    >
      <Show
        when={answer()}
        fallback={
          <div class={own.asking}>
            <Show when={known().length > 1}>
              <div>
                <Select
                  label={say("Who")}
                  value={chosen() ?? ""}
                  options={known().map(({ id, name: label }) => ({ value: id, label }))}
                  onChange={setAi}
                />
              </div>
            </Show>
            <fieldset class={css.choices}>
              <legend>{passage ? say("With the passage you selected") : say("With this note")}</legend>
              <For each={choices()}>
                {(each) => (
                  <ChoiceCard
                    name="assist"
                    checked={action() === each.action}
                    onChoose={() => setAction(each.action)}
                    mark={each.icon()}
                    label={each.label}
                    help={each.help}
                  />
                )}
              </For>
            </fieldset>
            <TextField
              label={say("What to heed")}
              help={say("In your own words, if you like: shorter, in Dutch, for a customer.")}
              maxLength={1_000}
              autocomplete="off"
              value={wish()}
              onInput={setWish}
            />
          </div>
        }
      >
        {(found) => (
          <TextArea
            label={say("{name} (AI) proposes", { name: found().participant_name })}
            rows={10}
            value={text()}
            onInput={setText}
          />
        )}
      </Show>
      <Problem text={deed.problem()} />
    </Dialog>
  );
}
