import { cleanup, render, screen, waitFor } from "@solidjs/testing-library";
import { createMemo, createRoot } from "solid-js";
import { afterEach, beforeAll, expect, test } from "vitest";
import { dm, overview, participant, roomEntry, unread } from "#/client/rooms/overview.testing.ts";
import { RoomList } from "#/client/rooms/room-list.tsx";
import { sidebarGroups } from "#/client/rooms/sidebar-groups.ts";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";
import type { Participant } from "#/domain/participants/participant.ts";

beforeAll(installTopLayer);
afterEach(cleanup);

const rooms = [
  roomEntry("design", { unread: unread(3, 1) }),
  roomEntry("launch"),
  roomEntry("finance", { membership: "invite" }),
  roomEntry("old", { state: "archived" }),
  dm("bram", { unread: unread(2) }),
];

/** The list over a real store that never connects. */
function show(currentId: string | undefined = undefined, known = rooms, people: Participant[] = []) {
  const added: string[] = [];
  const session = createRoot(() => ({
    ...createSync({ overview: overview(known, people) }, { server }),
    toaster: createToaster(),
  }));
  render(() => {
    const groups = createMemo(() => sidebarGroups(session.state, "team"));
    return (
      <RoomList
        session={session}
        groups={groups()}
        currentId={currentId}
        hrefOf={(room) => `/w/team/r/${room.id}`}
        onAdd={(what) => added.push(what)}
        onBrowse={() => added.push("browse")}
      />
    );
  });
  return { session, added };
}

const link = (name: string) => screen.getByRole("link", { name });

test("each room is a link whose name says what waits in it", () => {
  show();
  expect(link("design, 3 unread, 1 mention").getAttribute("href")).toBe("/w/team/r/design");
  expect(link("Bram, 2 unread, 2 mentions")).toBeTruthy();
  expect(link("launch")).toBeTruthy();
});

test("an invitation asks for one, and an archived room waits folded", () => {
  show();
  expect(link("finance, you are invited")).toBeTruthy();
  expect(screen.queryByRole("link", { name: /old/ })).toBeNull();
  screen.getByRole("button", { name: /Archived/ }).click();
  expect(link("old, archived")).toBeTruthy();
});

test("a folded group keeps what waits and where one is", () => {
  show("launch");
  screen.getByRole("button", { name: /^Rooms/ }).click();
  expect(link("design, 3 unread, 1 mention")).toBeTruthy();
  expect(link("launch").getAttribute("aria-current")).toBe("page");
  expect(screen.getByRole("button", { name: /^Rooms/ }).getAttribute("aria-expanded")).toBe("false");
});

test("only what waits, where one is and what asks for one is left when one wants only unread", () => {
  const { session } = show("launch");
  session.store.change((draft) => {
    draft.own.sidebar.unread_only = true;
  });
  const names = screen.getAllByRole("link").map((each) => each.textContent);
  expect(names.map((name) => name?.split(",")[0]?.slice(0, 6))).toEqual(["financ", "design", "launch", "Bram"]);
  screen.getByRole("button", { name: "Show all" }).click();
  expect(session.state.own.sidebar.unread_only).toBe(false);
});

test("only rooms that name one, in their threads too, and direct ones are left when one wants only mentions", () => {
  const inThread = { root: { read_position: 0, followed_at: 0, unread: unread(1, 1) } };
  const known = [...rooms, roomEntry("news", { unread: unread(4) }), roomEntry("travel", { threads: inThread })];
  const { session } = show("launch", known);
  session.store.change((draft) => {
    draft.own.sidebar.mentions_only = true;
  });
  const names = screen.getAllByRole("link").map((each) => each.textContent?.split(",")[0]?.slice(0, 6));
  expect(names).toEqual(["financ", "design", "launch", "travel", "Bram"]);
  expect(screen.getByText(/Only what mentions you/)).toBeTruthy();
  screen.getByRole("button", { name: "Show all" }).click();
  expect(session.state.own.sidebar.mentions_only).toBe(false);
  expect(link("news, 4 unread")).toBeTruthy();
});

test("a section of one's own has a menu, and its hint says how rooms come into it", async () => {
  const { session } = show();
  session.store.change((draft) => {
    draft.own.sidebar.sections = [{ id: "work", name: "Work", room_ids: [] }];
  });
  expect(screen.getByText(/^Drag rooms here/)).toBeTruthy();
  screen.getByRole("button", { name: "Section Work" }).click();
  (await screen.findByRole("menuitem", { name: "Delete section" })).click();
  expect(session.state.own.sidebar.sections).toEqual([]);
  session.toaster.toasts()[0]?.undo?.();
  expect(session.state.own.sidebar.sections).toEqual([{ id: "work", name: "Work", room_ids: [] }]);
});

/** Events of one drag, which jsdom has none of; `clientY` is above the middle of what they reach. */
function dragging() {
  const data = new Map<string, string>();
  const dataTransfer = {
    setData: (type: string, value: string) => data.set(type, value),
    getData: (type: string) => data.get(type) ?? "",
    get types() {
      return [...data.keys()];
    },
  };
  return (element: Element, type: string) => {
    const event = Object.assign(new MouseEvent(type, { bubbles: true, cancelable: true, clientY: -1 }), {
      dataTransfer,
    });
    element.dispatchEvent(event);
    return event;
  };
}

test("a room is dragged out of its group into a section, and from there into another", () => {
  const { session } = show();
  session.store.change((draft) => {
    draft.own.sidebar.sections = [
      { id: "work", name: "Work", room_ids: ["launch"] },
      { id: "home", name: "Home", room_ids: [] },
    ];
  });
  const inSection = () => session.state.own.sidebar.sections.map((section) => [section.name, [...section.room_ids]]);
  const move = (room: string, to: Element) => {
    const fire = dragging();
    fire(link(room), "dragstart");
    expect(fire(to, "dragover").defaultPrevented).toBe(true);
    fire(to, "drop");
  };
  move("design, 3 unread, 1 mention", link("launch"));
  expect(inSection()).toEqual([
    ["Work", ["design", "launch"]],
    ["Home", []],
  ]);
  move("design, 3 unread, 1 mention", screen.getByRole("button", { name: "Home" }));
  expect(inSection()).toEqual([
    ["Work", ["launch"]],
    ["Home", ["design"]],
  ]);
});

test("a room that is dragged onto another favourite stands before it", () => {
  const { session } = show();
  session.store.change((draft) => {
    draft.own.sidebar.favourites = ["launch"];
  });
  const fire = dragging();
  fire(link("design, 3 unread, 1 mention"), "dragstart");
  expect(fire(link("launch"), "dragover").defaultPrevented).toBe(true);
  fire(link("launch"), "drop");
  expect([...session.state.own.sidebar.favourites]).toEqual(["design", "launch"]);
});

test("a section that is dragged onto another one stands before it, and its menu moves it back by keyboard", async () => {
  const { session } = show();
  session.store.change((draft) => {
    draft.own.sidebar.sections = ["Work", "Home"].map((name) => ({ id: name, name, room_ids: [] }));
  });
  const drag = dragging();
  const fire = (name: string, type: string) => drag(screen.getByRole("button", { name }), type);
  const order = () => session.state.own.sidebar.sections.map((section) => section.name);
  fire("Home", "dragstart");
  expect(fire("Work", "dragover").defaultPrevented).toBe(true);
  fire("Work", "drop");
  expect(order()).toEqual(["Home", "Work"]);
  screen.getByRole("button", { name: "Section Home" }).click();
  (await screen.findByRole("menuitem", { name: "Move down" })).click();
  expect(order()).toEqual(["Work", "Home"]);
});

test("a change of the list that the server doesn't take is put back, and told", async () => {
  const { session } = show();
  screen.getByRole("button", { name: /^People/ }).click();
  expect(session.state.own.sidebar.folded).toEqual(["archived", "people"]);
  await waitFor(() => expect(session.state.own.sidebar.folded).toEqual(["archived"]));
  expect(session.toaster.toasts()[0]?.text).toMatch(/wasn't saved/);
});

test("the list is one stop for the Tab key, and the arrows walk it", () => {
  show("launch");
  const stops = screen.getAllByRole("link").filter((each) => each.tabIndex === 0);
  expect(stops).toEqual([link("launch")]);
  link("launch").focus();
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  expect(document.activeElement).toBe(link("Bram, 2 unread, 2 mentions"));
  expect((document.activeElement as HTMLElement).tabIndex).toBe(0);
  expect(link("launch").tabIndex).toBe(-1);
});

test("what was read leaves the name of its row, which stays the same element", () => {
  const { session } = show();
  const row = link("design, 3 unread, 1 mention");
  session.store.change((draft) => {
    draft.rooms.design!.unread = [];
  });
  expect(link("design")).toBe(row);
});

test("rooms and people can be added where they are listed", () => {
  const { added } = show();
  screen.getByRole("button", { name: "New room" }).click();
  screen.getByRole("button", { name: "New direct message" }).click();
  expect(added).toEqual(["room", "person"]);
});

test("a list without rooms offers to make one and to look for one", () => {
  const { added } = show(undefined, []);
  expect(screen.getByText(/^No rooms yet/)).toBeTruthy();
  for (const button of screen.getAllByRole("button", { name: "New room" })) button.click();
  screen.getByRole("button", { name: "Browse public rooms" }).click();
  expect(added).toEqual(["room", "room", "browse"]);
});

test("a muted room says so", () => {
  show(undefined, [roomEntry("launch", { muted_until: "9999-12-31T23:59:59.000Z", unread: unread(3) })]);
  expect(screen.getByRole("link", { name: /^launch.*muted/ })).toBeTruthy();
});

test("a room shows by the shape of its diamond how its AIs answer, without being opened", () => {
  const ais = ["mira", "echo"].map((id) => participant(id, { participant_type: "model" }));
  const known = [
    roomEntry("always", { engagements: { mira: "mention", echo: "always" } }),
    roomEntry("called", { engagements: { mira: "mention", echo: "keyword" } }),
    roomEntry("gone", { engagements: { retired: "always" } }),
    roomEntry("nobody"),
  ];
  const { session } = show(undefined, known, ais);
  const shapes = () =>
    known.map(({ id }) => link(id).querySelector("[data-engagement]")?.getAttribute("data-engagement") ?? null);
  expect(shapes()).toEqual(["always", "partial", null, null]);
  session.store.change((state) => {
    state.rooms.called!.engagements = { mira: "always" };
  });
  expect(shapes()).toEqual(["always", "always", null, null]);
});
