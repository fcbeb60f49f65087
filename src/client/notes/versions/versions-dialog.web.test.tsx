import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";
import { pairsOf } from "#/client/notes/versions/diff-view.tsx";
import type { VersionServer, VersionsDialogProps } from "#/client/notes/versions/version-types.ts";
import VersionsDialog from "#/client/notes/versions/versions-dialog.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";
import { diffTexts } from "#/domain/notes/versions-diff.ts";
import type { NoteVersion } from "#/domain/notes/versions-schema.ts";

afterEach(cleanup);

const noteId = "0199aaaa-0000-7000-8000-00000000000a";
const texts: Record<string, string> = {
  v1: "We launch in May.\n",
  v2: "We launch in June.\nBen does the press.\n",
  v3: "We launch in June.\n",
};
function version(id: string, more: Partial<NoteVersion> = {}): NoteVersion {
  return {
    id,
    note_id: noteId,
    version: Number(id.slice(1)),
    title: "Launch",
    name: null,
    reason: "pause",
    authors: [{ participant_id: "ana", display_name: "Ana" }],
    size: 20,
    created_at: "2026-03-02T09:30:00.000Z",
    ...more,
  };
}

/** A note that says what v3 says now, with two versions before. */
function serverOf(now = "v3") {
  const held = [
    version("v2", {
      reason: "author",
      authors: ["Ana", "Bram", "Cleo", "Dora"].map((display_name) => ({ participant_id: display_name, display_name })),
    }),
    version("v1", { reason: "created", created_at: "2026-03-01T09:30:00.000Z" }),
  ];
  let current = now;
  return {
    list: vi.fn(async () => ({ items: [...held], has_more: false })),
    diff: vi.fn(async (_: string, from: string, to?: string) => ({
      from: version(from),
      to: to ? version(to) : null,
      titles: { from: "Launch", to: "Launch" },
      ...diffTexts(texts[from]!, texts[to ?? current]!),
    })),
    nameNow: vi.fn(async (_: string, name: string) => {
      held.unshift(version("v4", { name, reason: "named" }));
      return held[0]!;
    }),
    rename: vi.fn(async (_: string, id: string, name: string | null) => version(id, { name })),
    restore: vi.fn(async (_: string, id: string) => {
      const kept = version(current, { reason: "restore" });
      if (!held.some((each) => each.id === kept.id)) held.unshift(kept);
      current = id;
      return { note_id: noteId, version: 9, kept };
    }),
  } satisfies VersionServer;
}

function show(more: Partial<VersionsDialogProps> = {}) {
  const server = serverOf();
  const onRestored = vi.fn();
  const shown = showInSettings("/n", () => (
    <VersionsDialog
      noteId={noteId}
      server={server}
      canWrite
      onRestored={onRestored}
      onClose={() => undefined}
      {...more}
    />
  ));
  return { ...shown, server, onRestored };
}
const changes = () => [...document.querySelectorAll("del, ins")].map((each) => `${each.tagName} ${each.textContent}`);

test("versions stand by day, with who wrote and why they were kept, and what changed since", async () => {
  const { container } = show();
  await screen.findByText("Ben does the press.");
  const list = screen.getByRole("navigation", { name: "Versions of this note" });
  expect(within(list).getAllByRole("heading")).toHaveLength(2);
  const [newest, first] = within(list).getAllByRole("button");
  expect(newest!.getAttribute("aria-current")).toBe("true");
  expect(newest!.textContent).toMatch(/^Until \d\d:\d\d/);
  expect(newest!.textContent).toContain("Ana, Bram and 2 more");
  expect(newest!.textContent).toContain("Before someone else wrote");
  expect(first!.textContent).toContain("First version");
  expect(screen.getByText("0 lines added, 1 removed")).toBeDefined();

  fireEvent.click(first!);
  await waitFor(() => expect(changes()).toEqual(["DEL May", "INS June"]));
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("a version is compared with the one before, under each other or side by side", async () => {
  const { server } = show();
  await screen.findByText("Ben does the press.");
  fireEvent.click(screen.getByLabelText("Changes in this version"));
  await waitFor(() => expect(server.diff).toHaveBeenLastCalledWith(noteId, "v1", "v2"));
  await screen.findByText("2 lines added, 1 removed");
  expect(document.querySelector("table")).toBeNull();
  fireEvent.click(screen.getByLabelText("Side by side"));
  const rows = [...document.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ["−Removed: We launch in May.", "+Added: We launch in June."],
    ["", "+Added: Ben does the press."],
  ]);
  fireEvent.click(within(screen.getByRole("navigation")).getAllByRole("button")[1]!);
  await screen.findByText("Nothing earlier was kept.");
});

test("restoring asks nothing, says so, and is taken back by a press", async () => {
  const { server, session, toasts, onRestored } = show();
  await screen.findByText("Ben does the press.");
  fireEvent.click(screen.getByRole("button", { name: /^Restore this version/ }));
  await waitFor(() => expect(toasts()).toEqual(["The note says what it said then"]));
  expect(onRestored).toHaveBeenCalledTimes(1);
  await screen.findByText("The text is the same.");
  session.toaster.toasts()[0]!.undo!();
  await waitFor(() => expect(server.restore).toHaveBeenLastCalledWith(noteId, "v3"));
  await waitFor(() => expect(onRestored).toHaveBeenCalledTimes(2));
});

test("a refusal is told in the dialog", async () => {
  const { server } = show();
  await screen.findByText("Ben does the press.");
  server.restore.mockRejectedValueOnce(new SwError("SW_NOTE_ARCHIVED"));
  fireEvent.click(screen.getByRole("button", { name: /^Restore this version/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("archived");
});

test("the present and a version get names, and a name is taken away", async () => {
  const { server } = show();
  await screen.findByText("Ben does the press.");
  fireEvent.input(screen.getByLabelText("Name the note as it is now"), { target: { value: " Sent " } });
  fireEvent.click(screen.getByRole("button", { name: "Keep as a version" }));
  await waitFor(() => expect(server.nameNow).toHaveBeenCalledWith(noteId, "Sent"));
  const list = screen.getByRole("navigation");
  await waitFor(() => expect(within(list).getAllByRole("button")[0]!.textContent).toContain("Sent"));

  await waitFor(() => expect(screen.queryByRole("button", { name: "Keep as a version" })).toBeNull());

  fireEvent.click(within(list).getAllByRole("button")[2]!);
  fireEvent.input(screen.getByLabelText("Name of this version"), { target: { value: "Opening" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(within(list).getAllByRole("button")[2]!.textContent).toContain("Opening"));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Save" })).toBeNull());
  fireEvent.input(screen.getByLabelText("Name of this version"), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(server.rename).toHaveBeenLastCalledWith(noteId, "v1", null));
});

test("who only reads looks at versions and changes none", async () => {
  show({ canWrite: false });
  await screen.findByText("Ben does the press.");
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.queryByRole("button", { name: /^Restore this version/ })).toBeNull();
});

test("lines beside each other: what went beside what came in its place", () => {
  const { hunks } = diffTexts("a\nb\nc\nd\n", "a\nx\nd\ne\n");
  const shown = pairsOf(hunks[0]!.lines).map((pair) =>
    pair.map((line) => line?.parts.map(({ text }) => text).join("")),
  );
  expect(shown).toEqual([
    ["a", "a"],
    ["b", "x"],
    ["c", undefined],
    ["d", "d"],
    [undefined, "e"],
  ]);
});
