import "fake-indexeddb/auto";
import { createRoot } from "solid-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { TestWire } from "#/client/sync/testing/wire.ts";
import { SwError } from "#/domain/errors.ts";
import { messageOf } from "#/domain/messages/reduce.ts";
import { unreadOf } from "#/domain/messages/unread.ts";
import { snapshotAt } from "#/domain/views/testing/snapshot.ts";
import { people, rooms, World } from "#/domain/views/testing/world.ts";

/** A condition is given time on a machine that does other things as well. */
const patience = { timeout: 15_000 };

const [me, ana, bob] = people;
const [room] = rooms;
const ends: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
});

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** A server over a world in memory: writes go to its log, reads come from it. */
function serverOf(world: World, who: string): Server & { sockets: boolean; wakes: Set<() => void> } {
  const at = () => snapshotAt(world.log, who, world.head);
  const wakes = new Set<() => void>();
  return {
    sockets: true,
    wakes,
    overview: async () => at(),
    room: async (id) => at().views[id]!,
    thread: async (_room, root) => at().threads[root]!,
    older: async () => ({ messages: [], has_more: false }),
    async write({ event_uuid, room_id, op }) {
      if (op.kind !== "send") return undefined;
      world.say(room_id, who, op.content, event_uuid);
      const event = world.log.at(-1)!;
      for (const wake of wakes) wake();
      return messageOf(event as never);
    },
    async markRead(roomId, eventId) {
      world.read(roomId, world.log.find((event) => event.id === eventId)!, who);
    },
    setPresence: async () => undefined,
    async ticket() {
      if (!this.sockets) throw new TypeError("network");
      return "ticket";
    },
    async sync({ since, timeoutMs }, signal) {
      const events = world.synced(who, since);
      if (events.length === 0 && timeoutMs > 0) {
        await new Promise<void>((resolve, reject) => {
          wakes.add(resolve);
          signal.addEventListener("abort", () => reject(new DOMException("over", "AbortError")));
        });
      }
      return { events: structuredClone(world.synced(who, since)), next_cursor: world.head, has_more: false };
    },
  };
}

function page(world: World, who: string, server = serverOf(world, who)) {
  const wires: TestWire[] = [];
  return createRoot((dispose) => {
    const { views, threads: _, ...overview } = snapshotAt(world.log, who, world.head);
    const sync = createSync(
      { overview, rooms: Object.values(views) },
      {
        server,
        open(ticket) {
          const wire = new TestWire(ticket);
          wires.push(wire);
          return wire;
        },
        random: () => 0.5,
      },
    );
    ends.push(() => {
      sync.stop();
      dispose();
    });
    const timeline = sync.timeline(() => room);
    return { sync, wires, server, words: () => timeline().map((row) => row.value.message.content.body) };
  });
}

async function live(setup: ReturnType<typeof page>, world: World) {
  setup.sync.start();
  await pass();
  setup.wires.at(-1)!.hello(world.head);
  await vi.waitUntil(() => setup.sync.connection().is === "online", patience);
  return setup;
}

describe("a page in sync", () => {
  test("two browsers without any stream see each other's messages by long polls", async () => {
    const world = new World();
    const [left, right] = [page(world, me), page(world, ana)];
    for (const { sync, server } of [left, right]) {
      server.sockets = false;
      sync.start();
    }
    await pass(10_000);
    left.sync.actions.send(room, { body: "over the poll" });
    await vi.waitUntil(() => world.messages(room).length === 1, patience);
    for (const wake of right.server.wakes) wake();
    await vi.waitUntil(() => right.words().includes("over the poll"), patience);
    expect(right.sync.connection()).toEqual({ is: "online" });
  });

  test("the stream takes over from the polls when it can be had again", async () => {
    const world = new World();
    const setup = page(world, me);
    setup.server.sockets = false;
    setup.sync.start();
    await pass(10_000);
    setup.server.sockets = true;
    setup.sync.tryNow();
    await pass();
    setup.wires.at(-1)!.hello(world.head);
    await pass();
    world.say(room, ana, { body: "live" });
    setup.wires.at(-1)!.event(world.log.at(-1)!);
    expect(setup.words()).toEqual(["live"]);
  });

  test("who is there is told anew after hello, and nobody flickers meanwhile", async () => {
    const world = new World();
    const { sync, wires } = await live(page(world, me), world);
    wires[0]!.say({ type: "presence", participant_id: ana, status: "online", tenant_id: "t", ts: "" });
    wires[0]!.say({ type: "presence", participant_id: bob, status: "idle", tenant_id: "t", ts: "" });
    expect(sync.state.presence).toEqual({ [ana]: "online", [bob]: "idle" });
    wires[0]!.end(1012);
    await pass(2_000);
    expect(sync.state.presence).toEqual({ [ana]: "online", [bob]: "idle" });
    wires[1]!.hello(world.head);
    wires[1]!.say({ type: "presence", participant_id: bob, status: "busy", tenant_id: "t", ts: "" });
    await pass();
    expect(sync.state.presence).toEqual({ [bob]: "busy" });
  });

  test("a list of who is there counts as each of its changes", async () => {
    const world = new World();
    const { sync, wires } = await live(page(world, me), world);
    const list = (...people: [string, string][]) =>
      wires[0]!.say({
        type: "presence_list",
        people: people.map(([participant_id, status]) => ({ participant_id, status })),
        tenant_id: "t",
        ts: "",
      });
    list([ana, "online"], [bob, "idle"]);
    expect(sync.state.presence).toEqual({ [ana]: "online", [bob]: "idle" });
    list([ana, "busy"], [bob, "offline"]);
    expect(sync.state.presence[ana]).toBe("busy");
    expect(sync.state.presence[bob] ?? "offline").toBe("offline");
  });

  test("someone is typing for four seconds, or until they say it", async () => {
    const world = new World();
    const { sync, wires } = await live(page(world, me), world);
    const typing = { type: "typing", room_id: room, participant_id: ana, typing: true, tenant_id: "t", ts: "" };
    wires[0]!.say(typing);
    expect(sync.typingIn(room)).toEqual([ana]);
    await pass(3_000);
    wires[0]!.say(typing);
    await pass(3_999);
    expect(sync.typingIn(room)).toEqual([ana]);
    await pass(1);
    expect(sync.typingIn(room)).toEqual([]);
    wires[0]!.say(typing);
    world.say(room, ana, { body: "done" });
    wires[0]!.event(world.log.at(-1)!);
    expect(sync.typingIn(room)).toEqual([]);
  });

  test("tells others that one types, at most every few seconds, and that one stopped", async () => {
    const world = new World();
    const { sync, wires } = await live(page(world, me), world);
    const typing = () => wires[0]!.sent.filter((frame) => frame.type === "typing").map((frame) => frame.typing);
    for (let n = 0; n < 10; n += 1) sync.actions.typing(room, true);
    expect(typing()).toEqual([true]);
    await pass(2_500);
    sync.actions.typing(room, true);
    sync.actions.send(room, { body: "said" });
    expect(typing()).toEqual([true, true, false]);
  });

  test("is idle after five minutes without a sign of life, and online at the next", async () => {
    const world = new World();
    const { wires } = await live(page(world, me), world);
    const told = () => wires[0]!.sent.filter((frame) => frame.type === "presence").map((frame) => frame.status);
    for (let n = 0; n < 6; n += 1) {
      await pass(60_000);
      wires[0]!.say({ type: "ping", stream_position: world.head, ts: "" });
    }
    expect(told().at(-1)).toBe("idle");
    window.dispatchEvent(new Event("keydown"));
    expect(told().at(-1)).toBe("online");
    expect(told().filter((status) => status === "online").length).toBeGreaterThan(5);
  });

  test("what is read shows at once and is reported in one word", async () => {
    const world = new World();
    const setup = page(world, me);
    const markRead = vi.spyOn(setup.server, "markRead");
    await live(setup, world);
    const { sync, wires } = setup;
    for (const body of ["one", "two"]) {
      world.say(room, ana, { body });
      wires[0]!.event(world.log.at(-1)!);
    }
    for (const message of sync.state.views[room]!.messages) sync.actions.markRead(room, message);
    expect(unreadOf(sync.state.rooms[room]!).count).toBe(0);
    await pass(1_000);
    expect(markRead.mock.calls).toEqual([[room, world.messages(room)[1]!.id]]);
  });

  test("offline says so, keeps what is written, and sends it when the network is back", async () => {
    const world = new World();
    const setup = await live(page(world, me), world);
    const { sync, words } = setup;
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    window.dispatchEvent(new Event("offline"));
    expect(sync.connection()).toMatchObject({ is: "offline" });
    sync.actions.send(room, { body: "later" });
    expect(words()).toEqual(["later"]);
    expect(sync.waiting().count).toBe(1);
    online.mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    await vi.waitUntil(() => world.messages(room).length === 1, patience);
    await pass();
    setup.wires.at(-1)!.hello(world.head);
    await vi.waitUntil(() => sync.connection().is === "online" && sync.waiting().count === 0, patience);
    await vi.waitUntil(() => words().length === 1 && sync.state.views[room]!.messages.length === 1, patience);
    online.mockRestore();
  });

  test("a refused session is told, and nothing is tried any more", async () => {
    const world = new World();
    const setup = await live(page(world, me), world);
    setup.server.ticket = () => Promise.reject(new SwError("SW_AUTH_INVALID_TOKEN"));
    setup.wires[0]!.end(4001, "SW_AUTH_INVALID_TOKEN");
    await pass(5_000);
    expect(setup.sync.connection()).toMatchObject({ is: "signed_out" });
    expect(setup.wires).toHaveLength(1);
  });
});
