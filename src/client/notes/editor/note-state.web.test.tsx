import "fake-indexeddb/auto";
import { startCompletion } from "@codemirror/autocomplete";
import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import axe from "axe-core";
import { openDB } from "idb";
import { afterEach, beforeAll, expect, test } from "vitest";
import { encodeStateVector } from "yjs";
import { clearNoteCopies, noteCopyName } from "#/client/notes/editor/local-copies.ts";
import { toBase64 } from "#/client/notes/editor/note-frames.ts";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import { mountNote, newServer, writable } from "#/client/notes/editor/testing/mount-note.tsx";

beforeAll(layoutShims);
afterEach(cleanup);

const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

/** Whether what this browser keeps of a note is complete. */
async function isKnown(name: string): Promise<boolean> {
  if (!(await databases()).includes(name)) return false;
  const database = await openDB(name);
  const known: unknown = database.objectStoreNames.contains("custom") && (await database.get("custom", "known"));
  database.close();
  return known === 1;
}

test("what is too large is told with its size, can be copied, and is sent once it is smaller", async () => {
  const server = newServer("Hello");
  const ana = mountNote(server);
  await writable(ana);
  ana.handle.insert("x".repeat(1_200_000));
  server.tell({ type: "refused", code: "SW_NOTE_TOO_LARGE", bytes: 1_300_000 });
  await waitFor(() =>
    expect(ana.chips.at(-1)).toEqual({ is: "not_accepted", code: "SW_NOTE_TOO_LARGE", bytes: 1_200_005 }),
  );
  expect(ana.handle.unsavedText()).toHaveLength(1_200_000);
  ana.handle.replaceText("Hello, short");
  await waitFor(() => expect(ana.chips.at(-1)?.is).toBe("saving"), { timeout: 8_000 });
  server.save();
  await waitFor(() => expect(ana.chips.at(-1)?.is).toBe("saved"));
  expect(server.text()).toBe("Hello, short");
});

test("a viewer's words that wait are not accepted, and are sent when they may write again", async () => {
  const server = newServer("Hello");
  const ana = mountNote(server);
  await writable(ana);
  server.isDeaf = true;
  ana.handle.insert("Mine. ");
  server.setAccess(false);
  await waitFor(() => expect(ana.chips.at(-1)).toMatchObject({ is: "not_accepted", code: "SW_NOTE_FORBIDDEN" }));
  expect(ana.handle.unsavedText()).toBe("Mine.");
  expect(ana.handle.replaceText("x")).toBe(false);
  server.isDeaf = false;
  server.setAccess(true);
  await waitFor(() => expect(server.text()).toBe("HelloMine. "));
});

test("a copy that differs shows a banner; loading again takes the server's and keeps what was written here", async () => {
  const server = newServer("Hello");
  const ana = mountNote(server);
  await writable(ana);
  server.isDeaf = true;
  ana.handle.insert("Lost. ");
  const vector = toBase64(encodeStateVector(server.doc));
  server.tell({ type: "digest", state_vector: vector, digest: "other" });
  expect(screen.queryByRole("alert")).toBeNull();
  ana.tellDigest(server, "other");
  expect((await screen.findByRole("alert")).textContent).toContain("differs");
  server.isDeaf = false;
  fireEvent.click(screen.getByRole("button", { name: "Load again" }));
  await waitFor(() => expect(ana.text()).toBe("Hello"));
  expect(screen.getByText(/was loaded again/)).toBeTruthy();
  await writable(ana);
  ana.handle.insert("Again. ");
  await waitFor(() => expect(server.text()).toBe("HelloAgain. "));
});

test("a note that was opened here once can be written in while the server is away, and signing out forgets it", async () => {
  const server = newServer("Hello");
  const first = mountNote(server, { me: { id: "p-kept", display_name: "Ana" } });
  await writable(first);
  const name = noteCopyName("p-kept", server.noteId);
  await waitFor(async () => expect(await isKnown(name)).toBe(true));
  cleanup();
  server.cut();
  const again = mountNote(server, { me: { id: "p-kept", display_name: "Ana" } });
  await writable(again);
  again.handle.insert("Away. ");
  await waitFor(() => expect(again.chips.at(-1)).toMatchObject({ is: "offline", changes: 1 }), { timeout: 10_000 });
  expect(await databases()).toContain(name);
  cleanup();
  await waitFor(async () => {
    await clearNoteCopies("p-kept");
    expect(await databases()).not.toContain(name);
  });
});

test("a note that is gone says so and is not asked for again", async () => {
  const server = newServer("Hello");
  const ana = mountNote(server);
  await writable(ana);
  const before = server.clients;
  server.end(4003, "SW_NOTE_NOT_FOUND");
  await waitFor(() => expect(ana.chips.at(-1)).toEqual({ is: "gone", code: "SW_NOTE_NOT_FOUND" }));
  expect(server.clients).toBe(before);
});

test("brackets ask for notes, and what is chosen takes their place", async () => {
  const server = newServer("");
  const asked: string[] = [];
  const ana = mountNote(server, {
    complete: {
      notes: async (query) => {
        asked.push(query);
        return [{ label: "Launch plan", detail: "Projects", insert: "[[Launch plan]]" }];
      },
      people: async () => Promise.reject(new Error("away")),
      emoji: async () => [],
    },
  });
  await writable(ana);
  ana.handle.insert("[[Lau");
  startCompletion(ana.view());
  const option = await screen.findByRole("option");
  expect(asked).toContain("Lau");
  expect(option.textContent).toContain("Launch plan");
  fireEvent.mouseDown(option);
  await waitFor(() => expect(ana.text()).toBe("[[Launch plan]]"));
});

test("a comment stays with its words while others write before them", async () => {
  const server = newServer("one two three");
  const ana = mountNote(server);
  await writable(ana);
  ana.view().dispatch({ selection: { anchor: 4, head: 7 } });
  const range = ana.handle.commentRange()!;
  expect(range.quote).toBe("two");
  server.insert(0, "zero ");
  await waitFor(() => expect(ana.text()).toContain("zero"));
  ana.handle.showComments([{ id: "c1", relative: range.relative }]);
  await waitFor(() => expect(document.querySelector("[data-comment=c1]")?.textContent).toBe("two"));
  expect(ana.handle.placeOf(range.relative)).toEqual({ from: 9, to: 12 });
  expect(ana.handle.placeOf({ start: "no", end: "no" })).toBeNull();
});

test("a checkbox ticks its todo, and a viewer's does nothing", async () => {
  const server = newServer("text\n- [ ] call");
  const ana = mountNote(server);
  await writable(ana);
  fireEvent.click(await screen.findByRole("checkbox", { name: "call" }));
  await waitFor(() => expect(server.text()).toBe("text\n- [x] call"));
  server.setAccess(false);
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("checkbox").disabled).toBe(true));
});

test("nothing that axe looks for is wrong with it, with find and replace open", async () => {
  const server = newServer("# Title\n\n- [ ] call\n\n| a | b |\n| - | - |\n| 1 | 2 |\n");
  const ana = mountNote(server);
  await writable(ana);
  ana.handle.openFind();
  await screen.findByRole("search");
  const { violations } = await axe.run(document.body, {
    rules: { region: { enabled: false }, "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
