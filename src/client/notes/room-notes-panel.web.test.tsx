import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { createEffect } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { noteServer } from "#/client/notes/note-server.ts";
import { noteSummary } from "#/client/notes/note-summary.testing.ts";
import RoomNotesPanel from "#/client/notes/room-notes-panel.tsx";
import { roomEntry, workspace } from "#/client/rooms/overview.testing.ts";
import { type Layer, LayersProvider, useLayers } from "#/client/shell/layers.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import type { RoomNote } from "#/domain/notes/schema.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const beside = (id: string, more: Partial<RoomNote> = {}): RoomNote => ({
  ...noteSummary(id),
  path: `/w/team/n/${id}`,
  why: ["saved"],
  event_id: null,
  ...more,
});

function showPanel(more: object = {}) {
  const opened: Layer[] = [];
  function Opened() {
    const layers = useLayers();
    createEffect(() => layers.layer() && opened.push(layers.layer()!));
    return null;
  }
  const shown = showInSettings("/w/team/r/design?panel=notes", () => (
    <LayersProvider>
      <RoomNotesPanel roomId="design" onClose={() => {}} />
      <Opened />
    </LayersProvider>
  ));
  shown.session.store.change((draft) => {
    draft.workspaces.team = workspace("team");
    draft.rooms.design = roomEntry("design", { workspace_id: "team", ...more });
  });
  return { ...shown, opened };
}

test("each note beside a room says why it is there, and leads to its message", async () => {
  vi.spyOn(noteServer, "ofRoom").mockResolvedValue([
    beside("plan", { why: ["saved", "linked"], event_id: "m1" }),
    beside("index", { why: ["links"] }),
  ]);
  showPanel();
  const plan = await screen.findByRole("link", { name: /^plan/ });
  expect(plan.getAttribute("href")).toBe("/w/team/n/plan");
  expect(plan.textContent).toContain("From this room · Linked in a message");
  expect(screen.getByRole("link", { name: /^index/ }).textContent).toContain("Links to this room");
  const message = screen.getByRole("link", { name: "Show the message of “plan”" });
  expect(message.getAttribute("href")).toBe("/w/team/r/design?message=m1");
  expect(screen.queryByRole("link", { name: "Show the message of “index”" })).toBeNull();
});

test("words narrow the list, and what is said in the room brings it up to date", async () => {
  const asked = vi.spyOn(noteServer, "ofRoom").mockResolvedValue([]);
  const { session } = showPanel();
  await screen.findByText("No notes of this room yet");
  fireEvent.input(screen.getByRole("searchbox", { name: "Find notes" }), { target: { value: " plan " } });
  await screen.findByText("No notes match");
  expect(asked).toHaveBeenLastCalledWith("design", "plan");

  const before = asked.mock.calls.length;
  const said = (body: string, room_id = "design") =>
    ({
      event_id: body,
      event_type: "swp.room.message",
      type: "swp.room.message",
      room_id,
      sender_id: "ben",
      content: { body },
    }) as unknown as ReceivedEvent;
  session.store.applyEvents([said("[[plan]]", "other"), said("no link")]);
  session.store.applyEvents([said("see [[plan]]")]);
  await waitFor(() => expect(asked.mock.calls.length).toBe(before + 1));
});

test("a new note stands beside the room, but not beside an incognito one", async () => {
  vi.spyOn(noteServer, "ofRoom").mockResolvedValue([beside("plan")]);
  const { opened } = showPanel();
  await screen.findByRole("link", { name: /^plan/ });
  fireEvent.click(screen.getByRole("button", { name: "New note" }));
  expect(opened).toEqual([{ is: "new-note", workspaceId: "team", sourceRoomId: "design" }]);
  cleanup();
  const hidden = showPanel({ room_type: "incognito" });
  await screen.findByRole("link", { name: /^plan/ });
  fireEvent.click(screen.getByRole("button", { name: "New note" }));
  expect(hidden.opened).toEqual([{ is: "new-note", workspaceId: "team" }]);
});
