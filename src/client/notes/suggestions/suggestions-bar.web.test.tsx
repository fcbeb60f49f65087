import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { mostOpen, type SuggestionServer } from "#/client/notes/suggestions/suggestion-server.ts";
import { createSuggestions } from "#/client/notes/suggestions/suggestions.ts";
import SuggestionsBar from "#/client/notes/suggestions/suggestions-bar.tsx";
import { SwError } from "#/domain/errors.ts";
import { maxOpenSuggestions } from "#/domain/notes/suggestions.ts";
import type { Suggestion } from "#/domain/notes/suggestions-schema.ts";

afterEach(cleanup);

const suggestion = (id: string, author_name = "Mira"): Suggestion => ({
  id,
  note_id: "n",
  author_id: author_name,
  author_name,
  asker_id: "ana",
  asker_name: "Ana",
  created_at: "2026-11-21T20:00:00.000Z",
  before: "a",
  after: "b",
  anchor: { from: "", to: "" },
  place: { from: 0, to: 1 },
  note: null,
  state: "open",
  resolved_by: null,
  resolved_at: null,
});

type Heard = { type: string; content: object };

function mount(items: Suggestion[], more: { editing?: boolean; mayDecide?: boolean; refuse?: SwError } = {}) {
  let hear: (events: Heard[]) => void = () => undefined;
  const shown = vi.fn();
  const server = {
    list: vi.fn(async () => items),
    accept: vi.fn(async (_note: string, ids: readonly string[]) => {
      if (more.refuse) throw more.refuse;
      return { version: 2, suggestions: ids.map((id) => ({ id, state: "accepted" as const })) };
    }),
    reject: vi.fn(async (_note: string, ids: readonly string[]) => ({
      version: 1,
      suggestions: ids.map((id) => ({ id, state: "outdated" as const })),
    })),
  } satisfies SuggestionServer;
  const [connection, setConnection] = createSignal({ is: "online" });
  const look = vi.fn();
  const go = vi.fn(() => true);
  render(() => {
    const suggestions = createSuggestions(
      {
        store: {
          onApplied(listener: typeof hear) {
            hear = listener;
            return () => undefined;
          },
        },
        connection,
        toaster: { show: shown },
      } as never,
      () => "n",
      server,
    );
    return (
      <>
        {suggestions.items().length > 0 && (
          <SuggestionsBar
            suggestions={suggestions}
            editing={more.editing ?? true}
            mayDecide={more.mayDecide ?? true}
            onLook={look}
            handle={() => ({ goToSuggestion: go }) as never}
          />
        )}
      </>
    );
  });
  return { server, shown, look, go, setConnection, hear: (events: Heard[]) => hear(events) };
}

const button = (name: string) => screen.queryByRole("button", { name });

test("while one reads, a line tells how many there are and of whom, and leads to them", async () => {
  const { look } = mount([suggestion("1"), suggestion("2"), suggestion("3")], { editing: false });
  expect(await screen.findByText("3 suggestions of Mira (AI)")).toBeTruthy();
  expect(button("Accept all")).toBeNull();
  fireEvent.click(button("Look at them")!);
  expect(look).toHaveBeenCalledOnce();
});

test("suggestions of several AIs are counted together", async () => {
  mount([suggestion("1"), suggestion("2", "Lin")]);
  expect(await screen.findByText("2 suggestions of AIs")).toBeTruthy();
});

test("Accept all is said to all that are open, and the line goes away at once", async () => {
  const { server } = mount([suggestion("1"), { ...suggestion("2"), state: "rejected" }, suggestion("3")]);
  await screen.findByText("2 suggestions of Mira (AI)");
  fireEvent.click(button("Accept all")!);
  await waitFor(() => expect(button("Accept all")).toBeNull());
  expect(server.accept.mock.calls).toEqual([["n", ["1", "3"]]]);
});

test("what a refusal says is told, and the suggestions stay", async () => {
  const { shown } = mount([suggestion("1")], { refuse: new SwError("SW_NOTE_FORBIDDEN", "You may not write here") });
  await screen.findByText("1 suggestion of Mira (AI)");
  fireEvent.click(button("Accept all")!);
  await waitFor(() => expect(shown).toHaveBeenCalledOnce());
  expect(button("Accept all")).not.toBeNull();
});

test("one that no longer fitted is told of", async () => {
  const { shown } = mount([suggestion("1")]);
  await screen.findByText("1 suggestion of Mira (AI)");
  fireEvent.click(button("Reject all")!);
  await waitFor(() => expect(shown).toHaveBeenCalledWith("1 suggestion no longer fitted: its words had changed"));
});

test("one who may not write sees them and goes from one to the next, and decides nothing", async () => {
  const { go } = mount([suggestion("1")], { mayDecide: false });
  await screen.findByText("1 suggestion of Mira (AI)");
  expect([button("Accept all"), button("Reject all")]).toEqual([null, null]);
  fireEvent.click(button("Next suggestion")!);
  fireEvent.click(button("Suggestion before")!);
  expect(go.mock.calls).toEqual([[1], [-1]]);
});

test("the list is read again when this note is told of, and when the connection is back", async () => {
  const { server, hear, setConnection } = mount([suggestion("1")]);
  await screen.findByText("1 suggestion of Mira (AI)");
  hear([{ type: "swp.note.suggestion", content: { note_id: "other" } }]);
  hear([{ type: "swp.note.updated", content: { note_id: "n" } }]);
  hear([{ type: "swp.note.suggestion", content: { note_id: "n", suggestion_ids: ["2"], state: "open" } }]);
  await waitFor(() => expect(server.list).toHaveBeenCalledTimes(2));
  setConnection({ is: "offline" });
  setConnection({ is: "online" });
  await waitFor(() => expect(server.list).toHaveBeenCalledTimes(3));
});

test("as many are asked for as can be open", () => {
  expect(mostOpen).toBe(maxOpenSuggestions);
});
