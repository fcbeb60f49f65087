import { createSignal, type JSX, onMount, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { say } from "#/client/language/say.ts";
import { dayKey, viewerZone } from "#/client/language/times.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { followTodos } from "#/client/todos/follow-todos.ts";
import { TodoLines } from "#/client/todos/todo-lines.tsx";
import { keyOf, type TodoItem, type TodoServer, todoServer } from "#/client/todos/todo-server.ts";
import { createTodoVerbs } from "#/client/todos/todo-verbs.ts";
import css from "#/client/todos/todos-block.module.css";
import { Problem } from "#/client/ui/controls/problem.tsx";

export type TodosBlockProps = {
  /** The YAML of the block. */
  readonly source: string;
  /** What `workspace: this` means. */
  readonly workspaceId: string;
  readonly server?: TodoServer | undefined;
};

/** A fenced `todos` block as a live table: what it asks for, ticked in place, and asked again when todos change. */
export default function TodosBlock(props: TodosBlockProps): JSX.Element {
  const session = useSession();
  const server = () => props.server ?? todoServer;
  const [items, setItems] = createStore<Record<string, TodoItem>>({});
  const [order, setOrder] = createSignal<readonly string[]>();
  const [more, setMore] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const verbs = createTodoVerbs(server(), (key, patch) => {
    if (items[key]) setItems(key, patch);
  });
  let asked = 0;

  async function read(): Promise<void> {
    asked += 1;
    const turn = asked;
    try {
      const found = await server().query(props.source, props.workspaceId, viewerZone());
      if (turn !== asked) return;
      setItems(reconcile(Object.fromEntries(found.items.map((each) => [keyOf(each), each]))));
      setOrder(found.items.map(keyOf));
      setMore(found.has_more);
      setProblem(undefined);
    } catch (error) {
      if (turn === asked) setProblem(asSwError(error).message);
    }
  }

  onMount(() => void read());
  followTodos(session, () => void read());
  const today = () => dayKey(Date.now() / 1000, viewerZone());
  return (
    <section class={css.block} aria-label={say("Todos")}>
      <Problem text={problem()} />
      <Show when={problem() === undefined || order()} fallback={<pre class={css.asked}>{props.source}</pre>}>
        <Show when={order()} fallback={<p class={css.note}>{say("Looking for todos…")}</p>}>
          {(keys) => (
            <Show when={keys().length > 0} fallback={<p class={css.note}>{say("No todos match.")}</p>}>
              <TodoLines class={css.list} keys={keys()} todo={(key) => items[key]} verbs={verbs} today={today()} />
              <Show when={more()}>
                <p class={css.note}>{say("There are more than are shown.")}</p>
              </Show>
            </Show>
          )}
        </Show>
      </Show>
    </section>
  );
}
