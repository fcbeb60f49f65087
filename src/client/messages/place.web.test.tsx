import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import PlaceDialog from "#/client/messages/place-dialog.tsx";
import { InRoom, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { SwError } from "#/domain/errors.ts";

beforeEach(installTopLayer);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const [before, target, after, later] = ["before it", "the old words", "after it", "later still"].map((body) =>
  said(ids.bram, body),
);

function open() {
  render(() => (
    <InRoom view={roomView([])}>
      <PlaceDialog
        layer={{ is: "message-place", roomId: ids.room, eventId: target!.id }}
        workspace={undefined}
        onClose={() => {}}
      />
    </InRoom>
  ));
}

test("a message too far back for the list is shown among its neighbours, and one goes on from there", async () => {
  const found = { stream_position: 9, room_id: ids.room, event: target!, thread_root: null };
  const messages = [before!, target!, after!];
  const edges = { has_more_before: false, has_more_after: true };
  vi.spyOn(messageServer, "context").mockResolvedValue({ ...found, messages, ...edges } as never);
  const stretch = vi
    .spyOn(messageServer, "stretch")
    .mockResolvedValue({ messages: [later!], has_more: false } as never);
  open();
  await waitFor(() => expect(screen.getAllByRole("article")).toHaveLength(3));
  expect(screen.getByText("the old words")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Show earlier/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: /^Show later/ }));
  await waitFor(() => expect(screen.getAllByRole("article")).toHaveLength(4));
  expect(stretch).toHaveBeenCalledWith(ids.room, after!.stream_position, "forward");
  expect(screen.queryByRole("button", { name: /^Show later/ })).toBeNull();
});

test("what was removed or is forbidden meanwhile is told", async () => {
  vi.spyOn(messageServer, "context").mockRejectedValue(new SwError("SW_EVENT_NOT_FOUND"));
  open();
  expect((await screen.findByRole("alert")).textContent).toBe("This message can't be found.");
});
