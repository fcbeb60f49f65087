import { createEffect, createRoot } from "solid-js";
import { describe, expect, test, vi } from "vitest";
import type { Server } from "#/client/sync/server.ts";
import { createSyncStore, type SyncStore } from "#/client/sync/store.ts";
import { SwError } from "#/domain/errors.ts";
import { unreadOf } from "#/domain/messages/unread.ts";
import { snapshotAt } from "#/domain/views/testing/snapshot.ts";
import { people, rooms, uuid, World } from "#/domain/views/testing/world.ts";

const [me, ana] = people;
const [room] = rooms;

function serverOf(world: World) {
  const at = () => snapshotAt(world.log, me, world.head);
  return {
    overview: vi.fn(async () => at() as never),
    room: vi.fn(async (id: string) => {
      const view = at().views[id];
      if (!view) throw new SwError("SW_ROOM_NOT_FOUND");
      return view;
    }),
    thread: vi.fn(async (_room: string, root: string) => at().threads[root]!),
    older: vi.fn<Server["older"]>(),
  };
}

function open(world = new World(), withRooms = true) {
  const { views, threads: _, ...overview } = snapshotAt(world.log, me, world.head);
  const server = serverOf(world);
  const store = createSyncStore({ overview, rooms: withRooms ? Object.values(views) : [] }, server);
  return { world, server, store };
}

function catchUp(store: SyncStore, world: World): void {
  store.applyEvents(structuredClone(world.live(me, store.cursor())));
  store.advance(world.head);
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

describe("the store", () => {
  test("keeps a rendered page current, and tells only those who look at what changed", () => {
    const { world, store } = open();
    const counts: number[] = [];
    const topics: (string | null)[] = [];
    const dispose = createRoot((dispose) => {
      createEffect(() => counts.push(unreadOf(store.state.rooms[room]!).count));
      createEffect(() => topics.push(store.state.rooms[room]!.topic));
      return dispose;
    });
    for (const body of ["one", "two"]) world.say(room, ana, { body });
    catchUp(store, world);
    expect(store.state.views[room]!.messages.map((message) => message.content.body)).toEqual(["one", "two"]);
    expect(counts).toEqual([0, 2]);
    expect(topics).toEqual([null]);
    dispose();
  });

  test("reads from the oldest of what the page was rendered with, and every part gets what it lacks", () => {
    const world = new World();
    const { views, threads: _, ...overview } = snapshotAt(world.log, me, world.head);
    const early = views[room]!;
    world.say(room, ana, { body: "between the two" });
    const later = snapshotAt(world.log, me, world.head);
    const store = createSyncStore({ overview: { ...overview, ...later }, rooms: [early] }, serverOf(world));
    expect(store.cursor()).toBe(early.stream_position);
    catchUp(store, world);
    expect(store.state.views[room]!.messages).toHaveLength(1);
    expect(store.state.rooms[room]!.unread).toHaveLength(1);
  });

  test("a room rendered a moment before the overview is shown as it is, and gets what came between", async () => {
    const world = new World();
    const early = snapshotAt(world.log, me, world.head).views[room]!;
    world.say(room, ana, { body: "between the two" });
    const { store, server } = open(world, false);
    const later = snapshotAt(world.log, me, world.head).views[rooms[1]]!;
    await store.putRoom(early);
    await store.putRoom(later);
    expect(store.state.views[room]!.messages).toEqual([]);
    expect(store.cursor()).toBe(early.stream_position);
    catchUp(store, world);
    expect(store.state.views[room]).toEqual(snapshotAt(world.log, me, world.head).views[room]);
    expect(server.room).not.toHaveBeenCalled();
  });

  test("a room that is read while events come misses none and doubles none", async () => {
    const { world, store, server } = open(new World(), false);
    world.say(room, ana, { body: "one" });
    const answered = snapshotAt(world.log, me, world.head).views[room]!;
    let answer = (_: typeof answered) => undefined as unknown;
    server.room.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const loaded = store.loadRoom(room);
    world.say(room, ana, { body: "two" });
    catchUp(store, world);
    answer(answered);
    await loaded;
    const fresh = snapshotAt(world.log, me, world.head).views[room];
    expect(store.state.views[room]).toEqual(fresh);
  });

  test("asks once for what several screens want, and keeps what is current", async () => {
    const { store, server } = open(new World(), false);
    await Promise.all([store.loadRoom(room), store.loadRoom(room)]);
    await store.loadRoom(room);
    expect(server.room).toHaveBeenCalledTimes(1);
  });

  test("rejects with the server's code for a room that one can't open", async () => {
    const { store } = open(new World(), false);
    await expect(store.loadRoom(uuid(99))).rejects.toMatchObject({ code: "SW_ROOM_NOT_FOUND" });
  });

  test("kicked while reading: the room goes, is asked for once, and returns when one is let in again", async () => {
    const { world, store, server } = open();
    const release = store.holdRoom(room);
    world.member(room, me, ana, "leave");
    catchUp(store, world);
    expect(store.state.rooms[room]).toBeUndefined();
    expect(store.state.views[room]).toBeUndefined();
    await settle();
    for (let n = 0; n < 5; n += 1) world.say(rooms[1], ana, { body: `${n}` });
    for (const event of world.live(me, store.cursor())) store.applyEvents([structuredClone(event)]);
    await settle();
    expect(server.room).toHaveBeenCalledTimes(1);
    expect(store.refusalOf(room)).toBe("SW_ROOM_NOT_FOUND");
    world.member(room, me, ana, "join");
    catchUp(store, world);
    await settle();
    expect(store.refusalOf(room)).toBeUndefined();
    expect(store.state.views[room]?.membership).toBe("join");
    release();
  });

  test("keeps the twenty rooms used last, and never drops one on screen", async () => {
    const world = new World();
    const { store, server } = open(world, false);
    const view = snapshotAt(world.log, me, world.head).views[room]!;
    server.room.mockImplementation(async (id) => ({ ...view, room: { ...view.room, id } }));
    const ids = Array.from({ length: 25 }, (_, index) => uuid(200 + index));
    const release = store.holdRoom(ids[0]!);
    for (const id of ids) await store.loadRoom(id);
    expect(Object.keys(store.state.views)).toHaveLength(20);
    expect(store.state.views[ids[0]!]).toBeDefined();
    expect(store.state.views[ids[1]!]).toBeUndefined();
    release();
  });

  test("lets the oldest messages go in a busy room, but not while one reads further up", () => {
    const { world, store } = open();
    store.holdRoom(room);
    store.setAtEnd(room, false);
    for (let n = 0; n < 2_001; n += 1) world.say(room, ana, { body: `${n}` });
    catchUp(store, world);
    expect(store.state.views[room]!.messages).toHaveLength(2_001);
    store.setAtEnd(room, true);
    world.say(room, ana, { body: "last" });
    catchUp(store, world);
    expect(store.state.views[room]!.messages).toHaveLength(1_000);
    expect(store.state.views[room]!.has_more).toBe(true);
    expect(store.state.views[room]!.messages.at(-1)!.content.body).toBe("last");
  });

  test("an older page is laid before what is there, with what happened to it meanwhile", async () => {
    const world = new World();
    for (const body of ["one", "two", "three"]) world.say(room, ana, { body });
    const { store, server } = open(world);
    store.change((draft) => {
      draft.views[room]!.messages.splice(0, 2);
      draft.views[room]!.has_more = true;
    });
    const page = snapshotAt(world.log, me, world.head).views[room]!;
    const older = { messages: page.messages.slice(0, 2), has_more: false, stream_position: world.head };
    world.react(room, world.messages(room)[0]!, ana, "👍");
    catchUp(store, world);
    server.older.mockResolvedValueOnce(older);
    await store.loadOlder(room);
    expect(store.state.views[room]).toEqual(snapshotAt(world.log, me, world.head).views[room]);
  });

  test("starting over replaces everything by what is true now, and keeps open rooms open", async () => {
    const { world, store } = open();
    store.holdRoom(room);
    world.member(rooms[2], me, ana, "leave");
    world.say(room, ana, { body: "after" });
    await store.reload();
    const fresh = snapshotAt(world.log, me, world.head);
    expect(store.state.rooms).toEqual(fresh.rooms);
    expect(store.state.views).toEqual({ [room]: fresh.views[room] });
    expect(store.cursor()).toBe(world.head);
  });
});
