import type { Splice } from "#/domain/notes/text-diff.ts";
import { readTodos, type Span, type Todo, type TodoPriority } from "#/domain/todos/read-todos.ts";

/** What becomes of a todo; what is left out stays. */
export type TodoChange = {
  done?: boolean | undefined;
  /** `YYYY-MM-DD`. */
  due?: string | null | undefined;
  /** A local id. */
  assignee?: string | null | undefined;
  priority?: TodoPriority | null | undefined;
};

type Kind = "priority" | "due" | "assignee";

/** Ids tried for one line before it goes without. */
const maxTries = 20;

/**
 * The changes that make the todo so, apart from each other and in order; null when there is none with this id. Nothing else on
 * the line is touched, so that words which someone types there meanwhile stay.
 */
export function changeSplices(text: string, blockId: string, change: TodoChange): Splice[] | null {
  const todo = readTodos(text).find((one) => one.blockId === blockId);
  return todo ? splicesFor(text, todo, change) : null;
}

export function toggleSplices(text: string, blockId: string, done: boolean): Splice[] | null {
  return changeSplices(text, blockId, { done });
}

/**
 * Mends what two who ticked a line at once left behind, and gives an id to each todo that has none, or the id of one before it: `^todo-` and what `makeId` answers, which is to be five
 * of `a-z0-9` at random. At the end of the line, after all that someone may be typing.
 */
export function missingIdSplices(text: string, makeId: () => string): Splice[] {
  const taken = new Set([...text.matchAll(/\^(todo-[a-z0-9]{5})(?![A-Za-z0-9-])/g)].map((found) => found[1]!));
  const splices: Splice[] = [];
  for (const todo of readTodos(text)) {
    if (todo.marks > 1) splices.push(marked(todo, todo.done));
    const id = todo.hasId ? null : freshId(makeId, taken);
    if (id === null) continue;
    taken.add(id);
    const repeated = todo.spans.id;
    if (repeated) splices.push({ at: repeated.from, remove: repeated.to - repeated.from, insert: `^${id}` });
    else splices.push({ at: todo.to, remove: 0, insert: ` ^${id}` });
  }
  return splices;
}

function freshId(makeId: () => string, taken: ReadonlySet<string>): string | null {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const id = `todo-${makeId()}`;
    if (/^todo-[a-z0-9]{5}$/.test(id) && !taken.has(id)) return id;
  }
  return null;
}

function splicesFor(text: string, todo: Todo, change: TodoChange): Splice[] {
  const { spans } = todo;
  const splices: Splice[] = [];
  const added: string[] = [];
  const set = (kind: Kind, written: string | null, inPlace: { span: Span; as: string } | null) => {
    const now = spans[kind];
    if (written === null) {
      const others = todo.repeated.filter((one) => one.kind === kind).map(({ span }) => span);
      for (const span of now ? [now, ...others] : []) splices.push(removal(text, span));
    } else if (inPlace) {
      splices.push({ at: inPlace.span.from, remove: inPlace.span.to - inPlace.span.from, insert: inPlace.as });
    } else added.push(written);
  };
  if (change.done !== undefined && (change.done !== todo.done || todo.marks > 1))
    splices.push(marked(todo, change.done));
  if (change.priority !== undefined && change.priority !== todo.priority) {
    const written = change.priority && `!${change.priority}`;
    set("priority", written, spans.priority && written ? { span: spans.priority, as: written } : null);
  }
  if (change.due !== undefined && change.due !== todo.due) {
    set(
      "due",
      change.due && `📅 ${change.due}`,
      spans.date && change.due ? { span: spans.date, as: change.due } : null,
    );
  }
  if (change.assignee !== undefined && change.assignee?.toLowerCase() !== (todo.assignee ?? undefined)) {
    const written = change.assignee && `@${change.assignee}`;
    set("assignee", written, spans.assignee && written ? { span: spans.assignee, as: written } : null);
  }
  if (added.length > 0) splices.push(addition(text, todo, added.join(" ")));
  return splices.sort((a, b) => a.at - b.at);
}

function marked({ mark, marks }: Todo, done: boolean): Splice {
  return { at: mark, remove: marks, insert: done ? "x" : " " };
}

/** With the space before it, so that none is left double. */
function removal(text: string, { from, to }: Span): Splice {
  const at = text[from - 1] === " " && text[from - 2] !== "]" ? from - 1 : from;
  return { at, remove: to - at, insert: "" };
}

/** Before the id if there is one, else at the end of the words. */
function addition(text: string, { spans, mark, to }: Todo, written: string): Splice {
  if (spans.id) return { at: spans.id.from, remove: 0, insert: `${written} ` };
  let at = to;
  while (at > mark + 2 && /\s/.test(text[at - 1]!)) at -= 1;
  return { at, remove: 0, insert: ` ${written}` };
}
