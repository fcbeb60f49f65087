import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../party/testing/until.ts";
import { signOut } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { joinRoom, kickFromRoom } from "../../src/server/rooms/membership.ts";
import { sync } from "../../src/server/views/sync.ts";
import { promisedMs } from "../support/promised.ts";
import type { Person } from "../support/world.ts";
import { acting, type Device, device, eventsOf, goLive, type Live } from "./support.ts";

let live: Live;
let people: Person[];
let room_id: string;

beforeAll(async () => {
  live = await goLive();
  people = [];
  for (let index = 0; index < 10; index += 1) people.push(await live.world.person(`person${index}`));
  room_id = (await createRoom(acting(live, people[0]!), { name: "live", room_type: "public" })).id;
  for (const person of people.slice(1)) await joinRoom(acting(live, person), { room_id });
});
afterAll(() => live.end());

const say = (person: Person, body: string) => sendMessage(acting(live, person), { room_id, content: { body } });
const sentences = (from: Device) => eventsOf(from.client).filter((event) => event.type === "swp.room.message");
const positions = (events: { stream_position: number }[]) => events.map((event) => event.stream_position);

/** Everything that concerns the device's owner after `since`, page by page, as a client that reads by `since` does. */
async function readAll(by: Device, since: number, limit: number): Promise<number[]> {
  const found: number[] = [];
  for (let cursor = since, page = 0; page < 1_000; page += 1) {
    const answer = await sync(
      by.ctx,
      live.app.wake,
      { since: cursor, limit, timeout: 0 },
      new AbortController().signal,
    );
    found.push(...positions(answer.events));
    if (!answer.has_more) break;
    cursor = answer.next_cursor;
  }
  return found;
}

describe("a sentence, from the use case to another person's socket", () => {
  test("arrives once, with its words and its place in the log", async () => {
    const reader = await device(live, people[1]!);
    const sent = await say(people[0]!, "hello over there");
    const [event] = await until(() => sentences(reader), (seen) => seen.length > 0); // biome-ignore format: one wait
    expect(event).toMatchObject({ id: sent.id, content: { body: "hello over there" }, sender_id: sent.sender_id });
    expect(event!.stream_position).toBe(sent.stream_position);
    reader.client.socket.close();
  });
});

describe("fifty writers at once", () => {
  test("lose, repeat and reorder nothing, for live sockets and for readers by `since`", async () => {
    const [first, second] = [await device(live, people[1]!), await device(live, people[2]!)];
    const since = await live.world.head();
    const writers = Array.from({ length: 50 }, (_, index) => people[index % people.length]!);
    const each = 8;
    const written = Promise.all(
      writers.flatMap((person, writer) =>
        Array.from({ length: each }, (_, index) => say(person, `writer ${writer}, sentence ${index}`)),
      ),
    );
    const readDuring = readAll(second, since, 7);
    const acknowledged = positions(await written).sort((a, b) => a - b);
    expect(acknowledged).toHaveLength(50 * each);

    for (const reader of [first, second]) {
      await until(() => sentences(reader), (seen) => seen.length >= acknowledged.length); // biome-ignore format: one wait
      expect(positions(sentences(reader)).filter((position) => position > since)).toEqual(acknowledged);
    }
    expect(await readAll(first, since, 7)).toEqual(acknowledged);
    const during = await readDuring;
    expect(during).toEqual(acknowledged.slice(0, during.length));
    for (const reader of [first, second]) reader.client.socket.close();
  });
});

describe("a party killed in the middle of a burst", () => {
  test("costs nobody a sentence: sync and the new stream together hold everything acknowledged within five seconds", async () => {
    const before = await device(live, people[3]!);
    const since = await live.world.head();
    const burst = Array.from({ length: 60 }, (_, index) => say(people[index % 3]!, `burst ${index}`));
    await Promise.all(burst.slice(0, 20));
    await live.party.kill();
    const acknowledged = positions(await Promise.all(burst)).sort((a, b) => a - b);
    await live.party.start();
    const startedAt = performance.now();

    const after = await device(live, people[3]!);
    const synced = await readAll(after, since, 100);
    const late = await say(people[0]!, "after the restart");
    await until(() => positions(sentences(after)), (seen) => seen.includes(late.stream_position)); // biome-ignore format: one wait
    const known = new Set([...synced, ...positions(eventsOf(before.client)), ...positions(eventsOf(after.client))]);
    expect(acknowledged.filter((position) => !known.has(position))).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(promisedMs);
    after.client.socket.close();
  });
});

describe("someone who loses a room or a session", () => {
  test("who is kicked gets that as the room's last frame within two seconds, and nothing said afterwards", async () => {
    const guest = people[4]!;
    const theirs = await device(live, guest);
    await say(people[0]!, "still here");
    const startedAt = performance.now();
    await kickFromRoom(acting(live, people[0]!), { room_id, participant_id: guest.participant.id });
    await say(people[0]!, "not for the one who left");
    const seen = await until(
      () => eventsOf(theirs.client),
      (events) => events.some((event) => event.type === "swp.room.member"),
    );
    expect(performance.now() - startedAt).toBeLessThan(promisedMs);
    const other = await device(live, people[5]!);
    const last = await say(people[0]!, "a later one, which others get");
    await until(() => positions(sentences(other)), (found) => found.includes(last.stream_position)); // biome-ignore format: one wait
    expect(eventsOf(theirs.client).at(-1)).toMatchObject({ type: "swp.room.member", content: { membership: "leave" } });
    expect(JSON.stringify(theirs.client.frames)).not.toContain("not for the one who left");
    expect(seen.at(-1)?.room_id).toBe(room_id);
    expect(theirs.client.closed).toBeNull();
    for (const each of [theirs, other]) each.client.socket.close();
  });

  test("who signs out is told so and cut off with 4001, on that device alone", async () => {
    const [phone, laptop] = [await device(live, people[6]!), await device(live, people[6]!)];
    await signOut(phone.ctx);
    const closed = await phone.client.end();
    expect(closed.code).toBe(4001);
    expect(phone.client.frames.at(-1)).toMatchObject({ type: "swp.session.ended", session_ids: [phone.sessionId] });
    const sent = await say(people[0]!, "for those who stay");
    await until(() => positions(sentences(laptop)), (seen) => seen.includes(sent.stream_position)); // biome-ignore format: one wait
    expect(laptop.client.closed).toBeNull();
    laptop.client.socket.close();
  });
});
