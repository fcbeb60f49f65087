import { createMemoryHistory, MemoryRouter, Route } from "@solidjs/router";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, describe, expect, it } from "vitest";
import { overview } from "#/client/rooms/overview.testing.ts";
import { type Session, SessionContext } from "#/client/shell/session.tsx";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { TodayPage } from "#/client/todos/today-page.tsx";
import type { TodoItem, TodoServer } from "#/client/todos/todo-server.ts";
import TodosBlock from "#/client/todos/todos-block.tsx";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";
import { SwError } from "#/domain/errors.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

afterEach(cleanup);

const date = "2026-11-20";

function todo(block_id: string, more: Partial<TodoItem> = {}): TodoItem {
  return {
    note_id: "n-1",
    block_id,
    workspace_id: "w-1",
    note_title: "Plan",
    path: "/w/acme/n/plan-1",
    text: block_id,
    done: false,
    priority: null,
    due: null,
    assignee_id: null,
    tags: [],
    created_at: "2026-11-01T00:00:00Z",
    done_at: null,
    can_write: true,
    ...more,
  };
}

/** The rules of a server in memory: lines that are open, by their day. */
function memory(lines: TodoItem[]) {
  const asked: unknown[] = [];
  const state = { lines, refuses: undefined as SwError | undefined, asked };
  const change = async (what: string, named: { block_id: string }, given: Partial<TodoItem>) => {
    asked.push([what, named.block_id, given]);
    if (state.refuses) throw state.refuses;
    state.lines = state.lines.map((each) => (each.block_id === named.block_id ? { ...each, ...given } : each));
    return state.lines.find((each) => each.block_id === named.block_id)!;
  };
  const todos: TodoServer = {
    today: async () => {
      const open = state.lines.filter((each) => !each.done);
      const late = open.filter((each) => each.due !== null && each.due < date);
      const today = open.filter((each) => each.due === date);
      const undated = open.filter((each) => each.due === null);
      const counts = { late: late.length, today: today.length, undated: undated.length };
      return { date, timezone: "UTC", pinned: null, late, today, undated, counts };
    },
    ofNote: async (note_id) => {
      asked.push(["of note", note_id]);
      return state.lines.filter((each) => each.note_id === note_id);
    },
    query: async (query) => {
      asked.push(["query", query]);
      if (state.refuses) throw state.refuses;
      return { items: state.lines, has_more: false, date };
    },
    setDone: (named, done) => change("done", named, { done }),
    update: (named, details) => change("update", named, details),
    addToToday: async (text) => {
      const added = todo("todo-added", { text, due: date });
      state.lines = [...state.lines, added];
      return added;
    },
  };
  return { state, todos };
}

function show(page: (server: TodoServer) => unknown, lines: TodoItem[], address = "/today") {
  installTopLayer();
  const history = createMemoryHistory();
  history.set({ value: address });
  const session: Session = { ...createSync({ overview: overview([]) }, { server }), toaster: createToaster() };
  const { state, todos } = memory(lines);
  const { container } = render(() => (
    <SessionContext.Provider value={session}>
      <MemoryRouter history={history}>
        <Route path="*" component={() => page(todos) as never} />
      </MemoryRouter>
    </SessionContext.Provider>
  ));
  return { session, state, container, history };
}

const today = (todos: TodoServer) => <TodayPage server={todos} />;
const box = (name: string) => screen.getByRole("checkbox", { name }) as HTMLInputElement;

describe("Today", () => {
  it("shows what is late, due and without a day, and how much", async () => {
    const lines = [todo("late", { due: "2026-11-18" }), todo("due", { due: date }), todo("some day")];
    show(today, lines);
    await screen.findByRole("heading", { level: 1, name: "Friday 20 November" });
    expect(screen.getByText("1 due · 1 late")).toBeTruthy();
    expect(screen.getByText("2 days late")).toBeTruthy();
    const late = screen.getByRole("region", { name: "Late" });
    expect(within(late).getByRole("checkbox", { name: "late" })).toBeTruthy();
    expect(within(late).getByRole("link", { name: "Plan" }).getAttribute("href")).toBe("/w/acme/n/plan-1#%5Elate");
    expect(document.querySelector("details")?.open).toBe(false);
  });

  it("says so when nothing is due", async () => {
    show(today, []);
    await screen.findByText("Nothing due today");
    expect(screen.getByText("0 due")).toBeTruthy();
  });

  it("keeps a ticked line where it is, and takes the tick back by Undo", async () => {
    const { session, state } = show(today, [todo("one", { due: date }), todo("two", { due: date })]);
    await waitFor(() => box("one"));
    fireEvent.click(box("one"));
    expect(box("one").checked).toBe(true);
    await waitFor(() => expect(session.toaster.toasts().map(({ text }) => text)).toEqual(["Done"]));
    expect(screen.getByText("1 due")).toBeTruthy();
    expect(screen.getAllByRole("checkbox").map((each) => each.getAttribute("aria-labelledby"))).toHaveLength(2);
    session.toaster.toasts()[0]?.undo?.();
    await waitFor(() => expect(box("one").checked).toBe(false));
    expect(state.asked).toEqual([
      ["done", "one", { done: true }],
      ["done", "one", { done: false }],
    ]);
  });

  it("takes a change back that the server refuses, and says why", async () => {
    const { state } = show(today, [todo("one", { due: date })]);
    await waitFor(() => box("one"));
    state.refuses = new SwError("SW_NOTE_FORBIDDEN");
    fireEvent.click(box("one"));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Not changed"));
    expect(box("one").checked).toBe(false);
  });

  it("ticks by Ctrl and Enter, and sets day, person and priority by D, A and P on the line", async () => {
    const { state } = show(today, [todo("one", { due: date })]);
    await waitFor(() => box("one"));
    fireEvent.keyDown(box("one"), { key: "p" });
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "High" }));
    await screen.findByRole("img", { name: "High priority" });
    fireEvent.keyDown(box("one"), { key: "d" });
    fireEvent.click(await screen.findByRole("menuitemradio", { name: /Tomorrow/ }));
    await screen.findByText("Tomorrow");
    fireEvent.keyDown(box("one"), { key: "a" });
    expect(await screen.findByRole("menuitemradio", { name: "Nobody" })).toBeTruthy();
    fireEvent.click(screen.getAllByRole("menuitemradio")[0]!);
    fireEvent.keyDown(box("one"), { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(state.asked).toHaveLength(4));
    expect(state.asked.slice(0, 2)).toEqual([
      ["update", "one", { priority: "high" }],
      ["update", "one", { due: "2026-11-21" }],
    ]);
    expect(state.asked[3]).toEqual(["done", "one", { done: true }]);
  });

  it("shows what others tick at once and in place", async () => {
    const { session, state } = show(today, [todo("one", { due: date }), todo("two", { due: date })]);
    await waitFor(() => box("one"));
    state.lines = state.lines.map((each) => (each.block_id === "one" ? { ...each, done: true } : each));
    const changed = [{ block_id: "one", done: true, changed: ["status"], assignee_id: null }];
    const event = {
      event_id: "e-1",
      type: "swp.todo_change",
      room_id: null,
      sender_id: "p-2",
      stream_position: 2,
      content: { note_id: "n-1", status: "published", todos: changed },
    };
    session.store.applyEvents([event as unknown as ReceivedEvent]);
    await waitFor(() => expect(box("one").checked).toBe(true));
    expect(screen.getAllByRole("checkbox")).toHaveLength(2);
  });

  it("narrows what is shown by chips", async () => {
    const lines = [todo("one", { due: date, priority: "high", tags: ["home"] }), todo("two", { due: date })];
    const { history } = show(today, lines);
    await waitFor(() => box("one"));
    fireEvent.click(screen.getByRole("button", { name: "Priority" }));
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "High" }));
    await waitFor(() => expect(screen.queryByRole("checkbox", { name: "two" })).toBeNull());
    expect(screen.getByRole("button", { name: "Priority, High" })).toBeTruthy();
    await waitFor(() => expect(history.get()).toBe("/today?priority=high"));
    fireEvent.click(screen.getByRole("button", { name: "Priority, High" }));
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "All" }));
    await waitFor(() => expect(history.get()).toBe("/today"));
  });

  it("keeps its filters in the address, also where nothing passes them", async () => {
    const lines = [todo("one", { due: date, tags: ["Home"] }), todo("two", { due: date })];
    show(today, lines, "/today?tag=home");
    await waitFor(() => box("one"));
    expect(screen.queryByRole("checkbox", { name: "two" })).toBeNull();
    cleanup();
    show(today, [], "/today?priority=low&tag=");
    await screen.findByText("Nothing due that passes these filters.");
    expect(screen.getByRole("button", { name: "Priority" }).dataset.on).toBe("");
  });

  it("lets a ticked line say what its note says when its words change", async () => {
    const { session, state } = show(today, [todo("one", { due: date }), todo("two", { due: date })]);
    await waitFor(() => box("one"));
    fireEvent.click(box("one"));
    await waitFor(() => expect(state.lines[0]?.done).toBe(true));
    state.lines = state.lines.map((each) =>
      each.block_id === "one" ? { ...each, text: "one, in other words" } : each,
    );
    const event = {
      event_id: "e-1",
      type: "swp.note.updated",
      room_id: null,
      sender_id: "p-2",
      stream_position: 2,
      content: { note_id: "n-1", version: 2, status: "published", changed: ["text"] },
    };
    session.store.applyEvents([event as unknown as ReceivedEvent]);
    await waitFor(() => expect(box("one, in other words").checked).toBe(true));
    expect(screen.getAllByRole("checkbox")).toHaveLength(2);
  });

  it("adds a line to today's note", async () => {
    show(today, []);
    const field = screen.getByRole("textbox", { name: "Add to today's note" });
    fireEvent.input(field, { target: { value: "call Ana" } });
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => box("call Ana"));
    expect((field as HTMLInputElement).value).toBe("");
  });
});

describe("A block of todos", () => {
  const block = (todos: TodoServer) => <TodosBlock source="status: open" workspaceId="w-1" server={todos} />;

  it("shows what it asks for, and ticks in place", async () => {
    const { state } = show(block, [todo("one"), todo("two", { can_write: false })]);
    await waitFor(() => box("one"));
    expect(state.asked).toEqual([["query", "status: open"]]);
    fireEvent.click(box("one"));
    await waitFor(() => expect(state.asked[1]).toEqual(["done", "one", { done: true }]));
    expect(box("two").disabled).toBe(true);
  });

  it("says what is wrong with what it asks", async () => {
    installTopLayer();
    const session: Session = { ...createSync({ overview: overview([]) }, { server }), toaster: createToaster() };
    const { state, todos } = memory([]);
    state.refuses = new SwError("SW_QUERY_INVALID", "Line 1: colour is no key.");
    render(() => <SessionContext.Provider value={session}>{block(todos)}</SessionContext.Provider>);
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("colour is no key"));
    expect(screen.getByText("status: open")).toBeTruthy();
  });
});
