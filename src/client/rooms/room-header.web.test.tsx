import { cleanup, fireEvent, screen } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { member, participant } from "#/client/rooms/overview.testing.ts";
import { RoomHeader } from "#/client/rooms/room-header.tsx";
import { type Scene, showInRoom } from "#/client/rooms/showing.testing.tsx";
import type { RoomView } from "#/domain/views/state.ts";

afterEach(cleanup);

function show(scene: Scene, more: Partial<RoomView> = {}) {
  const onTogglePanel = vi.fn();
  const shown = showInRoom(scene, (view) => (
    <RoomHeader view={{ ...view(), ...more }} backHref="/" panelOpen={false} onTogglePanel={onTogglePanel} />
  ));
  return { ...shown, onTogglePanel };
}

test("who may decide sees how many ask to come in, and gets to them; who may not sees nothing of it", () => {
  const { onTogglePanel } = show({ power: 0 }, { knocking: ["fay", "gus"] });
  fireEvent.click(screen.getByRole("button", { name: /^2 people ask to come in/ }));
  expect(onTogglePanel).toHaveBeenCalledOnce();
  cleanup();
  show({ power: 0, room: { required_power: { invite: 50 } } }, { knocking: ["fay"] });
  expect(screen.queryByRole("button", { name: /ask/ })).toBeNull();
  cleanup();
  show({ power: 50 });
  expect(screen.queryByRole("button", { name: /ask/ })).toBeNull();
});

test("the room's icon stands for it, but never for the mask of an incognito room", () => {
  show({ room: { icon: "🚀" } });
  expect(document.body.textContent).toContain("🚀");
  cleanup();
  show({ room: { icon: "🚀", room_type: "incognito" } });
  expect(document.body.textContent).not.toContain("🚀");
});

test("a direct room tells whether the other is there, and what they say of themselves until it is over", () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  const scene: Scene = {
    room: { room_type: "dm", name: null, dm_participant_ids: ["ana", "bram"] },
    members: [member("bram")],
  };
  const { session } = show(scene);
  session.store.change((draft) => {
    draft.participants.bram = participant("bram");
    draft.statuses.bram = { emoji: "🌴", text: "On holiday", until };
  });
  session.store.setPresence({ participant_id: "bram", status: "idle" });
  expect(document.body.textContent).toContain("Idle · 🌴 On holiday");
  session.store.change((draft) => {
    draft.statuses.bram = { emoji: "🌴", text: "On holiday", until: "2026-01-01T00:00:00.000Z" };
  });
  expect(document.body.textContent).not.toContain("holiday");
});
