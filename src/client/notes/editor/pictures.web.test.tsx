import "fake-indexeddb/auto";
import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import { mountNote, newServer, writable } from "#/client/notes/editor/testing/mount-note.tsx";
import { pickedTypes } from "#/client/notes/editor/uploads.ts";
import { SwError } from "#/domain/errors.ts";
import { pictureTypes } from "#/domain/media/schema.ts";

beforeAll(layoutShims);
afterEach(cleanup);

const photo = () => new File(["x"], "photo.jpg", { type: "image/jpeg" });

function pick(files: File[]): void {
  const field = screen.getByLabelText<HTMLInputElement>("Pictures to add");
  Object.defineProperty(field, "files", { value: files, configurable: true });
  fireEvent.change(field);
}

test("the toolbar's button opens the choice of a picture, which goes where the caret was", async () => {
  let arrive: (it: { markdown: string }) => void = () => undefined;
  const upload = vi.fn(
    () =>
      new Promise<{ markdown: string }>((resolve) => {
        arrive = resolve;
      }),
  );
  const ana = mountNote(newServer("one two"), { upload });
  await writable(ana);
  const view = ana.view();
  view.focus();
  view.dispatch({ selection: { anchor: 4 } });
  const opened = vi.spyOn(screen.getByLabelText<HTMLInputElement>("Pictures to add"), "click");
  fireEvent.click(await screen.findByRole("button", { name: "Add a picture" }));
  expect(opened).toHaveBeenCalledOnce();
  view.contentDOM.blur();
  pick([photo()]);
  expect(await screen.findByText("Uploading photo.jpg")).toBeTruthy();
  arrive({ markdown: "![photo](/v1/media/1)" });
  await waitFor(() => expect(ana.text()).toBe("one ![photo](/v1/media/1)two"));
  expect(screen.queryByText("Uploading photo.jpg")).toBeNull();
});

test("a picture that is refused leaves nothing in the text and says why", async () => {
  const upload = async () => {
    throw new SwError("SW_CONTENT_TOO_LARGE", "Pictures can have at most 10 MB");
  };
  const ana = mountNote(newServer("one"), { upload });
  await writable(ana);
  pick([photo()]);
  expect((await screen.findByRole("alert")).textContent).toContain(
    "photo.jpg could not be uploaded: Pictures can have at most 10 MB",
  );
  expect(ana.text()).toBe("one");
});

test("where nothing can be uploaded there is no button", async () => {
  const ana = mountNote(newServer("one"));
  await writable(ana);
  ana.view().focus();
  await screen.findByRole("button", { name: "Bold" });
  expect(screen.queryByRole("button", { name: "Add a picture" })).toBeNull();
});

test("what can be picked is what the server takes", () => {
  expect(pickedTypes.split(",")).toEqual([...pictureTypes]);
});
