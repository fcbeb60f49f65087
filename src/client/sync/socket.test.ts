import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { catchUp } from "#/client/sync/catch-up.ts";
import type { SyncPage } from "#/client/sync/server.ts";
import { Socket } from "#/client/sync/socket.ts";
import { TestWire } from "#/client/sync/testing/wire.ts";
import { SwError } from "#/domain/errors.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { people, rooms, World } from "#/domain/views/testing/world.ts";

/** A condition is given time on a machine that does other things as well. */
const patience = { timeout: 15_000 };

const [me, ana] = people;
const [room] = rooms;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

function open(world = new World()) {
  const wires: TestWire[] = [];
  const applied: number[] = [];
  const states: string[] = [];
  let cursor = world.head;
  const deps = {
    ticket: async () => `ticket ${wires.length + 1}`,
    pageSize: 500,
    /** Held back until the test lets the answer go. */
    gate: Promise.resolve(),
  };
  const applyEvents = (events: ReceivedEvent[]) => {
    for (const event of events) {
      if (event.stream_position <= cursor) continue;
      applied.push(event.stream_position);
      cursor = event.stream_position;
    }
  };
  const store = {
    cursor: () => cursor,
    applyEvents,
    advance: (position: number) => {
      cursor = Math.max(cursor, position);
    },
    reload: vi.fn(async () => undefined),
  };
  const server = {
    sync: vi.fn(async ({ since }: { since: number }): Promise<SyncPage> => {
      const all = world.synced(me, since);
      const head = world.head;
      await deps.gate;
      const events = all.slice(0, deps.pageSize);
      const has_more = all.length > events.length;
      return { events, next_cursor: has_more ? events.at(-1)!.stream_position : head, has_more };
    }),
  };
  const socket = new Socket({
    ticket: () => deps.ticket(),
    open(ticket) {
      const wire = new TestWire(ticket);
      wires.push(wire);
      return wire;
    },
    catchUp: (until, signal) => catchUp(server as never, store, until, signal),
    onEvents: applyEvents,
    onPosition: store.advance,
    onTransient: vi.fn(),
    onChange: (state) => states.push(state.at),
    random: () => 0.999999,
  });
  return { world, socket, wires, applied, states, deps, store, server, cursor: () => cursor };
}

async function greeted(setup = open()) {
  setup.socket.tell({ on: "start" });
  await settle();
  setup.wires[0]!.hello(setup.world.head);
  await settle();
  return setup;
}

describe("the stream", () => {
  test("opens with a ticket, and is live once greeted and caught up", async () => {
    const { states, wires } = await greeted();
    expect(wires[0]!.ticket).toBe("ticket 1");
    expect(states).toEqual(["asking", "opening", "syncing", "live"]);
  });

  test("what was missed comes before what is live, in order and once, however they meet", async () => {
    const setup = open();
    const { world, wires, applied, deps, socket } = setup;
    const since = world.head;
    world.say(room, ana, { body: "missed" });
    let let_go = () => undefined as unknown;
    deps.gate = new Promise((resolve) => {
      let_go = () => resolve(undefined);
    });
    socket.tell({ on: "start" });
    await settle();
    const wire = wires[0]!;
    wire.hello(world.head);
    wire.event(world.log.at(-1)!);
    world.say(room, ana, { body: "live while reading" });
    wire.event(world.log.at(-1)!);
    wire.say({ type: "ping", stream_position: world.head, ts: "" });
    expect(applied).toEqual([]);
    expect(setup.cursor()).toBe(since);
    let_go();
    await settle();
    world.say(room, ana, { body: "live" });
    wire.event(world.log.at(-1)!);
    expect(applied).toEqual([since + 1, since + 2, since + 3]);
  });

  test("reads page after page before it is live", async () => {
    const setup = open();
    for (let n = 0; n < 10; n += 1) setup.world.say(room, ana, { body: `${n}` });
    setup.deps.pageSize = 3;
    await greeted(setup);
    expect(setup.applied).toHaveLength(10);
    expect(setup.server.sync).toHaveBeenCalledTimes(4);
  });

  test("more live events than can be kept back are read from the log instead", async () => {
    const setup = open();
    const { world, wires, socket } = setup;
    socket.tell({ on: "start" });
    await settle();
    wires[0]!.hello(world.head);
    for (let n = 0; n < 5_100; n += 1) {
      world.say(room, ana, { body: `${n}` });
      wires[0]!.event(world.log.at(-1)!);
    }
    await vi.waitUntil(() => socket.state.at === "live", patience);
    expect(setup.applied).toHaveLength(5_100);
    expect(setup.applied).toEqual(setup.applied.toSorted((a, b) => a - b));
  });

  test("starts over when the absence was too long to follow, or the log went back", async () => {
    const long = open();
    long.deps.pageSize = 1;
    for (let n = 0; n < 30; n += 1) long.world.say(room, ana, { body: `${n}` });
    await greeted(long);
    expect(long.store.reload).toHaveBeenCalledTimes(1);

    const restored = open();
    restored.server.sync.mockRejectedValue(new SwError("SW_BAD_REQUEST"));
    await greeted(restored);
    expect(restored.store.reload).toHaveBeenCalledTimes(1);
    expect(restored.socket.state.at).toBe("live");
  });

  test("answers pings, and moves the cursor to their position", async () => {
    const setup = await greeted();
    setup.wires[0]!.say({ type: "ping", stream_position: 1_000, ts: "" });
    expect(setup.cursor()).toBe(1_000);
    expect(setup.wires[0]!.sent).toEqual([{ type: "pong" }]);
  });

  test("gives up on an opening without hello after two seconds, and takes a fresh ticket", async () => {
    const { socket, wires } = open();
    socket.tell({ on: "start" });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(wires[0]!.closed).toBe(true);
    expect(socket.state).toMatchObject({ at: "waiting", tries: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wires[1]!.ticket).toBe("ticket 2");
    wires[0]!.hello(0);
    expect(socket.state.at).toBe("opening");
  });

  test("a refused ticket is signed out; an unanswered one is tried again", async () => {
    const { socket, deps } = await greeted();
    deps.ticket = () => Promise.reject(new TypeError("network"));
    await vi.advanceTimersByTimeAsync(11_000);
    socket.tell({ on: "closed", code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
    await settle();
    expect(socket.state).toMatchObject({ at: "waiting", tries: 1 });
    deps.ticket = () => Promise.reject(new SwError("SW_AUTH_INVALID_TOKEN"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket.state.at).toBe("signed_out");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(socket.state.at).toBe("signed_out");
  });

  test("a line that is silent for over a minute is dropped and opened again", async () => {
    const { socket, wires } = await greeted();
    await vi.advanceTimersByTimeAsync(60_000);
    wires[0]!.say({ type: "ping", stream_position: 0, ts: "" });
    await vi.advanceTimersByTimeAsync(69_000);
    expect(socket.state.at).toBe("live");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(wires[0]!.closed).toBe(true);
    expect(wires).toHaveLength(2);
  });

  test("nothing is read twice or lost over drops: each event is applied once, in order", async () => {
    const setup = await greeted();
    const { world, wires, applied, socket } = setup;
    const since = world.head;
    for (let round = 0; round < 5; round += 1) {
      world.say(room, ana, { body: "live" });
      wires.at(-1)!.event(world.log.at(-1)!);
      wires.at(-1)!.end(1006);
      world.say(room, ana, { body: "missed" });
      for (let ticks = 0; ticks < 100 && socket.state.at !== "opening"; ticks += 1)
        await vi.advanceTimersByTimeAsync(500);
      wires.at(-1)!.hello(world.head);
      await settle();
      expect(socket.state.at).toBe("live");
    }
    expect(applied).toEqual(Array.from({ length: 10 }, (_, index) => since + 1 + index));
  });

  test("frames that are broken or unknown change nothing", async () => {
    const { wires, applied, socket } = await greeted();
    for (const data of ["", "{", "null", "[]", '{"type":5}', '{"type":"swp.future","stream_position":5}', 12]) {
      wires[0]!.onmessage?.({ data });
    }
    expect(applied).toEqual([]);
    expect(socket.state.at).toBe("live");
  });
});
