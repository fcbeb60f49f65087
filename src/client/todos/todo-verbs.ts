import { createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { keyOf, type TodoDetails, type TodoItem, type TodoServer } from "#/client/todos/todo-server.ts";

/** What a todo is shown as, before the server said so. */
export type TodoPatch = Partial<TodoItem>;

export type TodoVerbs = {
  readonly toggle: (todo: TodoItem) => void;
  readonly change: (todo: TodoItem, details: TodoDetails) => void;
  /** Why a line could not be changed. */
  readonly problemOf: (todo: TodoItem) => string | undefined;
};

/**
 * Changes lines at once, and back when the server refuses. `apply` changes what is shown; an answer that comes after the line
 * was changed again takes nothing back.
 */
export function createTodoVerbs(server: TodoServer, apply: (key: string, patch: TodoPatch) => void): TodoVerbs {
  const session = useSession();
  const [problems, setProblems] = createSignal<Readonly<Record<string, string>>>({});
  const latest = new Map<string, number>();

  function tell(key: string, problem: string | undefined): void {
    const { [key]: _, ...others } = problems();
    setProblems(problem === undefined ? others : { ...others, [key]: problem });
  }

  async function go(todo: TodoItem, patch: TodoPatch, ask: () => Promise<TodoItem>): Promise<boolean> {
    const key = keyOf(todo);
    const turn = (latest.get(key) ?? 0) + 1;
    latest.set(key, turn);
    const before = Object.fromEntries(Object.keys(patch).map((name) => [name, todo[name as keyof TodoItem]]));
    tell(key, undefined);
    apply(key, patch);
    try {
      const now = await ask();
      if (latest.get(key) === turn) apply(key, now);
      return true;
    } catch (error) {
      if (latest.get(key) === turn) apply(key, before as TodoPatch);
      tell(key, asSwError(error).message);
      return false;
    }
  }

  async function setDone(todo: TodoItem, done: boolean): Promise<void> {
    const isDone = await go(todo, { done }, () => server.setDone(todo, done));
    if (isDone && done) session.toaster.show(say("Done"), () => void setDone({ ...todo, done: true }, false));
  }

  return {
    toggle: (todo) => {
      if (todo.can_write) void setDone(todo, !todo.done);
    },
    change: (todo, details) => {
      if (todo.can_write) void go(todo, details, () => server.update(todo, details));
    },
    problemOf: (todo) => problems()[keyOf(todo)],
  };
}
