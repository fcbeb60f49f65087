import "fake-indexeddb/auto";
import type { EditorView } from "@codemirror/view";
import { cleanup, fireEvent, waitFor, within } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { relativeOf } from "#/client/notes/editor/comment-marks.ts";
import { layoutShims } from "#/client/notes/editor/testing/layout-shims.ts";
import type { MemoryServer } from "#/client/notes/editor/testing/memory-server.ts";
import { type MountedNote, mountNote, newServer, writable } from "#/client/notes/editor/testing/mount-note.tsx";
import type { ShownSuggestion } from "#/client/notes/suggestions/suggestion-place.ts";
import { textName } from "#/domain/notes/bounds.ts";

beforeAll(layoutShims);
afterEach(cleanup);

let made = 0;

/** What the server would make of it: of an insertion, `before` is the letters around it. */
function suggest(server: MemoryServer, before: string, after: string, near = ""): ShownSuggestion {
  made += 1;
  const text = server.doc.getText(textName);
  const words = text.toString();
  const from = before === "" ? words.indexOf(near) + near.length : words.indexOf(before);
  const { start, end } = relativeOf(text, { from, to: from + before.length });
  return {
    id: `s${made}`,
    author_name: "Mira",
    before,
    after,
    anchor: { from: start, to: end },
    note: "It is shorter",
  };
}

const rows = (view: EditorView) => within(view.dom).queryAllByRole("group");
const content = (view: EditorView, selector: string) =>
  [...view.dom.querySelectorAll(selector)].map(({ textContent }) => textContent);

async function open(
  server: MemoryServer,
  items: readonly ShownSuggestion[],
  decide = vi.fn(async () => true),
): Promise<{ note: MountedNote; set: (items: readonly ShownSuggestion[]) => void; decide: typeof decide }> {
  const [shown, setShown] = createSignal(items);
  const note = mountNote(server, {
    get suggestions() {
      return shown();
    },
    onDecide: decide,
  });
  await writable(note);
  return { note, set: setShown, decide };
}

test("a suggestion shows what goes and what comes, with signs in the gutter and the name of the AI", async () => {
  const shared = newServer("The quick fox\n\nEnd\n");
  const { note } = await open(shared, [suggest(shared, "quick", "slow")]);
  const view = note.view();
  await waitFor(() => expect(rows(view)).toHaveLength(1));
  expect(content(view, "del.nt-removed")).toEqual(["quick"]);
  expect(content(view, "ins.nt-added")).toEqual(["slow"]);
  expect(view.dom.querySelector(".nt-line-del.nt-line-add")?.textContent).toContain("The quick");
  expect(rows(view)[0]!.getAttribute("aria-label")).toBe("Suggestion of Mira: “slow” in place of “quick”");
  expect(rows(view)[0]!.textContent).toContain("Mira · AI");
  expect(rows(view)[0]!.textContent).toContain("It is shorter");
  expect(note.text()).toBe("The quick fox\n\nEnd\n");
});

test("lines that would come stand below those that would go, as lines of their own", async () => {
  const shared = newServer("one\ntwo\nthree\n");
  const { note } = await open(shared, [suggest(shared, "two\n", "2\nand a half\n"), suggest(shared, "", "zero\n")]);
  const view = note.view();
  await waitFor(() => expect(content(view, ".nt-added-line")).toEqual(["zero", "2", "and a half"]));
  expect(content(view, ".nt-line-del")).toEqual(["two"]);
});

test("Accept and Reject are told which, once, and what is decided goes away", async () => {
  const shared = newServer("The quick fox");
  const first = suggest(shared, "quick", "slow");
  const second = suggest(shared, "fox", "dog");
  let answer: (isDone: boolean) => void = () => undefined;
  const decide = vi.fn(
    () =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
      }),
  );
  const { note, set } = await open(shared, [first, second], decide as never);
  const view = note.view();
  await waitFor(() => expect(rows(view)).toHaveLength(2));
  const accept = within(rows(view)[0]!).getByRole("button", { name: "Accept" });
  accept.focus();
  fireEvent.click(accept);
  fireEvent.click(accept);
  expect(decide.mock.calls).toEqual([[first.id, "accept"]]);
  set([second]);
  answer(true);
  await waitFor(() => expect(rows(view)).toHaveLength(1));
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Accept"));
  fireEvent.click(within(rows(view)[0]!).getByRole("button", { name: "Reject" }));
  expect(decide).toHaveBeenLastCalledWith(second.id, "reject");
});

test("suggestions move with the text, and one whose words changed says so and can only be dismissed", async () => {
  const shared = newServer("The quick fox");
  const { note } = await open(shared, [suggest(shared, "quick", "slow")]);
  const view = note.view();
  await waitFor(() => expect(rows(view)).toHaveLength(1));
  shared.insert(0, "Once upon a time. ");
  await waitFor(() => expect(note.text()).toContain("Once"));
  expect(content(view, "del.nt-removed")).toEqual(["quick"]);
  shared.insert(note.text().indexOf("ick"), "X");
  await waitFor(() => expect(content(view, "del.nt-removed")).toEqual([]));
  expect(rows(view)[0]!.textContent).toContain("no longer fits");
  expect(within(rows(view)[0]!).queryByRole("button", { name: "Accept" })).toBeNull();
  expect(within(rows(view)[0]!).getByRole("button", { name: "Dismiss" })).toBeTruthy();
});

test("a suggestion that comes after the text moved stands where its words are now", async () => {
  const shared = newServer("The quick fox");
  const late = suggest(shared, "quick", "slow");
  shared.insert(0, "Before. ");
  const { note, set } = await open(shared, []);
  set([late]);
  await waitFor(() => expect(content(note.view(), "del.nt-removed")).toEqual(["quick"]));
});

test("a viewer sees them without buttons", async () => {
  const shared = newServer("The quick fox");
  shared.canWrite = false;
  const note = mountNote(shared, { suggestions: [suggest(shared, "quick", "slow")], canWrite: false });
  await waitFor(() => expect(rows(note.view())).toHaveLength(1));
  expect(content(note.view(), "del.nt-removed")).toEqual(["quick"]);
  expect(within(rows(note.view())[0]!).queryAllByRole("button")).toEqual([]);
});

test("F8 and Shift+F8 go from one to the next and around the ends, and Esc goes back to the text", async () => {
  const shared = newServer("The quick fox");
  const items = [suggest(shared, "quick", "slow"), suggest(shared, "fox", "dog")];
  const { note } = await open(shared, items);
  const view = note.view();
  await waitFor(() => expect(rows(view)).toHaveLength(2));
  const focused = () => document.activeElement?.closest<HTMLElement>("[data-suggestion]")?.dataset.suggestion;
  fireEvent.keyDown(view.contentDOM, { key: "F8", keyCode: 119 });
  await waitFor(() => expect(focused()).toBe(items[0]!.id));
  note.handle.goToSuggestion(1);
  await waitFor(() => expect(focused()).toBe(items[1]!.id));
  note.handle.goToSuggestion(1);
  await waitFor(() => expect(focused()).toBe(items[0]!.id));
  note.handle.goToSuggestion(-1);
  await waitFor(() => expect(focused()).toBe(items[1]!.id));
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  expect(document.activeElement).toBe(view.contentDOM);
});

test("what is drawn otherwise is shown as it is written where a suggestion speaks of it", async () => {
  const shared = newServer("| a | b |\n| - | - |\n| 1 | 2 |\n\nwith **bold** words\n\nend");
  const { note } = await open(shared, [suggest(shared, "1", "one"), suggest(shared, "words", "letters")]);
  const view = note.view();
  await waitFor(() => expect(rows(view)).toHaveLength(2));
  expect(content(view, ".nt-strip").join("\n")).toContain("| 1one | 2 |");
  expect(content(view, ".cm-line").join("\n")).toContain("with **bold** words");
});

test("frontmatter that a suggestion speaks of is shown until it is decided", async () => {
  const shared = newServer("---\ncategory: Plans\n---\nwords");
  const { note, set } = await open(shared, [suggest(shared, "Plans", "Ideas")]);
  const view = note.view();
  await waitFor(() => expect(content(view, "del.nt-removed")).toEqual(["Plans"]));
  set([]);
  await waitFor(() => expect(content(view, ".cm-line")).toEqual(["words"]));
});

test("hostile words stay words", async () => {
  const shared = newServer("The quick fox");
  const bad = "<img src=x onerror=alert(1)>";
  const { note } = await open(shared, [suggest(shared, "quick", bad)]);
  await waitFor(() => expect(content(note.view(), "ins.nt-added")).toEqual([bad]));
  expect(note.view().dom.querySelector("img[src]")).toBeNull();
});
