import { For, Show } from "solid-js";
import { useSession } from "#/client/shell/session.tsx";
import { TodoLine } from "#/client/todos/todo-line.tsx";
import { peopleOf, personWith } from "#/client/todos/todo-people.ts";
import type { TodoItem } from "#/client/todos/todo-server.ts";
import type { TodoVerbs } from "#/client/todos/todo-verbs.ts";

/** Todos one under the other. By key: a line outlives each change of its todo, and so does the focus in it. */
export function TodoLines(props: {
  readonly class: string | undefined;
  readonly keys: readonly string[];
  readonly todo: (key: string) => TodoItem | undefined;
  readonly verbs: TodoVerbs;
  /** The viewer's day, `YYYY-MM-DD`. */
  readonly today: string;
}) {
  const session = useSession();
  return (
    <ul class={props.class}>
      <For each={props.keys}>
        {(key) => (
          <Show when={props.todo(key)}>
            {(todo) => (
              <TodoLine
                todo={todo()}
                verbs={props.verbs}
                today={props.today}
                person={(id) => personWith(session, id)}
                people={() => peopleOf(session)}
              />
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}
