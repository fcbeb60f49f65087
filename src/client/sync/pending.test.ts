import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PendingWrites } from "#/client/sync/pending.ts";
import { maxPending, type Pending, phaseOf } from "#/client/sync/pending-rules.ts";
import { inMemory } from "#/client/sync/pending-storage.ts";
import type { Write } from "#/client/sync/server.ts";
import { sharedTabs } from "#/client/sync/testing/tabs.ts";
import { SwError } from "#/domain/errors.ts";
import type { Message } from "#/domain/messages/message.ts";
import { uuid } from "#/domain/views/testing/world.ts";

const room = uuid(20);
const other = uuid(21);
const say = (body: string) => ({ kind: "send", content: { body } }) as const;
const bodyOf = (write: Write) => (write.op.kind === "send" ? (write.op.content.body ?? "") : write.op.kind);

/** A server that keeps what it accepts, once for each key; `answer` decides what happens to each try. */
function fakeServer() {
  const accepted = new Map<string, string>();
  const tries: string[] = [];
  const server = {
    accepted,
    tries,
    answer: async (_write: Write): Promise<void> => undefined,
    /** The write is done, and the answer lost. */
    loseAnswers: false,
    write: async (write: Write) => {
      tries.push(bodyOf(write));
      await server.answer(write);
      if (!accepted.has(write.event_uuid)) accepted.set(write.event_uuid, bodyOf(write));
      if (server.loseAnswers) throw new TypeError("network");
      return { stream_position: accepted.size } as Message;
    },
  };
  return server;
}

let ids = 0;
function openTab(
  server: ReturnType<typeof fakeServer>,
  { storage = inMemory(), tabs = sharedTabs()(), online = (): boolean => true } = {},
) {
  const shown: { writes: Pending[]; retryAt: number | null } = { writes: [], retryAt: null };
  const signedOut = vi.fn();
  const pending = new PendingWrites({
    storage,
    tabs,
    online,
    write: (write) => server.write(write),
    newId: () => {
      ids += 1;
      return uuid(9_000 + ids);
    },
    random: () => 0.999999,
    onChange: (writes, retryAt) => Object.assign(shown, { writes, retryAt }),
    onSignedOut: signedOut,
  });
  const status = () => shown.writes.map((write) => `${bodyOf(write)}: ${write.status}`);
  return { pending, shown, status, signedOut };
}

/** Lets everything run that needs no time. */
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the outbox", () => {
  test("shows a write at once, sends it, and forgets it when its event is seen", async () => {
    const server = fakeServer();
    const { pending, status } = openTab(server);
    const key = pending.enqueue(room, say("hello"));
    expect(status()).toEqual(["hello: queued"]);
    await settle();
    expect(status()).toEqual(["hello: sent"]);
    pending.seen(key);
    expect(status()).toEqual([]);
    expect([...server.accepted.values()]).toEqual(["hello"]);
  });

  test("keeps the order of a room while the network fails, and lets other rooms go on", async () => {
    const server = fakeServer();
    server.answer = async (write) => {
      if (write.room_id === room && server.tries.length < 4) throw new TypeError("network");
    };
    const { pending } = openTab(server);
    for (const body of ["one", "two", "three"]) pending.enqueue(room, say(body));
    pending.enqueue(other, say("elsewhere"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([...server.accepted.values()].filter((body) => body !== "elsewhere")).toEqual(["one", "two", "three"]);
    expect([...server.accepted.values()]).toContain("elsewhere");
  });

  test("a refused write steps aside with its code and sentence, and those after it go on", async () => {
    const server = fakeServer();
    server.answer = async (write) => {
      if (bodyOf(write) === "bad") throw new SwError("SW_ROOM_FROZEN");
    };
    const { pending, shown, status } = openTab(server);
    pending.enqueue(room, say("bad"));
    pending.enqueue(room, say("good"));
    await settle();
    expect(status()).toEqual(["bad: failed", "good: sent"]);
    expect(shown.writes[0]!.refusal).toEqual({ code: "SW_ROOM_FROZEN", sentence: "This room is archived or closed." });
    server.answer = async () => undefined;
    await pending.retry(shown.writes[0]!.event_uuid);
    await settle();
    expect([...server.accepted.values()]).toEqual(["good", "bad"]);
  });

  test("a lost answer is asked for again under the same key: one message on the server", async () => {
    const server = fakeServer();
    server.loseAnswers = true;
    const { pending, status } = openTab(server);
    pending.enqueue(room, say("once"));
    await settle();
    expect(status()).toEqual(["once: queued"]);
    server.loseAnswers = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.tries).toEqual(["once", "once"]);
    expect(server.accepted.size).toBe(1);
    expect(status()).toEqual(["once: sent"]);
  });

  test("an event that comes before the answer settles the write, and nothing is sent again", async () => {
    const server = fakeServer();
    const storage = inMemory();
    server.loseAnswers = true;
    const { pending, status } = openTab(server, { storage });
    const key = pending.enqueue(room, say("seen"));
    await settle();
    pending.seen(key);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.tries).toEqual(["seen"]);
    expect(status()).toEqual([]);
    expect(await storage.all()).toEqual([]);
  });

  test("fails after ten minutes of tries without an answer, not before, and can be tried again", async () => {
    const server = fakeServer();
    server.answer = async () => {
      throw new TypeError("network");
    };
    const { pending, shown, status } = openTab(server);
    pending.enqueue(room, say("patience"));
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(status()).toEqual(["patience: queued"]);
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(status()).toEqual(["patience: failed"]);
    expect(shown.writes[0]!.refusal?.code).toBeNull();
    const triesSoFar = server.tries.length;
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(server.tries.length).toBe(triesSoFar);
    server.answer = async () => undefined;
    await pending.retry(shown.writes[0]!.event_uuid);
    await settle();
    expect(status()).toEqual(["patience: sent"]);
  });

  test("hours offline are no tries: everything goes out in order when the network is back", async () => {
    const server = fakeServer();
    let online = false;
    const { pending, status } = openTab(server, { online: () => online });
    for (const body of ["one", "two"]) pending.enqueue(room, say(body));
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    expect(server.tries).toEqual([]);
    expect(status()).toEqual(["one: queued", "two: queued"]);
    online = true;
    await pending.kick();
    expect([...server.accepted.values()]).toEqual(["one", "two"]);
  });

  test("a limit of the rate is waited for as long as the server says", async () => {
    const server = fakeServer();
    server.answer = async () => {
      if (server.tries.length === 1) throw { data: { sw_code: "SW_RATE_LIMIT_EXCEEDED", retry_after: 8 } };
    };
    const { pending, shown, status } = openTab(server);
    pending.enqueue(room, say("fast"));
    await settle();
    expect(shown.retryAt).toBe(Date.now() + 8_000);
    await vi.advanceTimersByTimeAsync(7_999);
    expect(status()).toEqual(["fast: queued"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(status()).toEqual(["fast: sent"]);
  });

  test("signed out, nothing is tried and nothing is lost", async () => {
    const server = fakeServer();
    server.answer = async () => {
      throw new SwError("SW_AUTH_EXPIRED_TOKEN");
    };
    const { pending, signedOut, status } = openTab(server);
    pending.enqueue(room, say("later"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signedOut).toHaveBeenCalledTimes(1);
    expect(server.tries).toEqual(["later"]);
    expect(status()).toEqual(["later: queued"]);
  });

  test("a fault of the server that does not pass fails the write instead of holding up the room", async () => {
    const server = fakeServer();
    server.answer = async (write) => {
      if (bodyOf(write) === "poison") throw new SwError("SW_INTERNAL");
    };
    const { pending, status } = openTab(server);
    pending.enqueue(room, say("poison"));
    pending.enqueue(room, say("next"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(status()).toEqual(["poison: failed", "next: sent"]);
  });

  test("a killed page's writes are sent by the next one, in order and once", async () => {
    const server = fakeServer();
    const storage = inMemory();
    server.loseAnswers = true;
    const dead = openTab(server, { storage });
    for (const body of ["one", "two", "three"]) dead.pending.enqueue(room, say(body));
    await settle();
    dead.pending.stop();
    server.loseAnswers = false;
    const next = openTab(server, { storage });
    await next.pending.start();
    expect([...server.accepted.values()]).toEqual(["one", "two", "three"]);
    expect(await storage.all()).toEqual([]);
  });

  test("two tabs that write at once double nothing and keep the order in which things were written", async () => {
    const server = fakeServer();
    const storage = inMemory();
    const tabs = sharedTabs();
    const [left, right] = [openTab(server, { storage, tabs: tabs() }), openTab(server, { storage, tabs: tabs() })];
    server.answer = () => new Promise((resolve) => setTimeout(resolve, 50));
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const [index, body] of bodies.entries()) {
      (index % 2 === 0 ? left : right).pending.enqueue(room, say(body));
      await settle();
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect([...server.accepted.values()]).toEqual(bodies);
    expect(server.tries).toEqual(bodies);
    expect(left.status().filter((line) => line.endsWith("queued"))).toEqual([]);
    expect(right.status().filter((line) => line.endsWith("queued"))).toEqual([]);
  });

  test("a discarded write gives its words back and is not sent", async () => {
    const server = fakeServer();
    const storage = inMemory();
    const { pending, status } = openTab(server, { storage, online: () => false });
    const key = pending.enqueue(room, say("not yet"));
    expect(await pending.discard(key)).toMatchObject({ room_id: room, op: { content: { body: "not yet" } } });
    expect(status()).toEqual([]);
    expect(await storage.all()).toEqual([]);
  });

  test("refuses a queue beyond its bound with a code, and wiping leaves nothing", async () => {
    const storage = inMemory();
    const { pending, status } = openTab(fakeServer(), { storage, online: () => false });
    for (let n = 0; n < maxPending; n += 1) pending.enqueue(room, say(`${n}`));
    expect(() => pending.enqueue(room, say("one more"))).toThrow(/500 messages wait/);
    await settle();
    await pending.wipe();
    expect(status()).toEqual([]);
    expect(await storage.all()).toEqual([]);
  });

  test("a storage without room does not keep a message from being sent", async () => {
    const server = fakeServer();
    const storage = { ...inMemory(), add: () => Promise.reject(new DOMException("full", "QuotaExceededError")) };
    const { pending } = openTab(server, { storage });
    pending.enqueue(room, say("one"));
    pending.enqueue(room, say("two"));
    await settle();
    expect([...server.accepted.values()]).toEqual(["one", "two"]);
  });
});

test("a pending message is full ink, then a clock after 400 ms, then waiting after 10 s", () => {
  const write = { status: "queued", created_at: 1_000 } as const;
  expect([1_399, 1_400, 10_999, 11_000].map((now) => phaseOf(write, now))).toEqual([
    "fresh",
    "sending",
    "sending",
    "waiting",
  ]);
});
