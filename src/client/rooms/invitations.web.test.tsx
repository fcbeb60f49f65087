import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import CreateRoomDialog from "#/client/rooms/create-room-dialog.tsx";
import InviteDialog from "#/client/rooms/invite-dialog.tsx";
import { JoinPage } from "#/client/rooms/join-page.tsx";
import { KnockPage } from "#/client/rooms/knock-page.tsx";
import { roomEntry } from "#/client/rooms/overview.testing.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { showInRoom } from "#/client/rooms/showing.testing.tsx";
import { SwError } from "#/domain/errors.ts";
import type { InviteLink } from "#/domain/rooms/schema.ts";

const secret = "a-secret-of-the-link-000";
const link: InviteLink = {
  id: "link",
  room_id: "design",
  created_by: "ana",
  created_at: "2026-11-21T12:00:00Z",
  expires_at: null,
  max_uses: 10,
  uses: 3,
  revoked_at: null,
};

const roomDetailsOf = (id: string) => ({ ...roomEntry(id), member_count: 2 });

vi.mock("@solidjs/meta", () => ({ Title: () => null }));
beforeEach(() => {
  vi.spyOn(roomVerbs, "links").mockResolvedValue([link]);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function invite(way: "Mail" | "Link") {
  const shown = showInRoom({ power: 0 }, () => (
    <InviteDialog layer={{ is: "invite", roomId: "design" }} workspace={undefined} onClose={() => {}} />
  ));
  fireEvent.click(screen.getByRole("tab", { name: way }));
  return shown;
}

test("the ways to invite are tabs that the arrow keys walk", () => {
  invite("Mail");
  const mail = screen.getByRole("tab", { name: "Mail" });
  fireEvent.keyDown(mail, { key: "ArrowRight" });
  const now = screen.getByRole("tab", { name: "Link" });
  expect(now.getAttribute("aria-selected")).toBe("true");
  expect(document.activeElement).toBe(now);
  expect(mail.tabIndex).toBe(-1);
});

test("a mail goes to an address, and to nothing else", async () => {
  const send = vi.spyOn(roomVerbs, "inviteByMail").mockResolvedValue({} as never);
  invite("Mail");
  const field = screen.getByRole("textbox", { name: "Mail address" });
  fireEvent.input(field, { target: { value: "fay" } });
  fireEvent.submit(field);
  expect(screen.getByRole("alert").textContent).toMatch(/^Give a mail address/);
  fireEvent.input(field, { target: { value: " fay@example.org " } });
  fireEvent.submit(field);
  expect(await screen.findByText("An invitation is on its way to fay@example.org.")).toBeTruthy();
  expect(send).toHaveBeenCalledExactlyOnceWith({ room_id: "design", email: "fay@example.org" });
});

test("a new link is shown once, and gone with its revocation", async () => {
  const make = vi
    .spyOn(roomVerbs, "makeLink")
    .mockResolvedValue({ ...link, secret, url: `http://localhost/join/${secret}` } as never);
  const revoke = vi.spyOn(roomVerbs, "revokeLink").mockResolvedValue({} as never);
  invite("Link");
  fireEvent.click(screen.getByRole("button", { name: /^Make a link/ }));
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Your new link" });
  expect(field.value).toBe(`http://localhost/join/${secret}`);
  expect(make).toHaveBeenCalledWith({ room_id: "design", expires_in_hours: 168, max_uses: null });
  vi.mocked(roomVerbs.links).mockResolvedValue([{ ...link, revoked_at: "2026-11-21T12:01:00Z" }]);
  fireEvent.click(screen.getByRole("button", { name: /^Revoke/ }));
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Your new link" })).toBeNull());
  expect(revoke).toHaveBeenCalledWith({ room_id: "design", link_id: "link" });
  await waitFor(() => expect(screen.queryByText(/^Used 3 of 10/)).toBeNull());
});

test("a link that lets nobody in tells nothing of any room", async () => {
  vi.spyOn(roomVerbs, "joinByLink").mockRejectedValue(new SwError("SW_INVITE_LINK_INVALID"));
  showInRoom({}, () => <JoinPage secret={secret} />);
  fireEvent.click(screen.getByRole("button", { name: /^Join the room/ }));
  expect(await screen.findByRole("heading", { name: "This invitation link doesn't work" })).toBeTruthy();
  expect(document.body.textContent).not.toContain("design");
});

test("a good link tells which room it is, how many are in it and who invites, before one comes in", () => {
  const value = { name: "Launch", icon: "🚀", member_count: 4, invited_by: "Bram Okafor" };
  showInRoom({}, () => <JoinPage secret={secret} preview={{ ok: true, value }} />);
  expect(screen.getByRole("heading", { name: "You are invited to Launch" })).toBeTruthy();
  expect(document.body.textContent).toContain("Bram Okafor invites you · 4 members");
});

test("a link that is refused before one tries shows the same page as one that is refused then", () => {
  showInRoom({}, () => <JoinPage secret={secret} preview={{ ok: false, code: "SW_INVITE_LINK_INVALID" }} />);
  expect(screen.getByRole("heading", { name: "This invitation link doesn't work" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Join/ })).toBeNull();
});

test("a link that could not be tried stays to be tried again", async () => {
  vi.spyOn(roomVerbs, "joinByLink").mockRejectedValue(new SwError("SW_RATE_LIMIT_EXCEEDED"));
  showInRoom({}, () => <JoinPage secret={secret} />);
  fireEvent.click(screen.getByRole("button", { name: /^Join the room/ }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/^Too many requests/);
  expect(screen.getByRole("button", { name: /^Join the room/ })).toBeTruthy();
});

test("a good link leads into its room", async () => {
  vi.spyOn(roomVerbs, "joinByLink").mockResolvedValue(roomDetailsOf("launch") as never);
  const { history } = showInRoom({}, () => <JoinPage secret={secret} />);
  fireEvent.click(screen.getByRole("button", { name: /^Join the room/ }));
  await waitFor(() => expect(history.get()).toBe("/w/team/r/launch"));
});

test("who knocks is told the same whether or not there is such a room", async () => {
  const knock = vi.spyOn(roomVerbs, "knock").mockResolvedValue({} as never);
  showInRoom({}, () => <KnockPage alias="board" />);
  fireEvent.input(screen.getByRole("textbox"), { target: { value: "for the minutes" } });
  fireEvent.click(screen.getByRole("button", { name: /^Ask to come in/ }));
  expect(await screen.findByRole("heading", { name: "Your request was sent" })).toBeTruthy();
  expect(knock).toHaveBeenCalledWith({ room_alias: "board", reason: "for the minutes" });
});

test("a room for roles only is made with their short names, and not without", async () => {
  const create = vi.spyOn(roomVerbs, "create").mockRejectedValue(new SwError("SW_INTERNAL"));
  showInRoom({}, () => (
    <CreateRoomDialog layer={{ is: "create-room", name: "incident" }} workspace={undefined} onClose={() => {}} />
  ));
  fireEvent.click(screen.getByRole("radio", { name: /incognito/ }));
  fireEvent.click(screen.getByRole("checkbox", { name: "End it when I leave" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Only for people with a role" }));
  const slugs = screen.getByRole("textbox", { name: "Roles or groups" });
  fireEvent.input(slugs, { target: { value: "On Call" } });
  fireEvent.submit(slugs);
  expect(screen.getByRole("alert").textContent).toMatch(/^Give short names/);
  expect(create).not.toHaveBeenCalled();
  fireEvent.input(slugs, { target: { value: "on-call, sre" } });
  fireEvent.submit(slugs);
  await waitFor(() =>
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({
        room_type: "incognito",
        closes_with_creator: true,
        visibility: "restricted",
        read_role_slugs: ["on-call", "sre"],
      }),
    ),
  );
});

test("who names a new room is shown those that are called nearly so, their own and those they could join", async () => {
  const find = vi.spyOn(roomVerbs, "named").mockResolvedValue([{ ...roomDetailsOf("designs"), name: "Designs" }]);
  showInRoom({}, () => <CreateRoomDialog layer={{ is: "create-room" }} workspace={undefined} onClose={() => {}} />);
  const names = () => screen.queryAllByRole("link").map((link) => link.textContent);
  expect(names()).toEqual([]);
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Design" } });
  expect(names()).toEqual(["design"]);
  await waitFor(() => expect(names()).toEqual(["design", "Designs"]));
  expect(find).toHaveBeenCalledExactlyOnceWith("Design");
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Travel" } });
  expect(names()).toEqual([]);
});
