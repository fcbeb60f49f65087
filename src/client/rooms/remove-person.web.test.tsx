import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { member, participant } from "#/client/rooms/overview.testing.ts";
import RemovePersonDialog from "#/client/rooms/remove-person-dialog.tsx";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { showInRoom } from "#/client/rooms/showing.testing.tsx";
import { SwError } from "#/domain/errors.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const bram = member("bram", { participant: participant("bram", { display_name: "Bram Okafor" }) });

function show(is: "kick" | "ban", participantId = "bram") {
  const onClose = vi.fn();
  const shown = showInRoom({ power: 50, members: [bram] }, () => (
    <RemovePersonDialog layer={{ is, roomId: "design", participantId }} workspace={undefined} onClose={onClose} />
  ));
  return { ...shown, onClose };
}

test.each([
  ["kick", "Remove from room", "Bram Okafor was removed from #design"],
  ["ban", "Ban from room", "Bram Okafor was banned from #design"],
] as const)("%s is asked with a reason, done by its own verb, and told", async (is, verb, told) => {
  const done = vi.spyOn(roomVerbs, is).mockResolvedValue(bram as never);
  const { onClose, toasts } = show(is);
  fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: " spam " } });
  fireEvent.click(screen.getByRole("button", { name: new RegExp(`^${verb}`) }));
  await waitFor(() => expect(toasts()).toEqual([told]));
  expect(done).toHaveBeenCalledWith({ room_id: "design", participant_id: "bram", reason: "spam" });
  expect(onClose).toHaveBeenCalledOnce();
});

test("a refusal is told and leaves the dialog open; somebody unknown is named as such", async () => {
  vi.spyOn(roomVerbs, "ban").mockRejectedValue(new SwError("SW_ROOM_FORBIDDEN"));
  const { onClose } = show("ban", "nobody");
  expect(screen.getByRole("heading", { name: /^Ban this person from/ })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /^Ban from room/ }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/power level/);
  expect(onClose).not.toHaveBeenCalled();
});
