import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { type AssistAnswer, assistServer } from "#/client/notes/assist-server.ts";
import type { NoteEditorHandle } from "#/client/notes/editor/note-editor-types.ts";
import NoteAssist from "#/client/notes/note-assist.tsx";
import { noteEntries } from "#/client/notes/note-entries.tsx";
import { noteDetails } from "#/client/notes/note-summary.testing.ts";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const answer = (more: Partial<AssistAnswer>): AssistAnswer => ({
  ...{ action: "summarise", participant_id: "mira", participant_name: "Mira", model: "demo" },
  ...{ text: null, suggestions: [], ...more },
});

function handleOf(selected?: string) {
  return {
    commentRange: () => selected && { from: 2, to: 2 + selected.length, quote: selected },
    jumpTo: vi.fn(() => true),
    insert: vi.fn(),
    replaceText: vi.fn(() => true),
    textContent: () => "Words.\n",
  } as unknown as NoteEditorHandle;
}

function show({ mayWrite = true, handle }: { mayWrite?: boolean; handle?: NoteEditorHandle } = {}) {
  vi.spyOn(assistServer, "ais").mockResolvedValue([{ id: "mira", name: "Mira" }]);
  const [onDone, onClose] = [vi.fn(), vi.fn()];
  const shown = showInSettings("/w/team/n/plan", () => (
    <NoteAssist
      note={noteDetails("plan")}
      mayWrite={mayWrite}
      handle={() => handle}
      onDone={onDone}
      onClose={onClose}
    />
  ));
  return { ...shown, onDone, onClose };
}

const choose = (name: RegExp) => fireEvent.click(screen.getByRole("radio", { name }));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

test("a rewrite of what is selected is asked for in one's own words, and waits in the note", async () => {
  const ask = vi.spyOn(assistServer, "ask");
  ask.mockResolvedValue(answer({ action: "rewrite", suggestions: [{} as never, {} as never] }));
  const { toasts, onDone, onClose } = show({ handle: handleOf("the words") });
  expect(await screen.findByText("Ask Mira (AI)")).toBeTruthy();
  expect(screen.getByText("With the passage you selected")).toBeTruthy();
  fireEvent.input(screen.getByLabelText("What to heed"), { target: { value: " shorter " } });
  press(/^Ask/);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(ask).toHaveBeenCalledWith({
    ...{ note_id: "plan", action: "rewrite", instruction: "shorter", participant_id: "mira", passage: "the words" },
  });
  expect(toasts()).toEqual(["2 suggestions in the note"]);
  expect(onDone).toHaveBeenCalled();
});

test("a summary is shown to be changed, and put behind what is selected or at the end", async () => {
  vi.spyOn(assistServer, "ask").mockResolvedValue(answer({ text: "Short." }));
  const handle = handleOf("the words");
  const { onClose } = show({ handle });
  await screen.findByText("Ask Mira (AI)");
  choose(/Summarise/);
  press(/^Ask/);
  fireEvent.input(await screen.findByLabelText("Mira (AI) proposes"), { target: { value: "Shorter." } });
  press("Insert at the cursor");
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  expect(handle.jumpTo).toHaveBeenCalledWith({ offset: 11 });
  expect(handle.insert).toHaveBeenCalledWith("Shorter.");
  press("Insert at the end");
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2));
  expect(handle.replaceText).toHaveBeenCalledWith("Words.\n\nShorter.\n");
});

test("beside a note that is read the text goes to its end, and who may not write only reads it", async () => {
  vi.spyOn(assistServer, "ask").mockResolvedValue(answer({ action: "extract_todos", text: "- [ ] Call" }));
  const append = vi.spyOn(assistServer, "append").mockResolvedValue();
  const first = show();
  await screen.findByText("Ask Mira (AI)");
  choose(/Find todos/);
  press(/^Ask/);
  await screen.findByLabelText("Mira (AI) proposes");
  expect(screen.queryByRole("button", { name: "Insert at the cursor" })).toBeNull();
  press("Insert at the end");
  await waitFor(() => expect(append).toHaveBeenCalledWith("plan", "- [ ] Call"));
  first.unmount();
  show({ mayWrite: false });
  press(/^Ask/);
  await screen.findByLabelText("Mira (AI) proposes");
  expect(screen.queryByRole("button", { name: /Insert/ })).toBeNull();
});

test("a refusal is told where it was asked, and nothing found is said", async () => {
  const ask = vi.spyOn(assistServer, "ask").mockRejectedValue(new SwError("SW_AI_BUDGET_EXCEEDED"));
  const { toasts, onClose } = show();
  await screen.findByText("Ask Mira (AI)");
  press(/^Ask/);
  expect(await screen.findByText(/token budget/)).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
  ask.mockResolvedValue(answer({ action: "rewrite" }));
  press(/^Ask/);
  await waitFor(() => expect(toasts()).toEqual(["Mira would leave it as it is"]));
});

test("it is offered only where there is AI, and not in an archived note", () => {
  const offered = (more: object, status: "published" | "archived" = "published") =>
    noteEntries({ note: noteDetails("plan", { status }), isToday: false, source: false, run: () => {}, ...more }).some(
      (entry) => typeof entry === "object" && "label" in entry && entry.label === "Ask an AI",
    );
  expect([offered({ asksAi: true }), offered({}), offered({ asksAi: true }, "archived")]).toEqual([true, false, false]);
});
