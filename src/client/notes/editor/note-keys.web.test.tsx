import "fake-indexeddb/auto";
import { completionStatus, currentCompletions } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { cleanup, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test } from "vitest";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import { mountNote, newServer, writable } from "#/client/notes/editor/testing/mount-note.tsx";

beforeAll(layoutShims);
afterEach(cleanup);

/** Whether the editor took the key. */
function press(view: EditorView, key: string, more: KeyboardEventInit = {}): boolean {
  const keyCode = { Escape: 27, Tab: 9, Enter: 13 }[key] ?? 0;
  const event = new KeyboardEvent("keydown", { key, keyCode, bubbles: true, cancelable: true, ...more });
  view.contentDOM.dispatchEvent(event);
  return event.defaultPrevented;
}

const type = (view: EditorView, words: string, at = view.state.selection.main.head) =>
  view.dispatch({
    changes: { from: at, insert: words },
    selection: { anchor: at + words.length },
    userEvent: "input.type",
  });

test("Tab walks through a table, and one undo takes back what the walk changed", async () => {
  const shared = newServer("| a | b |\n|-|-|\n| 1 | 2 |");
  const ana = mountNote(shared);
  await writable(ana);
  const view = ana.view();
  view.focus();
  type(view, "Name", 2);
  expect(press(view, "Tab")).toBe(true);
  await waitFor(() => expect(shared.text()).toBe("| Namea | b   |\n| ----- | --- |\n| 1     | 2   |"));
  ana.handle.undo();
  expect(ana.text()).toBe("| Namea | b |\n|-|-|\n| 1 | 2 |");
});

test("Tab is let through where there is neither a table nor a list, and behind Esc everywhere", async () => {
  const shared = newServer("words\n\n| a | b |\n|-|-|\n");
  const ana = mountNote(shared);
  await writable(ana);
  const view = ana.view();
  view.dispatch({ selection: { anchor: 2 } });
  expect(press(view, "Tab")).toBe(false);
  view.dispatch({ selection: { anchor: 9 } });
  expect(press(view, "Tab")).toBe(true);
  press(view, "Escape");
  expect(press(view, "Tab")).toBe(false);
});

test("Esc right behind typing is not taken while no list is shown", async () => {
  const ana = mountNote(newServer(""));
  await writable(ana);
  const view = ana.view();
  type(view, "a @an");
  expect(completionStatus(view.state)).toBe("pending");
  expect(press(view, "Escape")).toBe(false);
  expect(completionStatus(view.state)).toBeNull();
});

test("Esc closes a list that is shown, and nothing else", async () => {
  const ana = mountNote(newServer(""), {
    complete: {
      notes: async () => [],
      people: async () => [{ label: "Ana", insert: "@ana" }],
      emoji: async () => [],
    },
  });
  await writable(ana);
  const view = ana.view();
  type(view, "a @an");
  await waitFor(() => expect(currentCompletions(view.state)).toHaveLength(1));
  expect(press(view, "Escape")).toBe(true);
  expect(press(view, "Escape")).toBe(false);
});

test("what is put in goes to the end, and later to where the caret was", async () => {
  const ana = mountNote(newServer("one two"));
  await writable(ana);
  ana.handle.focus();
  ana.handle.insert(" three");
  expect(ana.text()).toBe("one two three");
  ana.view().dispatch({ selection: { anchor: 3 } });
  ana.view().contentDOM.blur();
  ana.handle.insert(",");
  expect(ana.text()).toBe("one, two three");
});
