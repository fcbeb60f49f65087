import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { type NoteVerb, noteEntries } from "#/client/notes/note-entries.tsx";
import { noteServer } from "#/client/notes/note-server.ts";
import { noteDetails, noteSummary } from "#/client/notes/note-summary.testing.ts";
import { NoteTitle } from "#/client/notes/note-title.tsx";
import { filterOf, type NotesFilter } from "#/client/notes/notes-filter.ts";
import { NotesPage } from "#/client/notes/notes-page.tsx";
import { workspace } from "#/client/rooms/overview.testing.ts";
import { LayersProvider } from "#/client/shell/layers.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function showList(items: readonly NoteSummary[], search: Record<string, string> = {}, role: WorkspaceRole = "owner") {
  const [filter, setFilter] = createSignal(filterOf(search));
  const again = vi.fn();
  const team = workspace("team", { role });
  const shown = showInSettings("/w/team/notes", () => (
    <LayersProvider>
      <NotesPage
        workspace={team}
        notes={{ ok: true, value: { items, has_more: false } }}
        facets={{ categories: ["Plans"], tags: ["q3"] }}
        filter={filter()}
        onFilter={(change: Partial<NotesFilter>) => setFilter({ ...filter(), ...change })}
        again={again}
      />
    </LayersProvider>
  ));
  shown.session.store.change((draft) => {
    draft.workspaces.team = team;
  });
  return { ...shown, filter, again };
}

test("an empty workspace says how to begin, and a filter that finds nothing says that", () => {
  const { filter } = showList([]);
  expect(screen.getByText("Write the first note")).toBeTruthy();
  expect(screen.getByRole("button", { name: "New note" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Pinned" }));
  expect(filter().pinned).toBe(true);
  expect(screen.getByText("No notes match")).toBeTruthy();
});

test("a viewer is offered no new note, and nothing to do with the notes of others", () => {
  showList([noteSummary("plan", { owner_id: "bram" })], {}, "viewer");
  expect(screen.queryByRole("button", { name: "New note" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^More about/ })).toBeNull();
});

test("a note of the list says what it is, where it is sorted and that it is a draft", () => {
  showList([noteSummary("plan", { category: "Plans", tags: ["q3"], pinned: true, status: "draft" })]);
  const link = screen.getByRole("link", { name: /plan/ });
  expect(link.getAttribute("href")).toMatch(/^\/w\/team\/n\/plan/);
  for (const words of ["Pinned", "Draft", "about plan", "Plans", "#q3"]) expect(link.textContent).toContain(words);
});

test("what waits without a category is sorted from the list", async () => {
  const set = vi.spyOn(noteServer, "setProperties").mockResolvedValue(noteDetails("plan"));
  const { again } = showList([noteSummary("plan")], { view: "inbox" });
  fireEvent.click(screen.getByRole("button", { name: "Category" }));
  fireEvent.click(screen.getByRole("menuitem", { name: "Plans" }));
  await waitFor(() => expect(again).toHaveBeenCalled());
  expect(set).toHaveBeenCalledWith("plan", { category: "Plans" });
});

test("an archived note is brought back, and a refusal is told", async () => {
  const restore = vi.spyOn(noteServer, "restore").mockRejectedValueOnce(new SwError("SW_NOTE_FORBIDDEN"));
  restore.mockResolvedValueOnce(null);
  const archived = noteSummary("plan", { status: "archived", archived_at: "2026-11-20T10:00:00.000Z" });
  const { again, toasts } = showList([archived], { view: "archive" });
  fireEvent.click(screen.getByRole("button", { name: "Restore" }));
  await waitFor(() => expect(toasts()).toHaveLength(1));
  expect(again).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Restore" }));
  await waitFor(() => expect(again).toHaveBeenCalled());
});

const labels = (more: Parameters<typeof noteDetails>[1]) => {
  const done: NoteVerb[] = [];
  const entries = noteEntries({
    note: noteDetails("plan", more),
    isToday: false,
    source: false,
    run: (verb) => void done.push(verb),
  });
  return entries.flatMap((entry) => (typeof entry === "object" && "label" in entry ? [entry.label] : []));
};

test("a reader's menu has what readers do, and an archived note's what brings it back or ends it", () => {
  const reader = labels({ can_write: false, can_manage: false });
  expect(reader).toEqual(["Comments", "Versions", "Copy as Markdown", "Download as Markdown", "Print"]);
  expect(labels({ status: "archived", can_write: false })).toEqual([...reader, "Restore", "Delete for good"]);
  expect(labels({})).toEqual(expect.arrayContaining(["Rename", "Pin as Today's note", "Archive"]));
  expect(labels({})).not.toContain("Delete for good");
  expect(labels({ status: "draft" })).toContain("Publish");
  expect(labels({ status: "draft" })).not.toContain("Pin as Today's note");
});

test("a title is renamed in its place; Escape keeps it, a refusal is told where it was asked", async () => {
  const rename = vi.fn<(title: string) => Promise<void>>().mockRejectedValueOnce(new SwError("SW_NOTE_FORBIDDEN"));
  const [renaming, setRenaming] = createSignal(false);
  showInSettings("/", () => (
    <NoteTitle title="Plan" mayRename renaming={renaming()} onRenaming={setRenaming} onRename={rename} />
  ));
  const field = () => screen.getByRole("textbox", { name: "Title" });
  fireEvent.click(screen.getByRole("button", { name: "Plan" }));
  fireEvent.input(field(), { target: { value: "Another" } });
  fireEvent.keyDown(field(), { key: "Escape" });
  expect(rename).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Plan" }));
  fireEvent.input(field(), { target: { value: " Launch plan " } });
  fireEvent.keyDown(field(), { key: "Enter" });
  await waitFor(() => expect(screen.getByRole("alert")).toBeTruthy());
  expect(rename).toHaveBeenCalledWith("Launch plan");
  rename.mockResolvedValueOnce();
  fireEvent.keyDown(field(), { key: "Enter" });
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
});
