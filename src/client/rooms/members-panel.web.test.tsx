import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MembersPanel } from "#/client/rooms/members-panel.tsx";
import { member, participant } from "#/client/rooms/overview.testing.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { type Scene, showInRoom } from "#/client/rooms/showing.testing.tsx";
import { SwError } from "#/domain/errors.ts";

const bram = member("bram", { power_level: 50 });
const chloe = member("chloé");
const eva = member("eva", { membership: "invite" });
const knock = {
  participant_id: "fay",
  reason: "I write the launch notes",
  asked_at: "",
  participant: participant("fay"),
};

beforeEach(() => {
  vi.spyOn(roomVerbs, "knocks").mockResolvedValue([]);
  vi.spyOn(roomVerbs, "bans").mockResolvedValue([]);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(scene: Scene) {
  return showInRoom(scene, (view) => <MembersPanel view={view()} onOpen={() => {}} onClose={() => {}} />);
}

async function verbsOf(name: string) {
  fireEvent.click(screen.getByRole("button", { name: `More about ${name}` }));
  // The menu focuses its first entry once it stands.
  await Promise.resolve();
  return (verb: string) => screen.getByRole("menuitem", { name: verb });
}

test("each is shown with the role that their power makes", () => {
  show({ power: 100, members: [bram, member("chloé", { power_level: 10 })] });
  expect(screen.getByRole("button", { name: /^Ana.*You, admin$/ })).toBeTruthy();
  expect(screen.getByRole("button", { name: /^Bram.*Moderator$/ })).toBeTruthy();
  expect(screen.getByRole("button", { name: /^Chloé.*Contributor$/ })).toBeTruthy();
});

test("who has no power reads why at every verb, and pressing it does nothing", async () => {
  const { opened } = show({ power: 0, members: [bram] });
  const verb = await verbsOf("Bram");
  expect(verb("Remove from room").getAttribute("aria-description")).toBe("Needs power level 50. You have 0.");
  expect(verb("Change role").getAttribute("aria-description")).toBe("Needs power level 100. You have 0.");
  fireEvent.click(verb("Ban from room"));
  expect(opened()).toBeNull();
});

test("a moderator acts on members, not on another moderator", async () => {
  const { opened } = show({ power: 50, members: [bram, chloe] });
  const about = await verbsOf("Bram");
  expect(about("Ban from room").getAttribute("aria-description")).toMatch(/^Their power level is 50/);
  fireEvent.keyDown(about("Ban from room"), { key: "Tab" });
  fireEvent.click((await verbsOf("Chloé"))("Ban from room"));
  expect(opened()).toEqual({ is: "ban", roomId: "design", participantId: "chloé" });
});

test("oneself can be given less power, and neither removed nor banned", async () => {
  show({ power: 50 });
  const verb = await verbsOf("Ana");
  expect(verb("Change your role").getAttribute("aria-disabled")).toBeNull();
  expect(screen.queryByRole("menuitem", { name: "Remove from room" })).toBeNull();
});

test("an invitation is withdrawn by one press", async () => {
  const kick = vi.spyOn(roomVerbs, "kick").mockResolvedValue(eva);
  const { toasts } = show({ power: 50, members: [eva] });
  fireEvent.click(screen.getByRole("button", { name: "Withdraw the invitation for Eva" }));
  await waitFor(() => expect(toasts()).toEqual(["The invitation for Eva was withdrawn"]));
  expect(kick).toHaveBeenCalledWith({ room_id: "design", participant_id: "eva" });
});

test("who knocks comes first, with what they wrote, and is let in", async () => {
  vi.mocked(roomVerbs.knocks).mockResolvedValueOnce([knock]);
  const approve = vi.spyOn(roomVerbs, "approve").mockResolvedValue(member("fay"));
  const { toasts } = show({ members: [bram] });
  expect(await screen.findByText("I write the launch notes")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Let in Fay" }));
  await waitFor(() => expect(toasts()).toEqual(["Fay was let in"]));
  expect(approve).toHaveBeenCalledWith({ room_id: "design", participant_id: "fay" });
  await waitFor(() => expect(screen.queryByText("I write the launch notes")).toBeNull());
});

test("a refused answer is told beside the question, which stays", async () => {
  vi.mocked(roomVerbs.knocks).mockResolvedValue([knock]);
  vi.spyOn(roomVerbs, "refuse").mockRejectedValue(new SwError("SW_ROOM_FROZEN"));
  show({});
  fireEvent.click(await screen.findByRole("button", { name: "Refuse Fay" }));
  expect((await screen.findByRole("alert")).textContent).toBe("This room is archived or closed.");
  expect(screen.getByRole("button", { name: "Refuse Fay" })).toBeTruthy();
});

test("those who may not ban are not shown who is banned, and the server is not asked", () => {
  show({ power: 0 });
  expect(roomVerbs.bans).not.toHaveBeenCalled();
});

test("a moderator unfolds who is banned and takes a ban back", async () => {
  vi.mocked(roomVerbs.bans).mockResolvedValueOnce([
    {
      ...member("gus", { membership: "ban" }),
      reason: "Spam",
      banned_by: { id: "ana", display_name: "Ana de Vries" },
      banned_at: "2026-11-20T12:00:00.000Z",
    },
  ]);
  const unban = vi.spyOn(roomVerbs, "unban").mockResolvedValue(member("gus", { membership: "leave" }));
  const { toasts } = show({ power: 50 });
  fireEvent.click(await screen.findByRole("button", { name: /^Banned/ }));
  expect(screen.getByText("Spam").tagName).toBe("Q");
  expect(document.body.textContent).toContain("By Ana de Vries, ");
  fireEvent.click(screen.getByRole("button", { name: "Unban Gus" }));
  await waitFor(() => expect(toasts()).toEqual(["Gus can be invited again"]));
  expect(unban).toHaveBeenCalledWith({ room_id: "design", participant_id: "gus" });
});
