import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, describe, expect, test } from "vitest";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import { InRoom, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";

afterEach(cleanup);

function show(messages: MessageValue[]) {
  let session!: Session;
  function Stage() {
    session = useSession();
    const conversation = createConversation(session, () => ids.room);
    const rows = session.timeline(() => ids.room);
    return (
      <MessageStage conversation={conversation} clock={createViewerClock()}>
        {rows().map((row) => (
          <Message item={row.value} />
        ))}
      </MessageStage>
    );
  }
  render(() => (
    <InRoom view={roomView(messages)}>
      <Stage />
    </InRoom>
  ));
  return { session, entry: () => session.state.rooms[ids.room]! };
}

describe("marking by hand", () => {
  test("Alt and a click mark everything from there as unread, what is mine left out, and hold it", async () => {
    const [first, own, last] = [said(ids.bram, "one"), said(ids.ana, "two"), said(ids.bram, "three")];
    const { session, entry } = show([first, own, last]);
    fireEvent.click(screen.getByText("one"), { altKey: true });
    await waitFor(() => expect(entry().unread.map((ref) => ref.event_id)).toEqual([first.id, last.id]));
    expect(entry().read_position).toBe(first.stream_position - 1);
    expect(unreadHold(session).after(ids.room)).toBe(first.stream_position - 1);
  });

  test("everything is read, and taken back with what came since", () => {
    const messages = [said(ids.bram, "one"), said(ids.bram, "two")];
    const { session, entry } = show(messages);
    const position = messages[0]!.stream_position - 1;
    session.actions.noteUnread(ids.room, null, position);
    const { id, read_position, unread, threads } = structuredClone(JSON.parse(JSON.stringify(entry())));
    session.actions.noteEverythingRead();
    expect(entry().unread).toEqual([]);
    session.store.change((draft) => {
      draft.rooms[ids.room]!.unread.push({ event_id: "new", stream_position: position + 10, mentions_me: false });
    });
    session.actions.restoreUnread([{ id, read_position, unread, threads }]);
    expect(entry().unread.map((ref) => ref.event_id)).toEqual([messages[0]!.id, messages[1]!.id, "new"]);
    expect(entry().read_position).toBe(position);
  });

  test("what calls everyone in the room is marked as meant for me", () => {
    const { entry, session } = show([said(ids.bram, "@room", { content: { body: "@room", mentions_room: true } })]);
    expect(screen.getByRole("article").hasAttribute("data-mention")).toBe(true);
    session.actions.noteUnread(ids.room, null, 0);
    expect(entry().unread[0]?.mentions_me).toBe(true);
  });
});

describe("what a message shows", () => {
  test("an urgent one says so beside the name, and one that is pinned by whom", () => {
    const urgent = said(ids.bram, "now", { content: { body: "now", priority: true } });
    const { session } = show([urgent]);
    expect(screen.getByText("Priority")).toBeDefined();
    session.store.change((draft) => {
      draft.views[ids.room]!.pins = [{ event_id: urgent.id, pinned_by: ids.bram, pinned_at: "" }];
    });
    expect(screen.getByRole("link", { name: "Pinned by Bram Okafor" }).getAttribute("href")).toBe("?panel=pins");
  });

  test("a forward whose original was removed says that it is unavailable", async () => {
    const forwarded_from = { event_id: ids.chen, sender_id: ids.bram };
    show([said(ids.bram, "", { content: { body: "look", forwarded_from }, original_removed: true })]);
    await waitFor(() => expect(screen.getByText("Message unavailable")).toBeDefined());
    expect(screen.getByText("look")).toBeDefined();
  });

  test("a reply that the room shows too leads to its thread", () => {
    const root = said(ids.bram, "root");
    show([root, said(ids.bram, "reply", { thread_root_id: root.id, also_in_room: true })]);
    expect(screen.getByRole("link", { name: "From a thread" }).getAttribute("href")).toBe(`?thread=${root.id}`);
  });
});
