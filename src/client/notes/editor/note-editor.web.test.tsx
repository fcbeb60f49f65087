import "fake-indexeddb/auto";
import { cleanup, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test } from "vitest";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import {
  type MountedNote,
  mountNote as mount,
  newServer as server,
  writable,
} from "#/client/notes/editor/testing/mount-note.tsx";

beforeAll(layoutShims);
afterEach(cleanup);

const lastChip = (note: MountedNote) => note.chips.at(-1)?.is;

test("two people write in one note, and both have every word", async () => {
  const shared = server("Hello\n");
  const [ana, bram] = [mount(shared), mount(shared)];
  await Promise.all([writable(ana), writable(bram)]);
  ana.handle.insert("First. ");
  bram.handle.insert("Second. ");
  await waitFor(() => expect(ana.text()).toBe(bram.text()));
  expect(ana.text()).toContain("First.");
  expect(ana.text()).toContain("Second.");
  expect(shared.text()).toBe(ana.text());
});

test("the field is a textbox with the name of the note, and says when it cannot be written in", async () => {
  const shared = server("Hello");
  shared.canWrite = false;
  const ana = mount(shared);
  await waitFor(() => expect(lastChip(ana)).toBe("read_only"));
  const field = ana.view().contentDOM;
  expect(field.getAttribute("role")).toBe("textbox");
  expect(field.getAttribute("aria-label")).toBe("Launch plan");
  expect(field.getAttribute("aria-readonly")).toBe("true");
  shared.setAccess(true);
  await writable(ana);
  expect(field.getAttribute("aria-readonly")).toBe("false");
});

test("what was written is saving until the server says that the database has it", async () => {
  const shared = server("Hello");
  const ana = mount(shared);
  await writable(ana);
  ana.handle.insert("More ");
  await waitFor(() => expect(lastChip(ana)).toBe("saving"));
  shared.save();
  await waitFor(() => expect(lastChip(ana)).toBe("saved"));
});

test("undo takes back one's own words and leaves those of others", async () => {
  const shared = server("");
  const [ana, bram] = [mount(shared), mount(shared)];
  await Promise.all([writable(ana), writable(bram)]);
  ana.handle.insert("mine ");
  await waitFor(() => expect(bram.text()).toContain("mine"));
  bram.handle.insert("theirs ");
  await waitFor(() => expect(ana.text()).toContain("theirs"));
  ana.handle.undo();
  await waitFor(() => expect(bram.text().trim()).toBe("theirs"));
});

test("an id that comes from the server leaves the caret where it is, and typing goes before it", async () => {
  const shared = server("- [ ] call");
  const ana = mount(shared);
  await writable(ana);
  const view = ana.view();
  view.dispatch({ selection: { anchor: 10 } });
  shared.insert(10, " ^todo-ab12c");
  await waitFor(() => expect(ana.text()).toBe("- [ ] call ^todo-ab12c"));
  expect(view.state.selection.main.head).toBe(10);
  view.dispatch({ changes: { from: 10, insert: " Ana" }, selection: { anchor: 14 }, userEvent: "input.type" });
  expect(ana.text()).toBe("- [ ] call Ana ^todo-ab12c");
});

test("what is written offline is counted, and merges on return", async () => {
  const shared = server("Hello");
  const ana = mount(shared);
  await writable(ana);
  shared.cut();
  ana.handle.insert("Offline words. ");
  await waitFor(() => expect(ana.chips.at(-1)).toMatchObject({ is: "offline", changes: 1, kept: true }), {
    timeout: 8_000,
  });
  shared.insert(5, " world");
  shared.join();
  await waitFor(() => expect(shared.text()).toContain("Offline words."), { timeout: 20_000 });
  await waitFor(() => expect(ana.text()).toBe(shared.text()));
  expect(ana.text()).toContain("world");
});
