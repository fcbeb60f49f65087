import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { shortDate } from "#/client/notes/reading/due-words.ts";
import css from "#/client/todos/todo-line.module.css";
import type { TodoDetails, TodoItem } from "#/client/todos/todo-server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { type MenuEntry, MenuSurface } from "#/client/ui/overlays/menu.tsx";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import type { Person } from "#/client/ui/people/person.ts";
import { daysAfter } from "#/domain/todos/days.ts";

export type TodoMenuKind = "due" | "date" | "assignee" | "priority";

type TodoMenuProps = {
  readonly kind: TodoMenuKind;
  readonly todo: TodoItem;
  readonly today: string;
  readonly people: readonly Person[];
  readonly anchor: () => Element;
  readonly onChange: (details: TodoDetails) => void;
  /** Asked for when no day of the menu will do; after the menu has closed. */
  readonly onPickDate: () => void;
  readonly onClose: () => void;
};

/** Longer lists are found in the note itself, by typing a name. */
const mostPeople = 50;

/** When, whose or how urgent a todo is. */
export function TodoMenu(props: TodoMenuProps) {
  return (
    <Show when={props.kind !== "date"} fallback={<DatePicker {...props} />}>
      <MenuSurface
        label={{ due: say("Due"), date: say("Due"), assignee: say("Assignee"), priority: say("Priority") }[props.kind]}
        anchor={props.anchor}
        placement={{ side: "below", align: "start" }}
        from="first"
        entries={entriesOf(props)}
        onClose={props.onClose}
      />
    </Show>
  );
}

function entriesOf(props: TodoMenuProps): MenuEntry[] {
  if (props.kind === "assignee") return peopleEntries(props);
  return props.kind === "priority" ? priorityEntries(props) : dueEntries(props);
}

function DatePicker(props: TodoMenuProps) {
  function take(value: string): void {
    const due = value || null;
    if (due !== props.todo.due) props.onChange({ due });
  }
  return (
    <Popover
      label={say("Due")}
      anchor={props.anchor}
      placement={{ side: "below", align: "start" }}
      onClose={props.onClose}
    >
      <form
        class={css.date}
        onSubmit={(event) => {
          event.preventDefault();
          take(event.currentTarget.querySelector("input")?.value ?? "");
          props.onClose();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") event.stopPropagation();
        }}
      >
        <label>
          {say("Due")} <input type="date" value={props.todo.due ?? props.today} />
        </label>
        <Button type="submit" size="small">
          {say("Save")}
        </Button>
      </form>
    </Popover>
  );
}

function dueEntries({ todo, today, onChange, onPickDate }: TodoMenuProps): MenuEntry[] {
  const day = (label: string, due: string): MenuEntry => ({
    label,
    hint: shortDate(due, today),
    checked: todo.due === due,
    onSelect: () => onChange({ due }),
  });
  return [
    day(say("Today"), today),
    day(say("Tomorrow"), daysAfter(today, 1)),
    day(say("In a week"), daysAfter(today, 7)),
    { label: say("Pick a date…"), onSelect: onPickDate },
    "line",
    { label: say("No date"), checked: todo.due === null, onSelect: () => onChange({ due: null }) },
  ];
}

function peopleEntries({ todo, people, onChange }: TodoMenuProps): MenuEntry[] {
  const given = people.slice(0, mostPeople).map(({ id, name }) => ({
    label: name,
    checked: todo.assignee_id === id,
    onSelect: () => onChange({ assignee_id: id }),
  }));
  const nobody = {
    label: say("Nobody"),
    checked: todo.assignee_id === null,
    onSelect: () => onChange({ assignee_id: null }),
  };
  return [...given, "line", nobody];
}

function priorityEntries({ todo, onChange }: TodoMenuProps): MenuEntry[] {
  const level = (label: string, priority: TodoItem["priority"]): MenuEntry => ({
    label,
    checked: todo.priority === priority,
    onSelect: () => onChange({ priority }),
  });
  return [
    level(say("High"), "high"),
    level(say("Medium"), "medium"),
    level(say("Low"), "low"),
    level(say("None"), null),
  ];
}
