import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { FolderMenu } from "#/client/notes/folder-menu.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const show = (mayWrite: boolean) => {
  const again = vi.fn();
  const shown = showInSettings("/w/team/notes", () => (
    <FolderMenu workspaceId="w1" mayWrite={mayWrite} again={again} />
  ));
  return { ...shown, again };
};
const choose = () => {
  const file = new File(["zip"], "vault.zip", { type: "application/zip" });
  fireEvent.change(screen.getByLabelText("Import Markdown"), { target: { files: [file] } });
};
const answers = (status: number, body: object) =>
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(JSON.stringify(body), { status }));

test("a viewer takes notes out, and is offered no import", () => {
  show(false);
  fireEvent.click(screen.getByRole("button", { name: "Import and export" }));
  expect(screen.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual(["Export as Markdown"]);
});

test("a folder comes in: how many notes came and what was left out is said, and the list is read again", async () => {
  const fetched = answers(200, {
    data: { notes: 2, pictures: 1, skipped: [{ file: "a.svg", code: "SW_MEDIA_TYPE" }] },
  });
  const { again, session } = show(true);
  choose();
  await waitFor(() => expect(again).toHaveBeenCalled());
  expect(fetched.mock.calls[0]![0]).toBe("/v1/workspaces/w1/notes/import");
  expect(session.toaster.toasts().map(({ text }) => text)).toContain("2 notes were imported. 1 file was left out.");
});

test("what is no folder is said, and nothing is read again", async () => {
  answers(400, { error: { code: "SW_IMPORT_INVALID", message: "This is not a zip file of notes." } });
  const { again, session } = show(true);
  choose();
  await waitFor(() =>
    expect(session.toaster.toasts().map(({ text }) => text)).toContain("This is not a zip file of notes."),
  );
  expect(again).not.toHaveBeenCalled();
});
