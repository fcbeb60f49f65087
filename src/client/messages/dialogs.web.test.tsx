import { cleanup, fireEvent, render, screen, waitFor, within } from "@solidjs/testing-library";
import type { JSX } from "solid-js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createConversation } from "#/client/messages/conversation.ts";
import DraftsDialog from "#/client/messages/drafts-dialog.tsx";
import MarkReadDialog from "#/client/messages/mark-read-dialog.tsx";
import MentionsDialog from "#/client/messages/mentions-dialog.tsx";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import { InRoom, id, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { ToastRegion } from "#/client/ui/overlays/toast-region.tsx";
import { SwError } from "#/domain/errors.ts";
import type { RoomView } from "#/domain/views/state.ts";

beforeEach(() => {
  installTopLayer();
  sessionStorage.clear();
});
const kept = { ...messageServer };
afterEach(() => {
  cleanup();
  Object.assign(messageServer, kept);
});

/** The dialog over a room of which the state was changed by `change`. */
function open(children: (session: Session) => JSX.Element, change: (session: Session) => void = () => undefined) {
  let session!: Session;
  let closed = 0;
  function Over() {
    session = useSession();
    change(session);
    return (
      <>
        {children(session)}
        <ToastRegion toaster={session.toaster} />
      </>
    );
  }
  render(() => (
    <InRoom view={roomView([])}>
      <Over />
    </InRoom>
  ));
  return { session: () => session, closed: () => closed, close: () => (closed += 1) };
}

const second: RoomView = (() => {
  const view = roomView([], { id: id(4), name: "quiet", topic: null });
  return { ...view, room: { ...view.room, id: id(4) } };
})();

function addRoom(session: Session, more: object): void {
  session.store.change((draft) => {
    draft.rooms[id(4)] = { ...draft.rooms[ids.room]!, ...second.room, threads: {}, unread: [], ...more };
  });
}

describe("drafts in a list", () => {
  const draft = (room_id: string, excerpt: string, at: string, thread_root_id: string | null = null) => ({
    room_id,
    thread_root_id,
    excerpt,
    version: id(900),
    updated_at: at,
  });

  function begin(session: Session): void {
    addRoom(session, {});
    session.store.change((state) => {
      state.drafts = {
        [ids.room]: draft(ids.room, "older words", "2026-11-20T10:00:00.000Z"),
        [id(4)]: draft(id(4), "newer words", "2026-11-21T10:00:00.000Z"),
        [id(5)]: draft(ids.room, "in a thread", "2026-11-19T10:00:00.000Z", id(5)),
      };
    });
  }

  test("stand with the newest first, each leading to where it was begun", () => {
    open(() => <DraftsDialog layer={{ is: "drafts" }} workspace={undefined} onClose={() => undefined} />, begin);
    const links = screen.getAllByRole<HTMLAnchorElement>("link");
    expect(links.map((link) => link.textContent)).toEqual([
      expect.stringContaining("newer words"),
      expect.stringContaining("older words"),
      expect.stringContaining("in a thread"),
    ]);
    expect(links[2]!.getAttribute("href")).toContain(`thread=${id(5)}`);
    expect(links[2]!.textContent).toContain("Thread in #design");
  });

  test("are deleted together, and come back with their words", async () => {
    const asked: unknown[] = [];
    messageServer.setDraft = ((input: { room_id: string; content: object | null }) => {
      asked.push(input);
      const replaced = input.content ? null : { content: { body: `words of ${input.room_id}` } };
      return Promise.resolve({ draft: null, replaced });
    }) as never;
    open(() => <DraftsDialog layer={{ is: "drafts" }} workspace={undefined} onClose={() => undefined} />, begin);
    sessionStorage.setItem(`scaiwave-drafts-${ids.ana}`, JSON.stringify([[ids.room, "older words"]]));
    fireEvent.click(screen.getByRole("checkbox", { name: "Choose the draft in #design" }));
    fireEvent.click(screen.getByRole("checkbox", { name: "Choose the draft in Thread in #design" }));
    fireEvent.click(screen.getByRole("button", { name: /^Delete 2 drafts/ }));
    await screen.findByText("Deleted 2 drafts");
    expect(asked).toEqual([
      { room_id: ids.room, root: null, content: null, base: null },
      { room_id: ids.room, root: id(5), content: null, base: null },
    ]);
    expect(sessionStorage.getItem(`scaiwave-drafts-${ids.ana}`)).toBe("[]");
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked).toHaveLength(4));
    expect(asked[2]).toEqual({ room_id: ids.room, root: null, content: { body: `words of ${ids.room}` }, base: null });
  });

  test("all are chosen at once, and a refusal is told", async () => {
    messageServer.setDraft = (() => Promise.reject(new SwError("SW_UNAVAILABLE"))) as never;
    open(() => <DraftsDialog layer={{ is: "drafts" }} workspace={undefined} onClose={() => undefined} />, begin);
    fireEvent.click(screen.getByRole("checkbox", { name: "All" }));
    fireEvent.click(screen.getByRole("button", { name: /^Delete 3 drafts/ }));
    expect(await screen.findByRole("alert")).toBeDefined();
    expect(screen.getAllByRole("link")).toHaveLength(3);
  });
});

describe("recent mentions", () => {
  const page = (items: object[], next_cursor: string | null) =>
    Promise.resolve({ items, has_more: next_cursor !== null, next_cursor });

  test("tell who named one, where and how, and look further back on demand", async () => {
    const asked: unknown[] = [];
    messageServer.mentions = ((from?: number) => {
      asked.push(from);
      return from === undefined
        ? page([said(ids.bram, "look here, @ana")], "40")
        : page([said(ids.mira, "and @ana, there", { thread_root_id: id(5) })], null);
    }) as never;
    open(() => <MentionsDialog layer={{ is: "mentions" }} workspace={undefined} onClose={() => undefined} />);
    const link = await screen.findByRole("link", { name: /Bram Okafor · #design.*look here/ });
    expect(link.getAttribute("href")).toMatch(new RegExp(`/r/${ids.room}\\?message=`));
    fireEvent.click(screen.getByRole("button", { name: /^Look further back/ }));
    const inThread = await screen.findByRole("link", { name: /Mira · #design/ });
    expect(inThread.getAttribute("href")).toContain(`?thread=${id(5)}&message=`);
    expect(asked).toEqual([undefined, 40]);
    expect(screen.queryByRole("button", { name: /^Look further back/ })).toBeNull();
  });

  test("say so when there are none, and leave out whom one blocked", async () => {
    messageServer.mentions = (() => page([said(ids.bram, "@ana")], null)) as never;
    open(
      () => <MentionsDialog layer={{ is: "mentions" }} workspace={undefined} onClose={() => undefined} />,
      (session) => session.store.change((state) => void state.own.blocked.push(ids.bram)),
    );
    expect(await screen.findByText("Nobody named you")).toBeDefined();
  });
});

describe("marking rooms as read", () => {
  const ref = (n: number, mentions_me = false) => ({ event_id: id(n), stream_position: 1_000 + n, mentions_me });
  function begin(session: Session): void {
    addRoom(session, { unread: [ref(2)], muted_until: "9999-12-31T23:59:59.000Z" });
    session.store.change((state) => {
      state.rooms[ids.room]!.unread = [ref(1, true)];
    });
  }
  const dialog = () => <MarkReadDialog layer={{ is: "mark-read" }} workspace={undefined} onClose={() => undefined} />;
  const waiting = (session: Session) => [ids.room, id(4)].map((room) => session.state.rooms[room]!.unread.length);

  test("marks everything unless one chooses, and Undo brings it back", async () => {
    const asked: unknown[] = [];
    messageServer.markAllRead = ((rooms?: string[]) => {
      asked.push(rooms);
      return Promise.resolve({ token: id(901), rooms: 2, threads: 0 });
    }) as never;
    messageServer.undoMarkRead = ((token: string) => Promise.resolve(asked.push(token))) as never;
    const { session } = open(dialog, begin);
    fireEvent.click(screen.getByRole("button", { name: /^Mark as read/ }));
    expect(waiting(session())).toEqual([0, 0]);
    fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(waiting(session())).toEqual([1, 1]));
    expect(asked).toEqual([undefined, id(901)]);
  });

  test.each(["Muted rooms", "What doesn't ask you"])("%s alone leaves the room that asks one", async (scope) => {
    const asked: unknown[] = [];
    messageServer.markAllRead = ((rooms?: string[]) => {
      asked.push(rooms);
      return Promise.resolve({ token: id(901), rooms: 1, threads: 0 });
    }) as never;
    const { session } = open(dialog, begin);
    fireEvent.click(screen.getByRole("radio", { name: new RegExp(scope) }));
    fireEvent.click(screen.getByRole("button", { name: /^Mark as read/ }));
    await screen.findByText("Marked 1 room as read");
    expect(asked).toEqual([[id(4)]]);
    expect(waiting(session())).toEqual([1, 0]);
  });

  test("puts everything back when the server refuses", async () => {
    messageServer.markAllRead = (() => Promise.reject(new SwError("SW_UNAVAILABLE"))) as never;
    const { session } = open(dialog, begin);
    fireEvent.click(screen.getByRole("button", { name: /^Mark as read/ }));
    await screen.findByText(/Couldn't mark everything as read/);
    expect(waiting(session())).toEqual([1, 1]);
  });
});

describe("the history of an edited message", () => {
  test("shows every version with its time, the newest first, and earlier ones on demand", async () => {
    const asked: number[] = [];
    const version = (body: string, minute: string) => ({
      event_id: id(910 + Number(minute)),
      content: { body },
      created_at: `2026-11-20T10:${minute}:00.000Z`,
    });
    messageServer.history = ((_room: string, _event: string, offset = 0) => {
      asked.push(offset);
      return Promise.resolve(
        offset === 0
          ? { items: [version("third", "03"), version("second", "02")], has_more: true }
          : { items: [version("first", "01")], has_more: false },
      );
    }) as never;
    const message = said(ids.bram, "third", {
      edited_at: "2026-11-20T10:03:00.000Z",
      original_content: { body: "first" },
    });
    open((session) => {
      const conversation = createConversation(session, () => ids.room);
      return (
        <MessageStage conversation={conversation} clock={createViewerClock()}>
          <Message item={{ key: message.id, message, pending: null }} />
        </MessageStage>
      );
    });
    fireEvent.click(screen.getByRole("button", { name: /edited/i }));
    const list = await screen.findByRole("list", { name: "Versions of this message" });
    const words = () =>
      within(list)
        .getAllByRole("listitem")
        .map((item) => item.textContent);
    await waitFor(() => expect(words()).toEqual([expect.stringContaining("third"), expect.stringContaining("second")]));
    fireEvent.click(screen.getByRole("button", { name: "Show earlier versions" }));
    await waitFor(() => expect(words()).toHaveLength(3));
    expect(words()[2]).toMatch(/^First said .*first$/);
    expect(words()[1]).toMatch(/^Edited .*second$/);
    expect(asked).toEqual([0, 2]);
  });
});
