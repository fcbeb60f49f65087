import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { mutedForEver } from "#/client/rooms/mute-choices.ts";
import RoomSettingsDialog from "#/client/rooms/room-settings-dialog.tsx";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { type Scene, showInRoom } from "#/client/rooms/showing.testing.tsx";
import { SwError } from "#/domain/errors.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(scene: Scene) {
  return showInRoom(scene, () => (
    <RoomSettingsDialog layer={{ is: "room-settings", roomId: "design" }} workspace={undefined} onClose={() => {}} />
  ));
}

async function choose(control: RegExp, option: RegExp): Promise<void> {
  fireEvent.click(screen.getByRole("button", { name: control }));
  // The menu focuses its first entry once it stands.
  await Promise.resolve();
  fireEvent.click(screen.getByRole("menuitemradio", { name: option }));
}

const line = (act: string) => screen.getByRole("rowheader", { name: act }).closest("tr")!;

test("what one can't do says what it needs, in the same words as the server's rule", () => {
  show({ power: 10 });
  expect(within(line("Ban people")).getByText("Needs power level 50. You have 10.")).toBeTruthy();
  expect(within(line("Set the topic")).getByText("You may")).toBeTruthy();
});

test("a room that asks for a level of its own shows that level", () => {
  show({ power: 10, room: { required_power: { topic: 60 } } });
  expect(within(line("Set the topic")).getByRole("button", { name: "Set the topic, Level 60" })).toBeTruthy();
  expect(within(line("Set the topic")).getByText("Needs power level 60. You have 10.")).toBeTruthy();
});

test("an admin changes one act, and the usual level is sent as no level of its own", async () => {
  const set = vi.spyOn(roomVerbs, "setPermissions").mockResolvedValue({} as never);
  show({ power: 100, room: { required_power: { invite: 50 } } });
  await choose(/^Invite people, Moderator/, /^Admin/);
  await waitFor(() => expect(set).toHaveBeenCalledWith({ room_id: "design", required_power: { invite: 100 } }));
  await waitFor(() => expect(screen.getByRole("button", { name: /^Invite people, Moderator/ })).toBeTruthy());
  await choose(/^Invite people, Moderator/, /^Member/);
  await waitFor(() => expect(set).toHaveBeenLastCalledWith({ room_id: "design", required_power: { invite: null } }));
});

test("who is no admin can open no list of levels", () => {
  show({ power: 50 });
  const select = screen.getByRole("button", { name: /^Invite people, Member/ });
  expect(select.getAttribute("aria-description")).toBe("Needs power level 100. You have 50.");
  fireEvent.click(select);
  expect(screen.queryByRole("menu")).toBeNull();
});

test("a mute until one turns it back on is sent as the end of time, and turning it back on as nothing", async () => {
  const mute = vi.spyOn(roomVerbs, "mute").mockResolvedValue({} as never);
  const { session } = show({ power: 0 });
  await choose(/^Mute, Not muted/, /^Until I turn it back on/);
  await waitFor(() => expect(mute).toHaveBeenCalledWith({ room_id: "design", muted_until: mutedForEver }));
  session.store.change((draft) => {
    draft.rooms.design!.muted_until = mutedForEver;
  });
  expect(screen.getByText("Muted until you turn it back on")).toBeTruthy();
  await choose(/^Mute, Muted/, /^Not muted/);
  await waitFor(() => expect(mute).toHaveBeenLastCalledWith({ room_id: "design", muted_until: null }));
});

test("the usual mode of notifications is sent as no choice of one's own", async () => {
  const set = vi.spyOn(roomVerbs, "setNotificationMode").mockResolvedValue({} as never);
  show({ power: 0 });
  await choose(/^Notify me about, Only when/, /^Every message/);
  await waitFor(() => expect(set).toHaveBeenCalledWith({ room_id: "design", notification_mode: "all" }));
});

test("a name is saved by its own button, which stands there only once it was changed", async () => {
  const rename = vi.spyOn(roomVerbs, "rename").mockResolvedValue({} as never);
  show({ power: 50 });
  expect(screen.queryByRole("button", { name: "Save name" })).toBeNull();
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "  " } });
  expect(screen.queryByRole("button", { name: "Save name" })).toBeNull();
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "design-2027" } });
  fireEvent.click(screen.getByRole("button", { name: "Save name" }));
  await waitFor(() => expect(rename).toHaveBeenCalledWith("design", "design-2027"));
  expect(await screen.findByText("Saved")).toBeTruthy();
});

test("a taken address is told beside the address", async () => {
  vi.spyOn(roomVerbs, "setAlias").mockRejectedValue(new SwError("SW_ROOM_ALIAS_TAKEN"));
  show({ power: 100 });
  fireEvent.input(screen.getByRole("textbox", { name: "Address" }), { target: { value: "launch" } });
  fireEvent.click(screen.getByRole("button", { name: "Save address" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Another room has this address.");
});

test("an address that can't be one is not asked for", () => {
  const set = vi.spyOn(roomVerbs, "setAlias");
  show({ power: 100 });
  fireEvent.input(screen.getByRole("textbox", { name: "Address" }), { target: { value: "Launch 2027" } });
  fireEvent.click(screen.getByRole("button", { name: "Save address" }));
  expect(screen.getByRole("alert").textContent).toMatch(/^Use small letters/);
  expect(set).not.toHaveBeenCalled();
});

test("an incognito room says what it is, and has neither an address nor an archive", () => {
  show({ power: 100, room: { room_type: "incognito" } });
  expect(screen.getByText(/not searchable, not remembered/)).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "Address" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Archive room/ })).toBeNull();
});

test("in a direct room there is only what concerns oneself", () => {
  show({ room: { room_type: "dm", name: null, dm_participant_ids: ["ana", "bram"] } });
  expect(screen.getByRole("button", { name: /^Notify me about, Every message/ })).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
});
