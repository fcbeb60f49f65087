import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/todos/today-page.module.css";
import type { TodoItem } from "#/client/todos/todo-server.ts";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";

/** What of Today is shown; undefined for all. */
export type TodayFilter = {
  readonly workspace?: string | undefined;
  readonly priority?: string | undefined;
  readonly tag?: string | undefined;
  readonly person?: string | undefined;
};

const keys = ["workspace", "priority", "tag", "person"] as const satisfies readonly (keyof TodayFilter)[];
type Key = (typeof keys)[number];
/** More than any id or tag has. */
const longest = 100;

/** The filter that an address says. */
export function filterOf(search: Readonly<Record<string, string | string[] | undefined>>): TodayFilter {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = search[key];
      return typeof value === "string" && value !== "" ? [[key, value.slice(0, longest)]] : [];
    }),
  );
}

/** The same as the address has it; null for all. */
export function searchOf(filter: TodayFilter): Record<string, string | null> {
  return Object.fromEntries(keys.map((key) => [key, filter[key] ?? null]));
}

/** Whether it leaves anything out. */
export const narrows = (filter: TodayFilter): boolean => keys.some((key) => filter[key] !== undefined);

/** Of nobody, of no urgency. */
const none = "none";

export function passes(todo: TodoItem, filter: TodayFilter): boolean {
  return (
    (filter.workspace === undefined || todo.workspace_id === filter.workspace) &&
    (filter.priority === undefined || (todo.priority ?? none) === filter.priority) &&
    (filter.tag === undefined || todo.tags.some((tag) => tag.toLowerCase() === filter.tag)) &&
    (filter.person === undefined || (todo.assignee_id ?? none) === filter.person)
  );
}

export type TodayFiltersProps = {
  readonly todos: readonly TodoItem[];
  readonly filter: TodayFilter;
  readonly onFilter: (filter: TodayFilter) => void;
  readonly workspaceName: (id: string) => string;
  readonly personName: (id: string) => string;
};

/** Chips that narrow what is shown to what is among it. */
export function TodayFilters(props: TodayFiltersProps) {
  const values = (of: (todo: TodoItem) => readonly string[]) => [...new Set(props.todos.flatMap(of))];
  const priorities = () => ({ high: say("High"), medium: say("Medium"), low: say("Low"), none: say("No priority") });
  const named = (list: readonly string[], name: (value: string) => string) =>
    list.map((value) => ({ value, label: name(value) })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset of buttons says less
    <div class={css.filters} role="group" aria-label={say("Filters")}>
      <Chip
        {...props}
        of="workspace"
        label={say("Workspace")}
        options={named(
          values((each) => [each.workspace_id]),
          props.workspaceName,
        )}
      />
      <Chip
        {...props}
        of="priority"
        label={say("Priority")}
        options={Object.entries(priorities())
          .filter(([value]) => props.todos.some((each) => (each.priority ?? none) === value))
          .map(([value, label]) => ({ value, label }))}
      />
      <Chip
        {...props}
        of="tag"
        label={say("Tag")}
        options={named(
          values((each) => each.tags.map((tag) => tag.toLowerCase())),
          (tag) => `#${tag}`,
        )}
      />
      <Chip
        {...props}
        of="person"
        label={say("Person")}
        options={named(
          values((each) => [each.assignee_id ?? none]),
          (id) => (id === none ? say("Nobody") : props.personName(id)),
        )}
      />
    </div>
  );
}

type ChipProps = TodayFiltersProps & {
  readonly of: Key;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

function Chip(props: ChipProps) {
  const chosen = () => props.filter[props.of];
  const word = () => props.options.find(({ value }) => value === chosen())?.label;
  const set = (value: string | undefined) => props.onFilter({ ...props.filter, [props.of]: value });
  const entries = (): MenuEntry[] => [
    { label: say("All"), checked: chosen() === undefined, onSelect: () => set(undefined) },
    ...props.options.map(({ value, label }) => ({ label, checked: chosen() === value, onSelect: () => set(value) })),
  ];
  return (
    <Show when={props.options.length > 1 || chosen() !== undefined}>
      <Menu
        label={props.label}
        entries={entries()}
        trigger={(attributes) => (
          <button
            {...attributes}
            type="button"
            class={css.chip}
            data-on={chosen() === undefined ? undefined : ""}
            aria-label={word() === undefined ? props.label : `${props.label}, ${word()}`}
          >
            {word() ?? props.label}
          </button>
        )}
      />
    </Show>
  );
}
