import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { threadsUnreadOf, unreadOf } from "#/domain/messages/unread.ts";
import { followThread, unfollowThread } from "#/server/messages/follow.ts";
import { listMessages } from "#/server/messages/list-messages.ts";
import { listThreads } from "#/server/messages/list-threads.ts";
import { markAllRead, markRoomRead, markThreadsRead, undoMarkRead } from "#/server/messages/mark-all-read.ts";
import { markRead, markThreadRead, markUnread } from "#/server/messages/mark-read.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { joinRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let outsider: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, outsider] = [await world.person("ana"), await world.person("ben"), await world.person("olga")];
  stranger = await (await world.tenant("acme")).person("ana");
});
afterAll(() => world.drop());

const holds = <T>(action: () => Promise<T>): Promise<T> => {
  world.clock.advance(1000);
  return expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, action));
};

/** A room with Ana and Ben in it: public, so that what an outsider may not do is about the deed. */
async function square(): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name: "square", room_type: "public" });
  await joinRoom(ben.ctx, { room_id: id });
  return id;
}
const say = (person: Person, room_id: string, body: string, more: object = {}) =>
  sendMessage(person.ctx, { room_id, content: { body, ...more } });
const entryOf = async (person: Person, room_id: string) => (await snapshot(person.ctx)).rooms[room_id]!;
const unreadWords = async (person: Person, room_id: string) => unreadOf(await entryOf(person, room_id)).count;

describe("marking unread", () => {
  test("takes the position back to a message, for oneself on all devices and for nobody else", async () => {
    const room_id = await square();
    const said = [await say(ana, room_id, "one"), await say(ana, room_id, "two"), await say(ana, room_id, "three")];
    await markRead(ben.ctx, { room_id, event_id: said[2]!.id });
    const head = await world.head();
    await holds(() => markUnread(ben.ctx, { room_id, event_id: said[1]!.id }));
    expect((await entryOf(ben, room_id)).unread.map((ref) => ref.event_id)).toEqual([said[1]!.id, said[2]!.id]);
    const [event, ...more] = await world.log(head);
    expect([event!.audience, more]).toEqual([{ kind: "participants", also: [ben.participant.id] }, []]);
    await holds(() => markRead(ben.ctx, { room_id, event_id: said[2]!.id }));
    expect(await unreadWords(ben, room_id)).toBe(0);
  });

  test("goes back to one's coming in and no further, and is for members alone", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "past", room_type: "public" });
    const before = await say(ana, room_id, "before");
    await joinRoom(ben.ctx, { room_id });
    const after = await say(ana, room_id, "after");
    await holds(() => markUnread(ben.ctx, { room_id, event_id: before.id }));
    expect((await entryOf(ben, room_id)).unread.map((ref) => ref.event_id)).toEqual([after.id]);
    await expectRefusal(markUnread(outsider.ctx, { room_id, event_id: after.id }), "SW_NOT_MEMBER");
    await expectRefusal(markUnread(stranger.ctx, { room_id, event_id: after.id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(markUnread(ben.ctx, { room_id, event_id: absentId }), "SW_EVENT_NOT_FOUND");
  });
});

describe("marking everything read", () => {
  test("everything of some rooms leaves the others as they are, and is taken back alike", async () => {
    const [one, two] = [await square(), await square()];
    await say(ana, one, "here");
    await say(ana, two, "there");
    const { token, rooms } = await holds(() => markAllRead(ben.ctx, { room_ids: [one, absentId] }));
    expect(rooms).toBe(1);
    expect([await unreadWords(ben, one), await unreadWords(ben, two)]).toEqual([0, 1]);
    await holds(() => undoMarkRead(ben.ctx, { token }));
    expect([await unreadWords(ben, one), await unreadWords(ben, two)]).toEqual([1, 1]);
  });

  test("empties rooms and threads, and its undo brings back each position exactly, once, within ten minutes", async () => {
    const [first, second] = [await square(), await square()];
    const root = await say(ben, first, "root");
    await say(ana, first, "reply", { thread_root_id: root.id });
    for (const room of [first, first, second]) await say(ana, room, "news");
    const before = (await snapshot(ben.ctx)).rooms;
    const { token, threads } = await holds(() => markAllRead(ben.ctx));
    expect(threads).toBe(1);
    for (const room of Object.values((await snapshot(ben.ctx)).rooms)) {
      expect([unreadOf(room).count, threadsUnreadOf(room).count]).toEqual([0, 0]);
    }
    await expectRefusal(undoMarkRead(ana.ctx, { token }), "SW_NOT_FOUND");
    await holds(() => undoMarkRead(ben.ctx, { token }));
    const places = (rooms: typeof before) =>
      Object.values(rooms).map(({ id, read_position, unread, threads }) => ({ id, read_position, unread, threads }));
    expect(places((await snapshot(ben.ctx)).rooms)).toEqual(places(before));
    await expectRefusal(undoMarkRead(ben.ctx, { token }), "SW_NOT_FOUND");

    const again = await markAllRead(ben.ctx);
    world.clock.advance(10 * 60_000 + 1);
    await expectRefusal(undoMarkRead(ben.ctx, { token: again.token }), "SW_NOT_FOUND");
  });

  test("of one room takes its threads along, and leaves the others alone", async () => {
    const [room_id, other] = [await square(), await square()];
    const root = await say(ben, room_id, "root");
    await say(ana, room_id, "reply", { thread_root_id: root.id });
    for (const room of [room_id, other]) await say(ana, room, "news");
    expect(await holds(() => markRoomRead(ben.ctx, { room_id }))).toEqual({ rooms: 1, threads: 1 });
    expect([await unreadWords(ben, room_id), await unreadWords(ben, other)]).toEqual([0, 1]);
    await expectRefusal(markRoomRead(outsider.ctx, { room_id }), "SW_NOT_MEMBER");
    await expectRefusal(markRoomRead(stranger.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
  });
});

describe("threads", () => {
  test("are followed by who began them, writes in them or is mentioned in them, and by nobody else", async () => {
    const room_id = await square();
    await joinRoom(outsider.ctx, { room_id });
    const root = await say(ben, room_id, "root");
    const following = async (person: Person) => root.id in (await entryOf(person, room_id)).threads;
    await holds(() => say(ana, room_id, "reply", { thread_root_id: root.id }));
    expect([await following(ana), await following(ben), await following(outsider)]).toEqual([true, true, false]);
    const { unread, threads } = await entryOf(ben, room_id);
    expect([unread, threads[root.id]!.unread.length]).toEqual([[], 1]);
    await holds(() => say(ana, room_id, "hey", { thread_root_id: root.id, mentions: [outsider.participant.id] }));
    expect((await entryOf(outsider, room_id)).threads[root.id]!.unread).toMatchObject([{ mentions_me: true }]);

    await holds(() => unfollowThread(ben.ctx, { room_id, root_id: root.id }));
    await holds(() => say(ana, room_id, "not for Ben", { thread_root_id: root.id }));
    expect(await following(ben)).toBe(false);
    await holds(() => say(ben, room_id, "back again", { thread_root_id: root.id }));
    expect(await following(ben)).toBe(true);
  });

  test("can be followed without a word, which costs an outsider their place", async () => {
    const room_id = await square();
    const root = await say(ana, room_id, "root");
    const follow = { room_id, root_id: root.id };
    expect(await holds(() => followThread(ben.ctx, follow))).toEqual({ following: true });
    const head = await world.head();
    await followThread(ben.ctx, follow);
    expect(await world.head()).toBe(head);
    const reply = await holds(() => say(ana, room_id, "reply", { thread_root_id: root.id }));
    const marker = { ...follow, event_id: reply.id };
    for (const act of [() => followThread(outsider.ctx, follow), () => unfollowThread(outsider.ctx, follow), () => markThreadRead(outsider.ctx, marker)]) {
      await expectRefusal(act(), "SW_NOT_MEMBER");
    } // biome-ignore format: three deeds
    await expectRefusal(followThread(stranger.ctx, follow), "SW_ROOM_NOT_FOUND");
    await expectRefusal(followThread(ben.ctx, { room_id, root_id: reply.id }), "SW_EVENT_NOT_FOUND");
    await expectRefusal(markThreadRead(ben.ctx, { ...marker, root_id: absentId }), "SW_EVENT_NOT_FOUND");
    await holds(() => markThreadRead(ben.ctx, marker));
    expect(threadsUnreadOf(await entryOf(ben, room_id)).count).toBe(0);
    await holds(() => markUnread(ben.ctx, { room_id, event_id: reply.id }));
    expect(threadsUnreadOf(await entryOf(ben, room_id)).count).toBe(1);
  });

  test("are listed with what is unread first, the newest before, in pages", async () => {
    const room_id = await square();
    const roots: string[] = [];
    for (const body of ["a", "b", "c"]) {
      roots.push((await say(ben, room_id, body)).id);
      await say(ana, room_id, `re ${body}`, { thread_root_id: roots.at(-1)! });
    }
    const list = async (limit: number, offset = 0) => {
      const { items, has_more } = await listThreads(ben.ctx, { limit, offset });
      return { roots: items.filter((item) => item.room_id === room_id).map((item) => item.root.id), items, has_more };
    };
    const all = await list(50);
    expect(all.roots).toEqual([roots[2], roots[1], roots[0]]);
    expect(all.items[0]).toMatchObject({ unread_count: 1, newest_replies: [{ content: { body: "re c" } }] });
    await markThreadRead(ben.ctx, { room_id, root_id: roots[2]!, event_id: all.items[0]!.newest_replies[0]!.id });
    expect((await list(50)).roots).toEqual([roots[1], roots[0], roots[2]]);
    expect(await list(1)).toMatchObject({ roots: [roots[1]], has_more: true });
    expect((await listThreads(outsider.ctx, { limit: 50, offset: 0 })).items.map((item) => item.root.id)).not.toContain(
      roots[1],
    );
    const { token } = await holds(() => markThreadsRead(ben.ctx));
    expect((await list(50)).items.every((item) => item.unread_count === 0)).toBe(true);
    await holds(() => undoMarkRead(ben.ctx, { token }));
    expect((await list(50)).roots).toEqual([roots[1], roots[0], roots[2]]);
  });

  test("of a direct room count with it, so that nothing waits unseen", async () => {
    const { id: room_id } = await createDm(ana.ctx, { participant_id: ben.participant.id });
    const root = await say(ana, room_id, "root");
    await markRead(ben.ctx, { room_id, event_id: root.id });
    await holds(() => say(ana, room_id, "reply", { thread_root_id: root.id }));
    expect(unreadOf(await entryOf(ben, room_id))).toEqual({ count: 1, mentions: 1, more: false });
  });

  test("show a reply in the room too, once in the log and counted once", async () => {
    const room_id = await square();
    const root = await say(ben, room_id, "root");
    const head = await world.head();
    const both = await holds(() => say(ana, room_id, "both", { thread_root_id: root.id, also_in_room: true }));
    expect((await world.log(head)).filter((event) => event.type === "swp.room.message")).toHaveLength(1);
    const { messages } = await listMessages(ben.ctx, { room_id, limit: 50, direction: "back" });
    expect(messages.at(-1)).toEqual(both);
    expect(messages.find((message) => message.id === root.id)!.thread!.count).toBe(1);
    const entry = await entryOf(ben, room_id);
    expect([unreadOf(entry).count, threadsUnreadOf(entry).count]).toEqual([1, 0]);
    await expectRefusal(say(ana, room_id, "nowhere", { also_in_room: true }), "SW_BAD_REQUEST");
  });
});
