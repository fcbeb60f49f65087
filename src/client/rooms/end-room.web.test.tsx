import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import EndRoomDialog from "#/client/rooms/end-room-dialog.tsx";
import type { EndAct } from "#/client/rooms/end-room-words.ts";
import RoomMenu from "#/client/rooms/room-menu.tsx";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { type Scene, showInRoom } from "#/client/rooms/showing.testing.tsx";
import { RoomFoot } from "#/client/shell/room-foot.tsx";
import { SwError } from "#/domain/errors.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function dialog(act: EndAct, onClose = vi.fn()) {
  const shown = showInRoom({ power: 100 }, () => (
    <EndRoomDialog layer={{ is: "end-room", act, roomId: "design" }} workspace={undefined} onClose={onClose} />
  ));
  return { ...shown, onClose };
}

function menu(scene: Scene): string[] {
  showInRoom(scene, (view) => (
    <RoomMenu id="menu" view={view()} anchor={() => document.body} from="first" onClose={() => {}} />
  ));
  return screen.getAllByRole("menuitem").map((item) => item.textContent?.trim() ?? "");
}

test("archiving says that it can be taken back, and tells when it is done", async () => {
  const archive = vi.spyOn(roomVerbs, "archive").mockResolvedValue({} as never);
  const { onClose, toasts } = dialog("archive");
  expect(screen.getByText(/an admin can restore the room/)).toBeTruthy();
  fireEvent.submit(document.querySelector("form")!);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(archive).toHaveBeenCalledWith("design");
  expect(toasts()).toEqual(["#design was archived"]);
});

test("a room is deleted only when its name was typed, and neither by Enter", async () => {
  const remove = vi.spyOn(roomVerbs, "delete").mockResolvedValue({} as never);
  const { onClose } = dialog("delete");
  fireEvent.input(screen.getByRole("textbox"), { target: { value: "desing" } });
  fireEvent.click(screen.getByRole("button", { name: /^Delete room/ }));
  expect(screen.getByRole("alert").textContent).toBe("That is not the room's name. It is design.");
  fireEvent.input(screen.getByRole("textbox"), { target: { value: "design" } });
  fireEvent.submit(document.querySelector("form")!);
  expect(remove).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: /^Delete room/ }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(remove).toHaveBeenCalledWith("design");
});

test("a refusal stays in the dialog", async () => {
  vi.spyOn(roomVerbs, "close").mockRejectedValue(new SwError("SW_ROOM_FORBIDDEN"));
  const { onClose } = dialog("close");
  fireEvent.click(screen.getByRole("button", { name: /^Close for good/ }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/power level/);
  expect(onClose).not.toHaveBeenCalled();
});

test("the menu offers what ends a room to those who may end it", () => {
  expect(menu({ power: 100 })).toEqual(expect.arrayContaining(["Archive room", "Close for good", "Delete room"]));
});

test("the menu of a plain member ends with leaving", () => {
  const entries = menu({ power: 0, room: { creator_id: "bram" } });
  expect(entries.at(-1)).toBe("Leave room");
  expect(entries).not.toContain("Archive room");
  expect(entries).not.toContain("Delete room");
});

test("who made a room may close it without being its admin", () => {
  expect(menu({ power: 0, room: { creator_id: "ana" } })).toContain("Close for good");
});

test("an archived room is offered to be restored, not to be archived", () => {
  const entries = menu({ power: 100, room: { state: "archived" } });
  expect(entries).toContain("Restore room");
  expect(entries).not.toContain("Archive room");
});

test("in the composer's place stands why one can't write, and who may not restore reads why", () => {
  showInRoom({ power: 10, room: { state: "archived" } }, (view) => <RoomFoot view={view()} />);
  expect(screen.getByText("This room is archived. Nothing new can be written here.")).toBeTruthy();
  const restore = screen.getByRole("button", { name: /^Restore room/ });
  expect(restore.getAttribute("aria-description")).toBe("Needs power level 100. You have 10.");
});

test("a closed room offers nothing", () => {
  showInRoom({ power: 100, room: { state: "closed" } }, (view) => <RoomFoot view={view()} />);
  expect(screen.getByText(/closed for good/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a room that asks for more power to write says how much", () => {
  showInRoom({ power: 0, room: { required_power: { send: 50 } } }, (view) => <RoomFoot view={view()} />);
  expect(screen.getByText("Needs power level 50. You have 0.")).toBeTruthy();
});
