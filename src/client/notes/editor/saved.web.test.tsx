import "fake-indexeddb/auto";
import { cleanup, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test } from "vitest";
import { encodeStateVector } from "yjs";
import { toBase64 } from "#/client/notes/editor/note-frames.ts";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import { mountNote, newServer, writable } from "#/client/notes/editor/testing/mount-note.tsx";

beforeAll(layoutShims);
afterEach(cleanup);

test("what was only deleted is called saved when it is, and not with what went before it", async () => {
  const server = newServer("Hello there");
  const ana = mountNote(server);
  await writable(ana);
  await waitFor(() => expect(ana.chips.at(-1)?.is).toBe("saved"));
  // A save that was taken before the deletion came: its vector is the same.
  const state_vector = toBase64(encodeStateVector(server.doc));
  ana.handle.replaceText("Hello");
  await waitFor(() => expect(server.text()).toBe("Hello"));
  expect(toBase64(encodeStateVector(server.doc))).toBe(state_vector);
  server.tell({ type: "saved", state_vector, updates: 1 });
  expect(ana.chips.at(-1)?.is).toBe("saving");
  server.save();
  await waitFor(() => expect(ana.chips.at(-1)?.is).toBe("saved"));
});

test("what was only deleted while the server was away waits until it is there again", async () => {
  const server = newServer("Hello there");
  const ana = mountNote(server);
  await writable(ana);
  const state_vector = toBase64(encodeStateVector(server.doc));
  server.cut();
  ana.handle.replaceText("Hello");
  server.isCut = false;
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(server.clients).toBe(2));
  server.tell({ type: "saved", state_vector, updates: 0 });
  expect(ana.chips.at(-1)?.is).not.toBe("saved");
  await waitFor(() => expect(server.text()).toBe("Hello"));
  server.save();
  await waitFor(() => expect(ana.chips.at(-1)?.is).toBe("saved"));
});
