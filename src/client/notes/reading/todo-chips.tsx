import Clock from "lucide-solid/icons/clock";
import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { dueWords } from "#/client/notes/reading/due-words.ts";
import css from "#/client/notes/reading/todo-chips.module.css";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import type { Person } from "#/client/ui/people/person.ts";

export type TodoPriority = "low" | "medium" | "high";

export type TodoChipsProps = {
  readonly done: boolean;
  /** `YYYY-MM-DD`. */
  readonly due?: string | null | undefined;
  readonly priority?: TodoPriority | null | undefined;
  /** Someone, or the handle of nobody who is known here. */
  readonly assignee?: Person | string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The viewer's day, `YYYY-MM-DD`. */
  readonly today: string;
};

const bars: Record<TodoPriority, number> = { low: 1, medium: 2, high: 3 };

/** What a todo says beside its words: when, how urgent, whose, what about. */
export function TodoChips(props: TodoChipsProps) {
  return (
    <span class={css.chips}>
      <Show when={props.due}>
        {(due) => {
          const words = () => dueWords(due(), props.today, props.done);
          return (
            <time class={css.chip} dateTime={due()} data-late={words().late ? "" : undefined}>
              <Show when={words().late}>
                <Clock class={css.clock ?? ""} aria-hidden="true" />
              </Show>
              {words().text}
            </time>
          );
        }}
      </Show>
      <Show when={props.priority}>{(priority) => <Priority priority={priority()} />}</Show>
      <Show when={props.assignee}>{(assignee) => <Assignee assignee={assignee()} />}</Show>
      <For each={props.tags ?? []}>{(tag) => <span class={css.chip}>#{tag}</span>}</For>
    </span>
  );
}

function Priority(props: { readonly priority: TodoPriority }) {
  const word = () =>
    ({ low: say("Low priority"), medium: say("Medium priority"), high: say("High priority") })[props.priority];
  return (
    <span class={css.bars} role="img" aria-label={word()} data-level={bars[props.priority]}>
      <For each={[1, 2, 3]}>{(bar) => <i data-on={bar <= bars[props.priority] ? "" : undefined} />}</For>
    </span>
  );
}

function Assignee(props: { readonly assignee: Person | string }) {
  return (
    <Show
      when={typeof props.assignee === "string" ? undefined : props.assignee}
      fallback={<span class={css.chip}>@{String(props.assignee)}</span>}
    >
      {(person) => <Avatar person={person()} size={18} named />}
    </Show>
  );
}
