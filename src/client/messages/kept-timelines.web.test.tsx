import { cleanup, render } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import { KeptTimelines, useKeeping } from "#/client/messages/kept-timelines.tsx";
import { InRoom, id, ids, roomView, said } from "#/client/messages/testing/room.tsx";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";

afterEach(cleanup);

const others = [21, 22, 23, 24, 25].map(id);

/** Timelines that only say which room they are of, counted as they are made. */
function show() {
  const view = roomView([said(ids.bram, "one")]);
  const [room, setRoom] = createSignal<string | undefined>(ids.room);
  const divided = new Set<string>();
  let made = 0;
  let session!: Session;
  function One(props: { readonly roomId: string }) {
    const keeping = useKeeping();
    keeping.keepIf(() => !divided.has(props.roomId));
    made += 1;
    return <p data-room={props.roomId} data-made={made} data-shown={keeping.isShown() ? "" : undefined} />;
  }
  function All() {
    session = useSession();
    session.store.change((draft) => {
      for (const other of others) {
        draft.rooms[other] = { ...draft.rooms[ids.room]!, id: other, unread: [] };
        draft.views[other] = { ...view, room: { ...view.room, id: other } };
      }
    });
    return <KeptTimelines roomId={room()}>{(roomId) => <One roomId={roomId} />}</KeptTimelines>;
  }
  const { container } = render(() => (
    <InRoom view={view}>
      <All />
    </InRoom>
  ));
  const of = (roomId: string) => container.querySelector<HTMLElement>(`[data-room="${roomId}"]`);
  const shown = () => [...container.querySelectorAll("[data-shown]")].map((each) => each.getAttribute("data-room"));
  return { setRoom, of, shown, divided, session, all: () => container.querySelectorAll("[data-room]").length };
}

test("a room one comes back to has the elements it had, and only one is on screen", () => {
  const { setRoom, of, shown } = show();
  const first = of(ids.room);
  setRoom(others[0]);
  expect(shown()).toEqual([others[0]]);
  expect(first?.parentElement?.hasAttribute("data-away")).toBe(true);
  setRoom(ids.room);
  expect(of(ids.room)).toBe(first);
  expect(shown()).toEqual([ids.room]);
});

test("nothing is on screen while a room is on its way, and nothing is lost by it", () => {
  const { setRoom, of, shown } = show();
  const first = of(ids.room);
  setRoom(undefined);
  expect(shown()).toEqual([]);
  setRoom(ids.room);
  expect(of(ids.room)).toBe(first);
});

test("the one that was not seen for longest gives way", () => {
  const { setRoom, of, all } = show();
  for (const room of [...others.slice(0, 4), ids.room, others[4]]) setRoom(room);
  expect(all()).toBe(5);
  expect(of(others[0]!)).toBeNull();
  expect(of(ids.room)).not.toBeNull();
});

test("one in which something was said meanwhile is made anew", () => {
  const { setRoom, of, session } = show();
  setRoom(others[0]);
  session.store.change((draft) => {
    draft.rooms[ids.room]!.last_position += 1;
  });
  expect(of(ids.room)).toBeNull();
});

test("one that was left with a divider, and one that was marked unread, are made anew", () => {
  const { setRoom, of, divided, session } = show();
  divided.add(ids.room);
  setRoom(others[0]);
  expect(of(ids.room)).toBeNull();
  const second = of(others[0]!);
  setRoom(others[1]);
  unreadHold(session).set(others[0]!, 1);
  setRoom(others[0]);
  expect(of(others[0]!)).not.toBe(second);
});

test("one whose messages the store let go is not kept", () => {
  const { setRoom, of, session } = show();
  setRoom(others[0]);
  session.store.change((draft) => {
    delete draft.views[ids.room];
  });
  expect(of(ids.room)).toBeNull();
});
