import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { cursorOf } from "#/domain/views/apply.ts";
import type { ClientState } from "#/domain/views/state.ts";
import { comparable, expectEqual, follow } from "#/domain/views/testing/law.ts";
import { snapshotAt, workspaceOf } from "#/domain/views/testing/snapshot.ts";
import { people, person, rooms, uuid, World } from "#/domain/views/testing/world.ts";

const [me, ana] = people;
const step = fc.tuple(fc.nat(22), fc.nat(2), fc.nat(6), fc.nat(40), fc.boolean());

function act(world: World, [verb, roomIndex, whoIndex, n, flag]: [number, number, number, number, boolean]): void {
  const room = rooms[roomIndex]!;
  const who = people[whoIndex]!;
  const messages = world.messages(room);
  // The newest few, so that deeds meet on one message.
  const target = messages.at(-1 - (n % 4));
  const root =
    target && (target.content as { thread_root_id?: string }).thread_root_id === undefined ? target : undefined;
  const mentions = flag ? [me] : [];
  if (verb <= 3) world.say(room, who, { body: `words ${n}`, mentions }, flag ? uuid(5000 + world.head) : undefined);
  else if (verb <= 6 && root) world.say(room, who, { body: `reply ${n}`, mentions, thread_root_id: root.id });
  else if (verb === 17 && root)
    world.say(room, who, { body: `both ${n}`, mentions, thread_root_id: root.id, also_in_room: true });
  else if (verb === 18 && root) world.follow(room, root.id, who, flag);
  else if (verb === 19 && target) world.readThread(room, target, who);
  else if (verb === 20 && target) world.markUnread(room, target, who);
  else if (verb === 21 && target) world.pin(room, target, who);
  else if (verb === 22) world.draft(room, who, flag && root ? root.id : null, n % 3 ? `draft ${n}` : null);
  else if (verb === 7 && target) world.edit(room, target, `edited ${n}`, mentions);
  else if (verb === 8 && target) world.redact(room, target, who);
  else if (verb === 9 && target) world.react(room, target, who, flag ? "👍" : "🎉");
  else if (verb === 10 && target) world.read(room, target, who);
  else if (verb === 11) world.member(room, who, ana, flag ? "leave" : "ban");
  else if (verb === 12) world.member(room, who, ana, flag ? "join" : "invite");
  else if (verb === 13 && world.isIn(room, who)) world.member(room, who, ana, "join", n);
  else if (verb === 14) other(world, room, who, n, flag);
  else if (verb === 15) world.say(room, who, { msgtype: "swp.system", body: "renamed" });
}

function other(world: World, room: string, who: string, n: number, flag: boolean): void {
  const kind = n % 5;
  if (kind === 0) change(world, room, "name", `name ${n}`);
  if (kind === 1) change(world, room, "topic", flag ? null : `topic ${n}`);
  if (kind === 2) world.emit("swp.presence.sticky", null, who, { presence: flag ? "busy" : null });
  if (kind === 3) {
    const participant = person(who, `Name ${n}`);
    world.people.set(who, participant);
    world.emit("swp.participant.updated", null, who, { participant });
  }
  if (kind === 4) {
    const content = { participant_id: who, role: flag ? ("editor" as const) : null, changed_by: ana };
    world.emit("swp.workspace.member", null, ana, { ...content, workspace: workspaceOf() });
  }
}

function change(world: World, room: string, field: "name" | "topic", value: string | null): void {
  Object.assign(world.rooms.get(room)!, { [field]: value });
  if (field === "name") world.emit("swp.room.name", room, ana, { name: value! });
  else world.emit("swp.room.topic", room, ana, { topic: value });
}

const mine = (events: ReceivedEvent[]) =>
  events.filter((event) => event.type !== "swp.presence.sticky" || event.sender_id === me);

function play(steps: [number, number, number, number, boolean][]): World {
  const world = new World();
  for (const each of steps) act(world, each);
  return world;
}

const history = fc.array(step, { maxLength: 80, size: "max" });

describe("the law of sync: an old snapshot and the events after it make the fresh snapshot", () => {
  for (const mode of ["live", "synced"] as const) {
    test(`holds for events as they come when ${mode}, from any moment on`, () => {
      fc.assert(
        fc.property(history, fc.nat(), (steps, at) => {
          const world = play(steps);
          const since = at % (world.head + 1);
          const state = snapshotAt(world.log, me, since);
          follow(state, mine(world[mode](me, since)), world.head);
          expectEqual(state, snapshotAt(world.log, me, world.head));
        }),
        { numRuns: 300 },
      );
    });
  }

  test("holds when every event comes twice, and when the whole stretch is told again", () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, at) => {
        const world = play(steps);
        const since = at % (world.head + 1);
        const events = mine(world.live(me, since));
        const state = snapshotAt(world.log, me, since);
        follow(state, [...events.flatMap((event) => [event, event]), ...events], world.head);
        expectEqual(state, snapshotAt(world.log, me, world.head));
      }),
    );
  });

  test("holds when overview, views and threads were read at different moments", () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), fc.nat(), (steps, a, b, c) => {
        const world = play(steps);
        const [first, second, third] = [a, b, c].map((n) => n % (world.head + 1)) as [number, number, number];
        const state = snapshotAt(world.log, me, first);
        const inside = (id: string) => [first, second, third].every((at) => wasInFrom(world, id, at));
        const pick = <T>(all: Record<string, T>, room: (each: T) => string) =>
          Object.fromEntries(Object.entries(all).filter(([, each]) => inside(room(each))));
        state.views = pick(snapshotAt(world.log, me, second).views, (view) => view.room.id);
        state.threads = pick(snapshotAt(world.log, me, third).threads, (thread) => thread.room_id);
        follow(state, mine(world.live(me, cursorOf(state))), world.head);
        expectEqual(state, snapshotAt(world.log, me, world.head));
      }),
    );
  });

  test("keeps the views of rooms that one never left", () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, at) => {
        const world = play(steps);
        const since = at % (world.head + 1);
        const state = snapshotAt(world.log, me, since);
        const stayed = Object.keys(state.views).filter((id) => wasInFrom(world, id, since));
        follow(state, mine(world.synced(me, since)), world.head);
        expect(Object.keys(state.views)).toEqual(expect.arrayContaining(stayed));
      }),
    );
  });

  test("two devices that read, send and react in turns end alike", () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (steps, a, b) => {
        const world = play(steps);
        const [phone, laptop] = [a, b].map((n) => {
          const since = n % (world.head + 1);
          return follow(snapshotAt(world.log, me, since), mine(world.live(me, since)), world.head);
        }) as [ClientState, ClientState];
        expect(comparable(phone).rooms).toEqual(comparable(laptop).rooms);
      }),
    );
  });
});

function wasInFrom(world: World, room: string, since: number): boolean {
  const states = world.log.filter(
    (event) => event.type === "swp.room.member" && event.room_id === room && event.content.participant_id === me,
  );
  const before = states.findLast((event) => event.stream_position <= since);
  const all = [before, ...states.filter((event) => event.stream_position > since)];
  return all.every((event) => event?.type === "swp.room.member" && event.content.membership === "join");
}
