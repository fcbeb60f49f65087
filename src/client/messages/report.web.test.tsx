import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createConversation } from "#/client/messages/conversation.ts";
import ReportDialog from "#/client/messages/report-dialog.tsx";
import { InRoom, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { type Session, useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { SwError } from "#/domain/errors.ts";
import type { Room } from "#/domain/rooms/room.ts";

beforeEach(installTopLayer);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const message = said(ids.bram, "you fool");
const submit = () => screen.getByRole("button", { name: /^Report message/ });

function open(room: Partial<Room> = {}) {
  const onClose = vi.fn();
  let session!: Session;
  function Over() {
    session = useSession();
    const conversation = createConversation(session, () => ids.room);
    return <ReportDialog message={message} conversation={conversation} onClose={onClose} />;
  }
  render(() => (
    <InRoom view={roomView([message], room)}>
      <Over />
    </InRoom>
  ));
  return { onClose, toasts: () => session.toaster.toasts().map(({ text }) => text) };
}

test("a message is reported with a reason and words of one's own, and not without a reason", async () => {
  const report = vi.spyOn(messageServer, "report").mockResolvedValue(null);
  const { onClose, toasts } = open();
  fireEvent.submit(screen.getByRole("textbox").closest("form")!);
  expect(screen.getByRole("alert").textContent).toBe("Choose a reason.");
  expect(report).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("radio", { name: "Harassment or bullying" }));
  fireEvent.input(screen.getByRole("textbox"), { target: { value: "  daily  " } });
  fireEvent.submit(screen.getByRole("textbox").closest("form")!);
  await waitFor(() => expect(toasts()).toEqual(["The admins were told"]));
  const { room_id, id: event_id } = message;
  expect(report).toHaveBeenCalledWith({ room_id, event_id, reason: "harassment", note: "daily" });
  expect(onClose).toHaveBeenCalledOnce();
});

test("of an incognito room only the reason goes, and a refusal is told in the dialog", async () => {
  const report = vi.spyOn(messageServer, "report").mockRejectedValue(new SwError("SW_RATE_LIMIT_EXCEEDED"));
  const { onClose } = open({ room_type: "incognito" });
  expect(screen.queryByRole("textbox")).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: "Spam or advertising" }));
  fireEvent.submit(submit().closest("dialog")!.querySelector("form")!);
  expect((await screen.findByRole("alert")).textContent).toMatch(/^Too many requests/);
  expect(report).toHaveBeenCalledWith({ room_id: message.room_id, event_id: message.id, reason: "spam" });
  expect(onClose).not.toHaveBeenCalled();
});
