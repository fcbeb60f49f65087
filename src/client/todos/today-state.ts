import { createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import { viewerZone } from "#/client/language/times.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { keyOf, type TodoItem, type TodoServer } from "#/client/todos/todo-server.ts";
import type { TodoPatch } from "#/client/todos/todo-verbs.ts";
import type { EventContent } from "#/domain/catalogue.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import type { Today, TodayNote } from "#/domain/todos/schema.ts";

export const todaySections = ["late", "today", "undated"] as const;
export type TodaySection = (typeof todaySections)[number];

/** A line of Today: it stays where it first stood until one leaves, whatever becomes of it. */
export type TodayLine = { todo: TodoItem; section: TodaySection };

export type TodayState = ReturnType<typeof createTodayState>;

export function createTodayState(server: TodoServer, activeWorkspace: () => string | undefined) {
  const [lines, setLines] = createStore<Record<string, TodayLine>>({});
  const [order, setOrder] = createSignal<readonly string[]>();
  const [day, setDay] = createSignal<string>();
  const [pinned, setPinned] = createSignal<TodayNote | null>(null);
  const [counts, setCounts] = createSignal<Today["counts"]>({ late: 0, today: 0, undated: 0 });
  const [problem, setProblem] = createSignal<string>();
  let asked = 0;

  async function read(): Promise<void> {
    asked += 1;
    const turn = asked;
    try {
      const found = await server.today(viewerZone(), activeWorkspace());
      if (turn !== asked) return;
      const kept = take(found);
      setProblem(undefined);
      await follow(kept, () => turn === asked);
    } catch (error) {
      if (turn === asked) setProblem(asSwError(error).message);
    }
  }

  /** Lines that are not told any more still say what their notes say; one that cannot be read stays as it is. */
  async function follow(keys: readonly string[], isLatest: () => boolean): Promise<void> {
    const notes = new Set(keys.flatMap((key) => lines[key]?.todo.note_id ?? []));
    const answers = await Promise.allSettled([...notes].slice(0, mostFollowed).map(server.ofNote));
    if (!isLatest()) return;
    for (const todo of answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))) {
      if (keys.includes(keyOf(todo))) apply(keyOf(todo), { ...todo });
    }
  }

  /** Answers those that stay though they are not told. What is new comes last in its part; what is not told any more stays while it is done, and else is due at another time. */
  function take(found: Today): string[] {
    const told = new Map(
      todaySections.flatMap((section) => found[section].map((todo) => [keyOf(todo), { todo, section }])),
    );
    // Another day is another list.
    const before = day() === undefined || day() === found.date ? (order() ?? []) : [];
    for (const [key, { todo, section }] of told) {
      setLines(key, { todo: { ...todo }, section: before.includes(key) ? (lines[key]?.section ?? section) : section });
    }
    const kept = before.filter((key) => told.has(key) || lines[key]?.todo.done);
    setOrder([...kept, ...[...told.keys()].filter((key) => !before.includes(key))]);
    setDay(found.date);
    setPinned(found.pinned);
    setCounts(found.counts);
    return kept.filter((key) => !told.has(key));
  }

  /** Ticks of others show at once; the rest is read anew. */
  function hear(events: readonly ReceivedEvent[]): void {
    for (const event of events) {
      if (event.type !== "swp.todo_change") continue;
      const { note_id, todos } = event.content as EventContent["swp.todo_change"];
      for (const { block_id, done, changed } of todos) {
        if (changed.includes("status")) apply(keyOf({ note_id, block_id }), { done });
      }
    }
  }

  function apply(key: string, patch: TodoPatch): void {
    if (lines[key]) setLines(key, "todo", patch);
  }

  return {
    lines,
    order,
    day,
    pinned,
    problem,
    read,
    hear,
    apply,
    /** Puts in a line that was just written. */
    add(todo: TodoItem): void {
      const date = day() ?? "";
      const section =
        todo.due === null ? "undated" : todo.due < date ? "late" : todo.due === date ? "today" : undefined;
      if (!section || order()?.includes(keyOf(todo))) return;
      setLines(keyOf(todo), { todo, section });
      setOrder([...(order() ?? []), keyOf(todo)]);
    },
    /** What is open now of a part: also of what the server did not tell. */
    open(section: TodaySection): number {
      const shown = (order() ?? []).filter((key) => lines[key]?.section === section);
      const open = shown.filter((key) => !lines[key]?.todo.done).length;
      return open + Math.max(0, counts()[section] - maxTold);
    },
  };
}

/** Notes of ticked lines that are read again at once. */
const mostFollowed = 20;
/** Of each part, at most, by the server. */
const maxTold = 200;

/** Follows the events of a session for as long as the page is shown; the answer ends it. */
export function hearInto(session: Session, state: TodayState): () => void {
  return session.store.onApplied((events) => state.hear(events));
}
