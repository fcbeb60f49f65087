import { cleanup, fireEvent, render, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, describe, expect, test } from "vitest";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import { InRoom, id, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import type { PendingMark, TimelineItem } from "#/client/sync/timeline.ts";
import type { Message as MessageValue } from "#/domain/messages/message.ts";

afterEach(cleanup);

function show(messages: MessageValue[], pending: PendingMark | null = null) {
  let session!: Session;
  function Stage() {
    session = useSession();
    const conversation = createConversation(session, () => ids.room);
    const rows = session.timeline(() => ids.room);
    const item = (row: { value: TimelineItem }) => (pending ? { ...row.value, pending } : row.value);
    return (
      <MessageStage conversation={conversation} clock={createViewerClock()}>
        {rows().map((row) => (
          <Message item={item(row)} />
        ))}
      </MessageStage>
    );
  }
  render(() => (
    <InRoom view={roomView(messages)}>
      <Stage />
    </InRoom>
  ));
  return { session, articles: () => screen.getAllByRole("article") };
}

const failed: PendingMark = {
  event_uuid: id(800),
  kind: "send",
  phase: "failed",
  refusal: { code: "SW_ROOM_FROZEN", sentence: "This room is archived or closed." },
};

describe("a message", () => {
  test("of a person and of an AI is the same part; the AI's says so and names its model", () => {
    const { articles } = show([said(ids.bram, "from **me**"), said(ids.mira, "from a machine")]);
    const [person, ai] = articles();
    expect(within(person!).getByText("me").tagName).toBe("STRONG");
    expect(within(person!).queryByText("AI")).toBeNull();
    expect(within(ai!).getByText("AI")).toBeDefined();
    expect(within(ai!).getByText("scai-large")).toBeDefined();
  });

  test("that names me is marked, unless it is removed", () => {
    const content = { body: "@ana look", mentions: [ids.ana] };
    const removed = { redacted_at: "2026-11-20T10:00:00Z", redacted_by: ids.bram, redaction_reason: "by mistake" };
    const { articles } = show([
      said(ids.bram, "", { content }),
      said(ids.bram, "", { content: { mentions: [ids.ana] }, ...removed }),
    ]);
    expect(articles()[0]!.hasAttribute("data-mention")).toBe(true);
    expect(articles()[1]!.hasAttribute("data-mention")).toBe(false);
    expect(articles()[1]!.textContent).toContain("Bram Okafor removed a message: by mistake");
  });

  test("of an unknown kind shows its words and says what it is, or at least that it is one", () => {
    const { articles } = show([
      said(ids.bram, "", { content: { msgtype: "swp.poll", body: "Lunch at noon?" } }),
      said(ids.bram, "", { content: { msgtype: "swp.poll" } }),
    ]);
    expect(articles()[0]!.textContent).toContain("Lunch at noon?");
    expect(articles()[0]!.textContent).toContain("swp.poll");
    expect(articles()[1]!.textContent).toContain("not shown here yet");
  });

  test("over 24 lines is folded, and opens", () => {
    show([said(ids.bram, "line\n\n".repeat(43))]);
    const more = screen.getByRole("button", { name: "Show more (87 lines)" });
    fireEvent.click(more);
    expect(screen.getByRole("button", { name: "Show less" })).toBeDefined();
  });

  test("answers a message that is shown, and one that is not loaded can still be gone to", () => {
    const first = said(ids.bram, "Who takes the *minutes*?");
    const { articles } = show([
      first,
      said(ids.ana, "I do", { reply_to_event_id: first.id }),
      said(ids.ana, "And that", { reply_to_event_id: id(5) }),
    ]);
    const [, loaded, further] = articles();
    const link = within(loaded!).getByRole("link", { name: /Who takes the minutes\?/ });
    expect(link.getAttribute("href")).toBe(`/w/linden/r/${ids.room}?message=${first.id}`);
    expect(within(further!).getByRole("link").getAttribute("href")).toContain(`?message=${id(5)}`);
  });

  test("that was refused says why and offers what can be done", () => {
    show([said(ids.ana, "hello")], failed);
    expect(screen.getByRole("status").textContent).toContain("Not sent: this room is archived or closed.");
    for (const name of ["Retry", "Edit", "Discard"]) expect(screen.getByRole("button", { name })).toBeDefined();
  });

  test("that waits for the network can be cancelled", () => {
    show([said(ids.ana, "hello")], { ...failed, phase: "waiting", refusal: null });
    expect(screen.getByText(/Waiting for the network/)).toBeDefined();
    expect(screen.getByRole("button", { name: "Cancel" })).toBeDefined();
  });

  test("one's reaction shows at once, counts once, and is taken back by the same press", async () => {
    const { session } = show([said(ids.bram, "x", { reactions: [{ emoji: "👍", sender_id: ids.bram }] })]);
    const pill = () => screen.getByRole("button", { name: /^👍/ });
    expect(pill().getAttribute("aria-pressed")).toBe("false");
    fireEvent.click(pill());
    await waitFor(() => expect(pill().getAttribute("aria-label")).toBe("👍 2"));
    expect(pill().getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(pill());
    await waitFor(() => expect(pill().getAttribute("aria-label")).toBe("👍 1"));
    expect(session.waiting().count).toBeGreaterThan(0);
  });

  test("tells each verb by a name while it has the focus", async () => {
    // It is loaded once the page stands; how long that takes is not what is tried.
    await import("#/client/messages/message-bar.tsx");
    const { articles } = show([said(ids.bram, "x")]);
    articles()[0]!.focus();
    fireEvent.focusIn(articles()[0]!);
    const bar = await screen.findByRole("toolbar", { name: "Message" });
    const names = within(bar)
      .getAllByRole("button")
      .map((button) => button.getAttribute("aria-label"));
    expect(names).toEqual([
      "React with 👍",
      "React with 🎉",
      "React",
      "Reply",
      "Reply in thread",
      "Save as note",
      "More",
    ]);
  });
});
