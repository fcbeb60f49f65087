import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "#/domain/messages/message.ts";
import { threadsUnreadOf, unreadOf } from "#/domain/messages/unread.ts";
import { fromFrame, toFrame } from "#/domain/stream/event-frames.ts";
import { advance, apply, cursorOf } from "#/domain/views/apply.ts";
import type { ClientState } from "#/domain/views/state.ts";
import { reading } from "#/server/database/context.ts";
import { headOf, readLogFor } from "#/server/log/read.ts";
import { viewerOf } from "#/server/log/viewer.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { followThread, unfollowThread } from "#/server/messages/follow.ts";
import { markAllRead, markRoomRead, undoMarkRead } from "#/server/messages/mark-all-read.ts";
import { markRead, markThreadRead, markUnread } from "#/server/messages/mark-read.ts";
import { addReaction } from "#/server/messages/react.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { joinRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { catchUp, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
/** Keeps the room, and removes what others said. */
let olga: Person;
/** Those whose devices are looked at. */
let readers: [Person, Person];

beforeAll(async () => {
  world = await makeWorld();
  olga = await world.person("olga");
  readers = [await world.person("ana"), await world.person("ben")];
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;

/** What is unread, worked out from deeds alone: one moment after the other, and nothing else. */
class Model {
  clock = 0;
  readonly said: { message: Message; at: number; root: string | null; inRoom: boolean; removed: boolean }[] = [];
  /** By person: since when they are in the room, and how far they have read it. */
  readonly inside = new Map<string, { since: number; read: number }>();
  /** By person and root. Absent was never, or not since they came in; null is no more. */
  readonly follows = new Map<string, { read: number } | null>();

  follow(root: string, who: string, keepsEnd: boolean): void {
    const key = `${who} ${root}`;
    if (!this.inside.has(who) || this.follows.get(key) || (keepsEnd && this.follows.has(key))) return;
    this.follows.set(key, { read: this.clock });
  }

  say(message: Message, mentions: string[]): void {
    const root = message.thread_root_id;
    if (root) {
      for (const who of [message.sender_id, ...mentions]) this.follow(root, who, false);
      this.follow(root, this.said.find((each) => each.message.id === root)!.message.sender_id, true);
    }
    this.clock += 1;
    const inRoom = root === null || message.also_in_room === true;
    this.said.push({ message, at: this.clock, root, inRoom, removed: false });
  }

  unread(who: string): { room: string[]; threads: Record<string, string[]> } {
    const mine = this.inside.get(who)!;
    const after = (position: number) =>
      this.said.filter((each) => each.at > position && !each.removed && each.message.sender_id !== who);
    const ids = (all: typeof this.said) => all.map((each) => each.message.id);
    const threads: Record<string, string[]> = {};
    for (const [key, place] of this.follows) {
      const [person, root] = key.split(" ");
      if (person !== who || !place) continue;
      threads[root!] = ids(after(place.read).filter((each) => each.root === root && !each.inRoom));
    }
    return { room: ids(after(mine.read).filter((each) => each.inRoom)), threads };
  }
}

type Deed = [verb: number, who: number, target: number, flag: boolean];
const deeds = fc.array(fc.tuple(fc.nat(15), fc.nat(2), fc.nat(5), fc.boolean()), {
  minLength: 15,
  maxLength: 45,
  size: "max",
});

/** Does it on the server and in the model, if it makes sense. */
async function act(room_id: string, model: Model, [verb, whoIndex, targetIndex, flag]: Deed): Promise<void> {
  const person = [...readers, olga][whoIndex]!;
  const { ctx } = person;
  const who = idOf(person);
  world.clock.advance(1000);
  const mine = model.inside.get(who);
  if (verb === 0) {
    if (mine && who !== idOf(olga)) {
      await leaveRoom(ctx, { room_id });
      model.inside.delete(who);
      for (const key of [...model.follows.keys()]) if (key.startsWith(who)) model.follows.delete(key);
    } else if (!mine) {
      await joinRoom(ctx, { room_id });
      model.clock += 1;
      model.inside.set(who, { since: model.clock, read: model.clock });
    }
    return;
  }
  if (!mine) return;
  const target = model.said.at(-1 - targetIndex);
  const mentions = flag ? [idOf(readers[targetIndex % 2]!)] : [];
  const say = async (more: object) => {
    const content = { body: `words ${model.clock}`, mentions, ...more };
    model.say(await sendMessage(ctx, { room_id, content }), mentions);
  };
  if (verb <= 3) return say({});
  if (!target) return;
  const event_id = target.message.id;
  const root = target.root ?? event_id;
  const thread = model.follows.get(`${who} ${root}`);
  if (verb <= 6) return say({ thread_root_id: root, ...(verb === 6 ? { also_in_room: true } : {}) });
  if (verb === 7) {
    await markRead(ctx, { room_id, event_id });
    mine.read = Math.max(mine.read, target.at);
  } else if (verb === 8) {
    await markUnread(ctx, { room_id, event_id });
    const position = Math.max(mine.since, target.at - 1);
    if (target.inRoom) mine.read = position;
    else model.follows.set(`${who} ${root}`, { read: position });
  } else if (verb === 9 && !target.removed && target.message.sender_id === who) {
    await editMessage(ctx, { room_id, event_id, content: { body: "edited", mentions } });
  } else if (verb === 10 && (target.message.sender_id === who || person === olga)) {
    await redactMessage(ctx, { room_id, event_id });
    target.removed = true;
  } else if (verb === 11 && !target.removed) {
    await addReaction(ctx, { room_id, event_id, emoji: "👍" });
  } else if (verb === 12) {
    await (flag ? followThread : unfollowThread)(ctx, { room_id, root_id: root });
    if (!flag) model.follows.set(`${who} ${root}`, null);
    else if (!thread) model.follows.set(`${who} ${root}`, { read: model.clock });
  } else if (verb === 13 && target.root) {
    await markThreadRead(ctx, { room_id, root_id: root, event_id });
    if (thread) thread.read = Math.max(thread.read, target.at);
  } else if (verb === 14 || verb === 15) {
    const before = structuredClone({ read: mine.read, follows: [...model.follows] });
    const { token } = verb === 14 ? { ...(await markRoomRead(ctx, { room_id })), token: null } : await markAllRead(ctx);
    mine.read = model.clock;
    for (const [key, place] of model.follows) if (key.startsWith(who) && place) place.read = model.clock;
    if (!token || !flag) return;
    await undoMarkRead(ctx, { token });
    mine.read = before.read;
    for (const [key, place] of before.follows) model.follows.set(key, place);
  }
}

/** A device to which everything is told twice, and then the whole stretch once more. */
async function catchUpTwice({ ctx }: Person, state: ClientState): Promise<void> {
  const { events, head } = await reading(ctx, async (tx) => ({
    ...(await readLogFor(tx, await viewerOf(tx, ctx.actor.participantId), cursorOf(state), 5_000)),
    head: await headOf(tx),
  }));
  for (const event of [...events.flatMap((each) => [each, each]), ...events]) {
    apply(state, fromFrame(JSON.parse(JSON.stringify(toFrame(event))))!);
  }
  advance(state, head);
}

function told(state: ClientState, room_id: string) {
  const entry = state.rooms[room_id];
  if (!entry) return null;
  const ids = (refs: { event_id: string }[]) => refs.map((ref) => ref.event_id);
  const threads = Object.fromEntries(Object.entries(entry.threads).map(([root, place]) => [root, ids(place.unread)]));
  return { room: ids(entry.unread), threads };
}

describe("unread", () => {
  test("is what a simple model says, alike on every device in whatever way it was told, and on the server", async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.nat(44), async (steps, opened) => {
        const { id: room_id } = await createRoom(olga.ctx, { name: "Room", room_type: "public" });
        const model = new Model();
        for (const person of [olga, ...readers]) {
          if (person !== olga) await joinRoom(person.ctx, { room_id });
          model.clock += 1;
          model.inside.set(idOf(person), { since: model.clock, read: model.clock });
        }
        const phones = await Promise.all(readers.map(({ ctx }) => snapshot(ctx)));
        let laptops = phones.map((phone) => structuredClone(phone));
        for (const [index, step] of steps.entries()) {
          await act(room_id, model, step);
          if (index === opened) laptops = await Promise.all(readers.map(({ ctx }) => snapshot(ctx)));
          // The phones follow as it happens; the laptops hear of everything at the end.
          for (const [n, person] of readers.entries()) await catchUp(person.ctx, phones[n]!);
        }
        for (const [n, person] of readers.entries()) {
          await catchUpTwice(person, laptops[n]!);
          const fresh = await snapshot(person.ctx);
          const expected = model.inside.has(idOf(person)) ? model.unread(idOf(person)) : null;
          expect(told(fresh, room_id)).toEqual(expected);
          expect(phones[n]!.rooms[room_id]).toEqual(fresh.rooms[room_id]);
          expect(laptops[n]!.rooms[room_id]).toEqual(fresh.rooms[room_id]);
          const entry = fresh.rooms[room_id];
          if (!entry) continue;
          expect([unreadOf(entry).count, threadsUnreadOf(entry).count]).toEqual([
            expected!.room.length,
            Object.values(expected!.threads).flat().length,
          ]);
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);
});
