import ArrowUp from "lucide-solid/icons/arrow-up";
import { createMemo, createSignal, createUniqueId, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { type Candidate, insertion, queryAt, rank } from "#/client/messages/completion.ts";
import css from "#/client/notes/comments/comments-panel.module.css";
import { createDeed } from "#/client/shell/deed.ts";
import { newId } from "#/client/sync/sync.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea } from "#/client/ui/controls/text-field.tsx";
import { CompletionList } from "#/client/ui/messages/completion-list.tsx";
import { PersonRow } from "#/client/ui/people/person-row.tsx";
import { maxCommentLength } from "#/domain/notes/bounds.ts";

export type CommentComposerProps = {
  readonly label: string;
  readonly verb: string;
  readonly body?: string | undefined;
  readonly autofocus?: boolean | undefined;
  /** Whom `@` offers; asked for when somebody first types one. */
  readonly people: () => readonly Candidate[];
  readonly onFocus?: (() => void) | undefined;
  /** Rejects with the refusal, which is told below the field; what was written stays then. */
  readonly onSend: (body: string, eventUuid: string) => Promise<unknown>;
  readonly onCancel?: (() => void) | undefined;
};

/** Where a comment is written: ⌘↵ sends, Esc gives up, `@` offers who may see the note. */
export function CommentComposer(props: CommentComposerProps) {
  const listId = createUniqueId();
  const deed = createDeed();
  const [body, setBody] = createSignal(props.body ?? "");
  const [caret, setCaret] = createSignal(0);
  const [active, setActive] = createSignal(0);
  const [closedAt, setClosedAt] = createSignal(-1);
  let frame!: HTMLDivElement;
  let tried: { words: string; eventUuid: string } | undefined;
  const field = () => frame.querySelector("textarea")!;
  onMount(() => props.autofocus && field().focus());

  const query = createMemo(() => {
    const found = queryAt(body(), caret());
    return found?.sign === "@" && found.from !== closedAt() ? found : null;
  });
  const offers = createMemo(() => {
    const asked = query();
    return asked ? rank(props.people(), asked.text) : [];
  });

  function moved(): void {
    setCaret(field().selectionStart);
    setActive(0);
  }

  function choose(person: Candidate): void {
    const asked = query();
    if (!asked) return;
    const words = insertion(body(), asked, `@${person.handle}`);
    const next = body().slice(0, asked.from) + words + body().slice(asked.to);
    setBody(next);
    field().value = next;
    field().setSelectionRange(asked.from + words.length, asked.from + words.length);
    moved();
  }

  async function send(): Promise<void> {
    const words = body().trim();
    if (words === "") return;
    // The same words sent again, because no answer came, are the same comment.
    if (tried?.words !== words) tried = { words, eventUuid: newId() };
    const { eventUuid } = tried;
    if (!(await deed.run(() => props.onSend(words, eventUuid)))) return;
    tried = undefined;
    setBody("");
    setCaret(0);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const found = offers();
    const chosen = found[active()];
    if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active() + step + found.length) % found.length);
    } else if (chosen && (event.key === "Enter" || event.key === "Tab") && !event.metaKey && !event.ctrlKey) {
      choose(chosen);
    } else if (chosen && event.key === "Escape") setClosedAt(query()?.from ?? -1);
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
    else if (event.key === "Escape" && props.onCancel) props.onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class={css.composer} ref={frame} onFocusIn={() => props.onFocus?.()}>
      <Show when={offers().length > 0}>
        <CompletionList id={listId} label={say("People")} items={offers()} active={active()} onChoose={choose}>
          {(person) => (
            <PersonRow
              person={{ id: person.id, name: person.name, kind: person.isAi ? "ai" : "person" }}
              handle={`@${person.handle}`}
            />
          )}
        </CompletionList>
      </Show>
      <div class={css.field}>
        <TextArea
          label={props.label}
          hideLabel
          placeholder={props.label}
          rows={2}
          maxLength={maxCommentLength}
          value={body()}
          aria-autocomplete="list"
          aria-controls={offers().length > 0 ? listId : undefined}
          aria-activedescendant={offers().length > 0 ? `${listId}-${active()}` : undefined}
          onInput={(value) => {
            setBody(value);
            moved();
          }}
          onClick={moved}
          onKeyUp={(event) => event.key.startsWith("Arrow") && offers().length === 0 && moved()}
          onKeyDown={onKeyDown}
        />
        <IconButton
          label={props.verb}
          shortcut="⌘↵"
          disabledReason={body().trim() === "" ? say("Write a comment first") : undefined}
          onClick={() => void send()}
        >
          <ArrowUp />
        </IconButton>
      </div>
      <Problem text={deed.problem()} />
    </div>
  );
}
