import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import axe from "axe-core";
import { createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommentServer, CommentsPanelProps } from "#/client/notes/comments/comment-types.ts";
import CommentsPanel from "#/client/notes/comments/comments-panel.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";
import type { NoteComment } from "#/domain/notes/comments-schema.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(cleanup);

const noteId = "0199aaaa-0000-7000-8000-00000000000a";

function comment(id: string, more: Partial<NoteComment> = {}): NoteComment {
  return {
    id,
    note_id: noteId,
    root_id: null,
    author_id: "bram",
    author_name: "Bram",
    body: `Words of ${id}`,
    anchor: { kind: "note" },
    place: null,
    mentions: [],
    created_at: "2026-11-20T12:00:00.000Z",
    edited_at: null,
    resolved_at: null,
    resolved_by: null,
    removed: false,
    unread: false,
    ...more,
  };
}
const range = (quote: string) => ({ kind: "range", start: "AA", end: "AA", quote }) as const;

/** What the server holds, as far as the panel asks. */
function serverOf(held: NoteComment[]) {
  let comments = held;
  const change = (id: string, more: Partial<NoteComment>) => {
    comments = comments.map((each) => (each.id === id ? { ...each, ...more } : each));
    return comments.find((each) => each.id === id)!;
  };
  return {
    list: vi.fn(async () => comments),
    post: vi.fn(async (_: string, { body, replyTo, anchor }) => {
      const on = anchor?.kind === "range" ? { anchor: range(anchor.quote ?? ""), place: { from: 0, to: 1 } } : {};
      const made = comment(`new${comments.length}`, {
        body, root_id: replyTo ?? null, author_id: "ana", author_name: "Ana", ...on,
      }); // biome-ignore format: one comment
      comments = [...comments, made];
      return made;
    }),
    edit: vi.fn(async (_: string, id: string, body: string) => change(id, { body })),
    settle: vi.fn(async (_: string, id: string, isResolved: boolean) =>
      change(id, { resolved_at: isResolved ? "2026-11-21T12:00:00.000Z" : null }),
    ),
    remove: vi.fn(async (_: string, id: string) => {
      comments = comments.filter((each) => each.id !== id);
    }),
    markRead: vi.fn(async () => undefined),
    members: vi.fn(async () => ["ana", "bram"]),
  } satisfies CommentServer;
}

function show(held: NoteComment[], more: Partial<CommentsPanelProps> = {}) {
  const server = serverOf(held);
  const onClose = vi.fn();
  const shown = showInSettings("/n", () => (
    <CommentsPanel noteId={noteId} server={server} onClose={onClose} {...more} />
  ));
  return { ...shown, server, onClose };
}
const threads = async () => {
  await waitFor(() => expect(screen.queryAllByRole("article").length).toBeGreaterThan(0));
  return screen.getAllByRole("article");
};
const write = (label: string, words: string) => {
  const field = screen.getByLabelText<HTMLTextAreaElement>(label);
  fireEvent.input(field, { target: { value: words } });
  field.setSelectionRange(words.length, words.length);
  return field;
};

test("threads stand in the order of the text, with their words and answers; those of text that is gone come last", async () => {
  const onJump = vi.fn();
  const held = [
    comment("gone", { anchor: range("We launch in May."), created_at: "2026-11-18T12:00:00.000Z" }),
    comment("second", { anchor: range("the end"), place: { from: 90, to: 97 } }),
    comment("first", { anchor: range("the beginning"), place: { from: 2, to: 15 } }),
    comment("whole"),
    comment("answer", { root_id: "first", author_name: "Cleo" }),
  ];
  const { container } = show(held, { onJump });
  const all = await threads();
  expect(all.map((each) => /Words of (whole|first|second|gone)/.exec(each.textContent ?? "")?.[1])).toEqual([
    "whole",
    "first",
    "second",
    "gone",
  ]);
  expect(all[1]!.textContent).toContain("Words of answer");
  expect(all[3]!.textContent).toContain("We launch in May.");
  expect(all[3]!.textContent).toContain("This text is no longer in the note");
  expect(within(all[3]!).queryByRole("button", { name: "We launch in May." })).toBeNull();
  fireEvent.click(within(all[1]!).getByRole("button", { name: "the beginning" }));
  expect(onJump.mock.calls[0]![0]).toMatchObject({ id: "first", place: { from: 2, to: 15 }, resolved: false });
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("a comment goes on the words that are selected, or on the whole note when one takes them away", async () => {
  const selection = () => ({ anchor: range("the beginning"), quote: "the beginning" });
  const { server } = show([], { selection });
  fireEvent.focusIn(await screen.findByLabelText("Comment on this note"));
  const field = write("Comment on these words", "Is this right?");
  fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(server.post).toHaveBeenCalledTimes(1));
  expect(server.post.mock.calls[0]![1]).toMatchObject({ body: "Is this right?", anchor: range("the beginning") });
  expect((await threads())[0]!.textContent).toContain("Is this right?");
  await waitFor(() => expect(field.value).toBe(""));

  fireEvent.focusIn(field);
  fireEvent.click(screen.getByRole("button", { name: "Comment on the whole note" }));
  write("Comment on this note", "All of it");
  fireEvent.click(screen.getByRole("button", { name: /^Comment( ⌘|$)/ }));
  await waitFor(() => expect(server.post).toHaveBeenCalledTimes(2));
  expect(server.post.mock.calls[1]![1].anchor).toBeUndefined();
});

test("a refusal is told where one wrote, what was written stays, and the same words sent again are the same comment", async () => {
  const { server } = show([]);
  await screen.findByText("No comments yet");
  server.post.mockRejectedValueOnce(new SwError("SW_RATE_LIMIT_EXCEEDED"));
  const field = write("Comment on this note", "Hello");
  fireEvent.keyDown(field, { key: "Enter", metaKey: true });
  expect((await screen.findByRole("alert")).textContent).not.toBe("");
  expect(field.value).toBe("Hello");
  fireEvent.keyDown(field, { key: "Enter", metaKey: true });
  await threads();
  const [first, second] = server.post.mock.calls.map(([, words]) => words.eventUuid);
  expect(first).toBe(second);
});

test("one answers, settles and opens again; a settled thread stays and says so", async () => {
  const { server } = show([comment("one")], { canWrite: true });
  const [thread] = await threads();
  fireEvent.click(within(thread!).getByRole("button", { name: "Reply" }));
  const field = write("Reply to Bram", "Agreed");
  fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(server.post.mock.calls[0]![1]).toMatchObject({ body: "Agreed", replyTo: "one" }));
  await screen.findByText("Agreed");
  fireEvent.click(screen.getByRole("button", { name: /^Resolve/ }));
  await screen.findByText("Resolved");
  expect(screen.getByText("Words of one")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: /^Reopen/ }));
  await waitFor(() => expect(screen.queryByText("Resolved")).toBeNull());
  expect(server.settle.mock.calls.map(([, , isResolved]) => isResolved)).toEqual([true, false]);
});

test("one edits and removes one's own alone, unless one edits the note; an archived note takes nothing", async () => {
  const held = [comment("mine", { author_id: "ana", author_name: "Ana" }), comment("theirs")];
  const { server, unmount } = show(held);
  const [mine, theirs] = await threads();
  const verbs = (of: HTMLElement) =>
    within(of)
      .queryAllByRole("button")
      .map((each) => each.getAttribute("aria-label") ?? each.textContent);
  expect(verbs(theirs!)).toEqual(["Reply"]);
  expect(verbs(mine!)).toEqual(["Edit the comment", "Remove the comment", "Reply", "Resolve"]);
  fireEvent.click(within(mine!).getByRole("button", { name: "Edit the comment" }));
  const field = write("Edit the comment", "Better words");
  fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
  await screen.findByText("Better words");
  fireEvent.click(screen.getByRole("button", { name: "Remove the comment" }));
  await waitFor(() => expect(screen.queryByText("Better words")).toBeNull());
  expect(server.remove.mock.calls[0]![1]).toBe("mine");
  unmount();

  show(held, { canWrite: true });
  expect(verbs((await threads())[1]!)).toEqual(["Remove the comment", "Reply", "Resolve"]);
  cleanup();
  show(held, { canWrite: true, canComment: false });
  await threads();
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.queryByRole("button", { name: "Reply" })).toBeNull();
});

test("what is new is marked, told as read at once, and stays marked until the panel is closed", async () => {
  const { server, session } = show([
    comment("old"),
    comment("new", { unread: true, created_at: "2026-11-21T12:00:00.000Z" }),
  ]);
  const [, fresh] = await threads();
  expect(within(fresh!).getByText("New")).toBeDefined();
  expect(server.markRead).toHaveBeenCalledExactlyOnceWith(noteId, "new");
  fireEvent.click(within(fresh!).getByRole("button", { name: "Reply" }));
  const field = write("Reply to Bram", "Half a");
  server.list.mockResolvedValue([comment("old"), comment("new"), comment("third")]);
  session.store.applyEvents([
    {
      id: "0199aaaa-0000-7000-8000-0000000000e1",
      type: "swp.note.comment",
      room_id: null,
      workspace_id: null,
      sender_id: "bram",
      content: {
        note_id: noteId,
        comment_id: "third",
        root_id: null,
        change: "added",
        status: "published",
        mentions: [],
      },
      stream_position: 5_000,
      created_at: new Date().toISOString(),
      forgotten: false,
    } as unknown as ReceivedEvent,
  ]);
  await screen.findByText("Words of third");
  expect(screen.getAllByText("New")).toHaveLength(1);
  expect(field.isConnected).toBe(true);
  expect(screen.getByLabelText<HTMLTextAreaElement>("Reply to Bram").value).toBe("Half a");
});

test("@ offers those who may see the note, by arrow and Enter", async () => {
  show([], { workspaceId: "w" });
  const field = (await screen.findByLabelText("Comment on this note")) as HTMLTextAreaElement;
  write("Comment on this note", "Ask @");
  fireEvent.input(field, { target: { value: "Ask @b" } });
  await waitFor(() => expect(screen.getByRole("listbox")).toBeDefined());
  const offered = screen.getAllByRole("option");
  expect(offered).toHaveLength(1);
  fireEvent.keyDown(field, { key: "Enter" });
  expect(field.value).toMatch(/^Ask @bram\s$/);
});

test("another note's comments are read when the panel turns to it", async () => {
  const [id, setId] = createSignal(noteId);
  const server = serverOf([comment("one")]);
  showInSettings("/n", () => <CommentsPanel noteId={id()} server={server} onClose={() => undefined} />);
  await threads();
  server.list.mockResolvedValue([]);
  setId("0199aaaa-0000-7000-8000-00000000000b");
  await screen.findByText("No comments yet");
});
