import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import { InRoom, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { Blocked } from "#/client/messages/timeline-line.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";

afterEach(cleanup);

test("what somebody says whom one blocked is a line without a word of theirs, until one asks for it", () => {
  let session!: Session;
  function Stage() {
    session = useSession();
    const rows = session.timeline(() => ids.room);
    return (
      <MessageStage conversation={createConversation(session, () => ids.room)} clock={createViewerClock()}>
        {rows().map((row) => (
          <Blocked message={() => row.value.message}>
            <Message item={row.value} />
          </Blocked>
        ))}
      </MessageStage>
    );
  }
  const words = () => document.body.textContent;
  render(() => (
    <InRoom view={roomView([said(ids.bram, "words of Bram"), said(ids.mira, "words of Mira")])}>
      <Stage />
    </InRoom>
  ));
  expect(screen.getAllByRole("article")).toHaveLength(2);

  session.store.change((draft) => {
    draft.own.blocked = [ids.bram];
  });
  expect(screen.getAllByRole("article")).toHaveLength(1);
  expect(words()).toContain("Message of somebody you blocked");
  expect(words()).toContain("words of Mira");
  expect(words()).not.toMatch(/words of Bram|Bram Okafor/);

  screen.getByRole("button", { name: "Show" }).click();
  expect(words()).toContain("words of Bram");

  session.store.change((draft) => {
    draft.own.blocked = [];
  });
  expect(screen.getAllByRole("article")).toHaveLength(2);
  expect(screen.queryByRole("button", { name: "Show" })).toBeNull();
});
