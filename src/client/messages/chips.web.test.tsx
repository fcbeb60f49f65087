import { cleanup, fireEvent, render, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Composer } from "#/client/messages/composer.tsx";
import { composingOf } from "#/client/messages/composing.ts";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import { installComposerDom } from "#/client/messages/testing/composer-dom.ts";
import { InRoom, id, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

beforeEach(installComposerDom);
afterEach(cleanup);

function show(message: MessageValue) {
  let session!: Session;
  const opened: string[] = [];
  function Stage() {
    session = useSession();
    const conversation = createConversation(session, () => ids.room);
    const current = () => conversation.message(message.id)!;
    return (
      <MessageStage conversation={conversation} clock={createViewerClock()} onOpenPerson={(who) => opened.push(who)}>
        <Message item={{ key: message.id, message: current(), pending: null }} />
        <Composer roomId={ids.room} />
      </MessageStage>
    );
  }
  render(() => (
    <InRoom view={roomView([message])}>
      <Stage />
    </InRoom>
  ));
  const event = (type: string, content: object): ReceivedEvent =>
    ({
      id: id(990),
      type,
      room_id: ids.room,
      workspace_id: null,
      sender_id: ids.bram,
      content,
      stream_position: 5_000,
      created_at: new Date().toISOString(),
      forgotten: false,
    }) as unknown as ReceivedEvent;
  return {
    session: () => session,
    opened,
    apply: (type: string, content: object) => session.store.applyEvents([event(type, content)]),
  };
}

describe("@room in a message", () => {
  test("that calls everyone is a chip of one's own, which leads to who is here", async () => {
    const { opened } = show(said(ids.bram, "", { content: { body: "@room lunch", mentions_room: true } }));
    const chip = await screen.findByRole("button", { name: "@room" });
    expect(chip.dataset.participant).toBe(ids.ana);
    fireEvent.click(chip);
    expect(opened).toEqual([]);
  });

  test("that calls nobody is a word", () => {
    show(said(ids.bram, "the word @room is plain here"));
    expect(screen.queryByRole("button", { name: "@room" })).toBeNull();
  });
});

test("an edit that adds one's name makes the message one that asks, at once", async () => {
  const message = said(ids.bram, "somebody should look");
  const { apply } = show(message);
  const article = () => screen.getByRole("article");
  expect(article().dataset.mention).toBeUndefined();
  const content = { body: "@ana should look", mentions: [ids.ana] };
  apply("swp.room.message.edit", { event_id: message.id, content, edited_at: new Date().toISOString() });
  expect(await within(article()).findByRole("button", { name: "@ana" })).toBeDefined();
  expect(article().dataset.mention).toBe("");
});

test("a draft that quotes a message which is removed says so, and is sent without it", async () => {
  const message = said(ids.bram, "said by mistake");
  const { session, apply } = show(message);
  composingOf(session(), ids.room, null).setIntent({ kind: "reply", eventId: message.id });
  expect(await screen.findByText(/^Reply to Bram Okafor/)).toBeDefined();
  apply("swp.room.redaction", {
    event_id: message.id,
    redacted_by: ids.bram,
    redacted_at: new Date().toISOString(),
    reason: null,
    thread: null,
  });
  expect(await screen.findByText(/^Original message unavailable/)).toBeDefined();
  expect(screen.queryByText(/said by mistake/)).toBeNull();
  const field = screen.getByRole<HTMLTextAreaElement>("textbox");
  field.value = "my answer";
  fireEvent.input(field);
  fireEvent.keyDown(field, { key: "Enter" });
  const rows = session().timeline(() => ids.room);
  await waitFor(() => expect(rows().at(-1)?.value.message.content).toEqual({ msgtype: "swp.text", body: "my answer" }));
});
