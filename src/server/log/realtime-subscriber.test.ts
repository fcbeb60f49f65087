import { describe, expect, test } from "vitest";
import type { Batch, LogEvent } from "#/domain/envelope.ts";
import { maxBatchBytes } from "#/domain/stream/contract.ts";
import {
  type Delivery,
  deliver,
  type PublishAnswer,
  publishTimeoutMs,
  type RealtimeDeps,
  readAnswer,
} from "#/server/log/realtime-subscriber.ts";

const event = (position: number, body = "hi") =>
  ({ type: "swp.room.message", stream_position: position, content: { body } }) as unknown as LogEvent;

/** A log in memory and a hub with the hub's rule: no gaps, and what it has is ignored. */
class World {
  log: LogEvent[] = [];
  hub: number | null = null;
  received: number[] = [];
  batches: Batch[] = [];
  broken: (batch: Batch) => PublishAnswer | null = () => null;

  grow(count: number, body?: string): void {
    for (let index = 0; index < count; index += 1) this.log.push(event(this.log.length + 1, body));
  }

  deps: RealtimeDeps = {
    tenantId: "t",
    read: async (after, limit) => this.log.slice(after, after + limit),
    publish: async (batch) => {
      this.batches.push(batch);
      const broken = this.broken(batch);
      if (broken) return broken;
      this.hub ??= batch.after;
      if (batch.after > this.hub) return { kind: "behind", position: this.hub };
      for (const { stream_position } of batch.events) {
        if (stream_position <= this.hub) continue;
        this.received.push(stream_position);
        this.hub = stream_position;
      }
      return { kind: "taken" };
    },
    deadline: () => new AbortController().signal,
  };

  async untilIdle(cursor = 0): Promise<Delivery> {
    let delivery: Delivery = { state: { cursor, failures: 0 }, next: "again", trouble: null };
    for (let step = 0; step < 1_000; step += 1) {
      delivery = await deliver(this.deps, delivery.state);
      if (delivery.next === "idle") return delivery;
    }
    throw new Error("never idle");
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("delivering the log to a hub", () => {
  test("everything arrives in order and once, in batches of at most 200", async () => {
    const world = new World();
    world.grow(450);
    const { state } = await world.untilIdle();
    expect(state).toEqual({ cursor: 450, failures: 0 });
    expect(world.received).toEqual(range(1, 450));
    expect(world.batches.map((batch) => batch.events.length)).toEqual([200, 200, 50]);
    expect(world.batches.map((batch) => batch.after)).toEqual([0, 200, 400]);
  });

  test("a batch stays under its limit of bytes unless one event is larger", async () => {
    const world = new World();
    world.grow(30, "x".repeat(60_000));
    world.log.push(event(31, "y".repeat(maxBatchBytes)));
    world.grow(1);
    await world.untilIdle();
    expect(world.received).toEqual(range(1, 32));
    const sizes = world.batches.map((batch) => [batch.events.length, JSON.stringify(batch.events).length] as const);
    expect(sizes.every(([count, bytes]) => count === 1 || bytes <= maxBatchBytes + count)).toBe(true);
    expect(sizes[0]![0]).toBeGreaterThan(3);
  });

  test("a hub that is behind gets the log from where it is", async () => {
    const world = new World();
    world.grow(20);
    world.hub = 5;
    const { state } = await world.untilIdle(12);
    expect(state.cursor).toBe(20);
    expect(world.received).toEqual(range(6, 20));
  });

  test("a hub that is ahead ignores what it has", async () => {
    const world = new World();
    world.grow(20);
    world.hub = 15;
    await world.untilIdle(10);
    expect(world.received).toEqual(range(16, 20));
  });

  test("a batch whose answer was lost is sent again and arrives once", async () => {
    const world = new World();
    world.grow(3);
    const answered = world.deps.publish;
    let lost = true;
    world.deps.publish = async (batch, signal) => {
      const answer = await answered(batch, signal);
      if (!lost) return answer;
      lost = false;
      throw new Error("socket hang up");
    };
    const first = await deliver(world.deps, { cursor: 0, failures: 0 });
    expect(first).toEqual({ state: { cursor: 0, failures: 1 }, next: { pauseMs: 50 }, trouble: expect.anything() });
    await world.untilIdle();
    expect(world.received).toEqual([1, 2, 3]);
  });

  test("pauses double up to a second and begin anew after a success", async () => {
    const world = new World();
    world.grow(1);
    world.broken = () => ({ kind: "unreachable", reason: "down" });
    let state = { cursor: 0, failures: 0 };
    const pauses: unknown[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const delivery = await deliver(world.deps, state);
      pauses.push(delivery.next);
      state = delivery.state;
    }
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000].map((pauseMs) => ({ pauseMs })));
    world.broken = () => null;
    expect((await deliver(world.deps, state)).state).toEqual({ cursor: 1, failures: 0 });
  });

  test("a refusal keeps the cursor and names the trouble", async () => {
    const world = new World();
    world.grow(1);
    world.broken = () => ({ kind: "refused", reason: "status 404" });
    const delivery = await deliver(world.deps, { cursor: 0, failures: 0 });
    expect(delivery).toMatchObject({ state: { cursor: 0, failures: 1 }, trouble: "refused: status 404" });
  });

  test("a hub that contradicts itself does not make a loop without a pause", async () => {
    const world = new World();
    world.grow(3);
    world.broken = () => ({ kind: "behind", position: 2 });
    const delivery = await deliver(world.deps, { cursor: 2, failures: 0 });
    expect(delivery).toMatchObject({ state: { cursor: 2 }, next: { pauseMs: 50 } });
  });

  test("a log with a gap is delivered up to it, then named", async () => {
    const world = new World();
    world.deps.read = async (after) =>
      [1, 2, 4].filter((position) => position > after).map((position) => event(position));
    const first = await deliver(world.deps, { cursor: 0, failures: 0 });
    expect(first.state.cursor).toBe(2);
    expect(await deliver(world.deps, first.state)).toMatchObject({ trouble: "the log has a gap" });
  });

  test("a hub that does not answer is given up after a second", async () => {
    const world = new World();
    world.grow(1);
    const waited: number[] = [];
    world.deps.deadline = (ms) => {
      waited.push(ms);
      return AbortSignal.abort();
    };
    world.deps.publish = async (_, signal) => {
      signal.throwIfAborted();
      return { kind: "taken" };
    };
    const delivery = await deliver(world.deps, { cursor: 0, failures: 0 });
    expect(waited).toEqual([publishTimeoutMs]);
    expect(delivery.trouble).toContain("unreachable");
  });
});

test("the answers of a hub are read by status and body", () => {
  expect(readAnswer(200, { position: 4 })).toEqual({ kind: "taken" });
  expect(readAnswer(409, { position: 4 })).toEqual({ kind: "behind", position: 4 });
  expect(readAnswer(200, "<html>").kind).toBe("unreachable");
  expect(readAnswer(404, {}).kind).toBe("refused");
  expect(readAnswer(502, {}).kind).toBe("unreachable");
});
