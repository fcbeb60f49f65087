import { createSignal, createUniqueId, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import { TodoChips } from "#/client/notes/reading/todo-chips.tsx";
import css from "#/client/todos/todo-line.module.css";
import { TodoMenu, type TodoMenuKind } from "#/client/todos/todo-menu.tsx";
import type { TodoItem } from "#/client/todos/todo-server.ts";
import type { TodoVerbs } from "#/client/todos/todo-verbs.ts";
import { Problem } from "#/client/ui/controls/problem.tsx";
import tick from "#/client/ui/controls/tick-box.module.css";
import type { Person } from "#/client/ui/people/person.ts";

export type TodoLineProps = {
  readonly todo: TodoItem;
  readonly verbs: TodoVerbs;
  /** The viewer's day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly person: (id: string) => Person | undefined;
  /** People that it can be given to, the viewer first. */
  readonly people: () => readonly Person[];
  /** Leaves out the note's name where it is plain. */
  readonly hideSource?: boolean | undefined;
};

const menus: Readonly<Record<string, TodoMenuKind>> = { d: "due", a: "assignee", p: "priority" };

/** A todo in a list: ticked here, and with the focus on it D, A and P say when, whose and how urgent. */
export function TodoLine(props: TodoLineProps) {
  const id = createUniqueId();
  const [menu, setMenu] = createSignal<TodoMenuKind>();
  let row!: HTMLLIElement;
  let box!: HTMLInputElement;

  function onKeyDown(event: KeyboardEvent): void {
    if (menu() || event.altKey) return;
    const mod = event.metaKey || event.ctrlKey;
    if (event.key === "Enter" && mod) props.verbs.toggle(props.todo);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") neighbour(row, event.key)?.focus();
    else if (!mod && props.todo.can_write && menus[event.key.toLowerCase()] && event.target === box)
      setMenu(menus[event.key.toLowerCase()]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function toggle(): void {
    props.verbs.toggle(props.todo);
    // What is shown follows the todo, also where it does not change.
    box.checked = props.todo.done;
  }

  return (
    <li ref={row} class={css.line} data-done={props.todo.done ? "" : undefined} data-todo-line="" onKeyDown={onKeyDown}>
      <input
        ref={box}
        type="checkbox"
        class={`${tick.box} ${tick.done} ${css.box}`}
        checked={props.todo.done}
        disabled={!props.todo.can_write}
        aria-labelledby={`${id}-words`}
        aria-keyshortcuts={props.todo.can_write ? "D A P Control+Enter Meta+Enter" : undefined}
        onChange={toggle}
      />
      <span class={css.words} id={`${id}-words`}>
        <Markdown text={props.todo.text} />
      </span>
      <TodoChips
        done={props.todo.done}
        due={props.todo.due}
        priority={props.todo.priority}
        assignee={props.todo.assignee_id ? props.person(props.todo.assignee_id) : null}
        tags={props.todo.tags}
        today={props.today}
      />
      <Show when={!props.hideSource}>
        <a class={css.source} href={`${props.todo.path}#${encodeURIComponent(`^${props.todo.block_id}`)}`}>
          {props.todo.note_title}
        </a>
      </Show>
      <Show when={menu()}>
        {(kind) => (
          <TodoMenu
            kind={kind()}
            todo={props.todo}
            today={props.today}
            people={props.people()}
            anchor={() => row}
            onPickDate={() => setMenu("date")}
            onChange={(details) => props.verbs.change(props.todo, details)}
            onClose={() => {
              setMenu(undefined);
              box.focus();
            }}
          />
        )}
      </Show>
      <Show when={props.verbs.problemOf(props.todo)}>
        {(problem) => (
          <div class={css.problem}>
            <Problem text={say("Not changed: {reason}", { reason: problem() })} />
          </div>
        )}
      </Show>
    </li>
  );
}

/** The box of the line before or after this one on the page. */
function neighbour(row: HTMLElement, key: string): HTMLElement | undefined {
  const boxes = [...document.querySelectorAll<HTMLElement>("[data-todo-line] > input")].filter(
    (each) => !each.closest("details:not([open])"),
  );
  const at = boxes.findIndex((each) => row.contains(each));
  return boxes[at + (key === "ArrowDown" ? 1 : -1)];
}
