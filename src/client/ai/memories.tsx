import { createResource, createSignal, For, onMount, Show } from "solid-js";
import css from "#/client/ai/memories.module.css";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { useSession } from "#/client/shell/session.tsx";
import { SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import type { Memory } from "#/domain/ai/memory.ts";

/** The bound of the domain, whose file holds a schema that no page loads. */
const maxMemoryText = 1_000;

export type MemoryVerbs = {
  list(): Promise<readonly Memory[]>;
  add(text: string): Promise<unknown>;
  edit(memoryId: string, text: string): Promise<unknown>;
  forget(memoryIds: readonly string[]): Promise<unknown>;
};

/** What AIs remember of oneself: all of it can be read, changed and erased. */
export function Memories(props: { readonly verbs: MemoryVerbs }) {
  const { toaster } = useSession();
  // Read once scripts run: a page that is rendered on the server has no address to ask.
  const [isAlive, setAlive] = createSignal(false);
  onMount(() => setAlive(true));
  const [known, { refetch }] = createResource(isAlive, () => props.verbs.list());
  const deed = createDeed();
  const [fresh, setFresh] = createSignal("");
  const all = () => (known.error ? [] : (known.latest ?? []));

  async function run(work: () => Promise<unknown>, key: string): Promise<boolean> {
    const isDone = await deed.run(work, key);
    if (isDone) await refetch();
    return isDone;
  }
  async function add(event: SubmitEvent) {
    event.preventDefault();
    const text = fresh().trim();
    if (text && (await run(() => props.verbs.add(text), "add"))) setFresh("");
  }
  async function forget(ids: readonly string[]) {
    if (await run(() => props.verbs.forget(ids), "forget")) toaster.show(say("It was erased"));
  }

  return (
    <SettingGroup
      title={say("What AIs remember of you")}
      help={say(
        "Assistants read these when you ask them something. Nobody else sees them; nothing of incognito rooms gets here.",
      )}
      action={
        <Show when={all().length > 1}>
          <Button size="small" kind="quiet" onClick={() => void forget(all().map(({ id }) => id))}>
            {say("Erase all")}
          </Button>
        </Show>
      }
    >
      <Problem
        text={deed.problem() ?? (known.error ? say("Your memories didn't load. Try again later.") : undefined)}
      />
      <ul class={css.list}>
        <For each={all()} fallback={<li class={css.none}>{say("Nothing yet.")}</li>}>
          {(memory) => (
            <One
              memory={memory}
              onEdit={(text) => run(() => props.verbs.edit(memory.id, text), memory.id)}
              onForget={() => void forget([memory.id])}
            />
          )}
        </For>
      </ul>
      <form class={css.add} onSubmit={(event) => void add(event)}>
        <TextField
          label={say("Something to remember")}
          maxLength={maxMemoryText}
          autocomplete="off"
          value={fresh()}
          onInput={setFresh}
        />
        <Button
          type="submit"
          busy={deed.busy("add")}
          disabledReason={fresh().trim() === "" ? say("Write it down first") : undefined}
        >
          {say("Add")}
        </Button>
      </form>
    </SettingGroup>
  );
}

function One(props: {
  readonly memory: Memory;
  readonly onEdit: (text: string) => Promise<boolean>;
  readonly onForget: () => void;
}) {
  const [written, setWritten] = createSignal<string>();
  async function save(event: SubmitEvent) {
    event.preventDefault();
    const text = written()?.trim();
    if (text && (await props.onEdit(text))) setWritten(undefined);
  }
  return (
    <li class={css.memory}>
      <Show
        when={written() !== undefined}
        fallback={
          <>
            <p class={css.text}>{props.memory.text}</p>
            <Button size="small" kind="quiet" onClick={() => setWritten(props.memory.text)}>
              {say("Edit")}
            </Button>
            <Button size="small" kind="quiet" onClick={() => props.onForget()}>
              {say("Erase")}
            </Button>
          </>
        }
      >
        <form class={css.edit} onSubmit={(event) => void save(event)}>
          <TextArea
            label={say("Memory")}
            hideLabel
            rows={2}
            maxLength={maxMemoryText}
            value={written() ?? ""}
            onInput={setWritten}
          />
          <Button size="small" type="submit">
            {say("Save")}
          </Button>
          <Button size="small" kind="quiet" onClick={() => setWritten(undefined)}>
            {say("Cancel")}
          </Button>
        </form>
      </Show>
    </li>
  );
}
