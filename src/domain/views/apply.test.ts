import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unreadOf } from "#/domain/messages/unread.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { advance, apply, cursorOf } from "#/domain/views/apply.ts";
import type { ClientState } from "#/domain/views/state.ts";
import { snapshotAt, workspaceOf } from "#/domain/views/testing/snapshot.ts";
import { people, person, rooms, uuid, World, workspaceId } from "#/domain/views/testing/world.ts";

const [me, ana, bob] = people;
const step = fc.tuple(fc.nat(22), fc.nat(2), fc.nat(6), fc.nat(40), fc.boolean());

/** Turns numbers into deeds; those that a server would refuse do nothing. */
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

function follow(state: ClientState, events: ReceivedEvent[], head: number): ClientState {
  for (const event of events) apply(state, structuredClone(event));
  advance(state, head);
  return state;
}

/** Someone who is only invited is not told of changes to the room; they see it anew when they come in. */
function comparable(state: ClientState): ClientState {
  const copy = structuredClone(state);
  for (const entry of Object.values(copy.rooms)) if (entry.membership === "invite") entry.name = entry.topic = null;
  return copy;
}

/** Views that were dropped or never read are read anew; all others must be right. */
function expectEqual(state: ClientState, fresh: ClientState): void {
  const { views, threads, ...overview } = comparable(state);
  const { views: freshViews, threads: freshThreads, ...freshOverview } = comparable(fresh);
  expect(overview).toEqual(freshOverview);
  for (const [id, view] of Object.entries(views)) expect(view).toEqual(freshViews[id]);
  for (const [id, thread] of Object.entries(threads)) expect(thread).toEqual(freshThreads[id]);
}

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

describe("single rules", () => {
  const [room, direct] = rooms;
  const start = () => {
    const world = new World();
    return { world, state: snapshotAt(world.log, me, world.head) };
  };
  const catchUp = (world: World, state: ClientState) =>
    follow(state, world.live(me, state.stream_position), world.head).rooms[room]!;

  test("a new room begins read, and sorts by the moment of coming in", () => {
    const { world, state } = start();
    world.member(room, me, ana, "leave");
    world.say(room, ana, { body: "while away" });
    catchUp(world, state);
    expect(state.rooms[room]).toBeUndefined();
    expect(state.views[room]).toBeUndefined();
    world.member(room, me, ana, "join");
    const entry = catchUp(world, state);
    expect([entry.read_position, entry.last_position, entry.unread]).toEqual([world.head, world.head, []]);
  });

  test("a change of power is no new coming in: what is unread stays unread", () => {
    const { world, state } = start();
    world.say(room, ana, { body: "hi", mentions: [me] });
    world.member(room, me, ana, "join", 50);
    const entry = catchUp(world, state);
    expect(entry.power_level).toBe(50);
    expect(unreadOf(entry)).toEqual({ count: 1, mentions: 1, more: false });
  });

  test("one's own words and the server's lines are never unread, and a direct message counts as a mention", () => {
    const { world, state } = start();
    world.say(room, me, { body: "mine" });
    world.say(room, ana, { msgtype: "swp.system", body: "renamed" });
    world.say(direct, ana, { body: "only for you" });
    expect(unreadOf(catchUp(world, state)).count).toBe(0);
    expect(unreadOf(state.rooms[direct]!)).toEqual({ count: 1, mentions: 1, more: false });
  });

  test("beyond a hundred unread the newest hundred are kept and more is told", () => {
    const { world, state } = start();
    for (let n = 0; n < 105; n += 1) world.say(room, bob, { body: `${n}` });
    const entry = catchUp(world, state);
    expect(unreadOf(entry)).toEqual({ count: 100, mentions: 0, more: true });
    expect(entry.unread.at(-1)!.stream_position).toBe(world.head);
  });

  test("an old event without word of its thread still mends the footer when the thread is open", () => {
    const { world, state } = start();
    world.say(room, ana, { body: "root" });
    const root = world.messages(room)[0]!;
    world.say(room, ana, { body: "one", thread_root_id: root.id });
    world.say(room, bob, { body: "two", thread_root_id: root.id });
    const open = snapshotAt(world.log, me, world.head);
    world.redact(room, world.messages(room)[1]!, ana);
    const event = structuredClone(world.log.at(-1)!);
    delete (event.content as { thread?: unknown }).thread;
    follow(open, [event], world.head);
    expectEqual(open, snapshotAt(world.log, me, world.head));
    expect(open.views[room]!.messages[0]!.thread).toMatchObject({ count: 1, participant_ids: [bob] });
    expect(state.views[room]!.messages).toEqual([]);
  });

  test("a reader's view stands still until it is read anew", () => {
    const { world, state } = start();
    const view = state.views[room]!;
    view.membership = null;
    delete state.rooms[room];
    world.member(room, me, ana, "leave");
    world.member(room, me, me, "join");
    world.say(room, ana, { body: "after a stretch that was not told" });
    state.views[room] = { ...view, stream_position: world.head - 2 };
    for (const event of world.log.slice(-2)) apply(state, structuredClone(event));
    expect(state.rooms[room]!.membership).toBe("join");
    expect(state.views[room]!.messages).toEqual([]);
    expect(cursorOf(state)).toBe(world.head);
  });

  test("the same reaction told twice by two events is one, and none stands on what was removed", () => {
    const { world, state } = start();
    world.say(room, ana, { body: "hello" });
    const target = world.messages(room)[0]!;
    const content = { event_id: target.id, emoji: "👍", action: "add" as const };
    world.emit("swp.room.reaction", room, bob, content);
    world.emit("swp.room.reaction", room, bob, content);
    catchUp(world, state);
    expect(state.views[room]!.messages[0]!.reactions).toEqual([{ emoji: "👍", sender_id: bob }]);
    world.redact(room, target, ana);
    world.emit("swp.room.reaction", room, bob, content);
    catchUp(world, state);
    expect(state.views[room]!.messages[0]!.reactions).toEqual([]);
  });

  test("words removed since arrive as a tombstone that counts neither as unread nor as a reply", () => {
    const { world, state } = start();
    world.say(room, ana, { body: "root" });
    const root = world.messages(room)[0]!;
    world.say(room, ana, { body: "secret", thread_root_id: root.id, mentions: [me] });
    world.redact(room, world.messages(room)[1]!, ana);
    const untilReply = world.synced(me, state.stream_position).slice(0, 2);
    follow(state, untilReply, world.head - 1);
    expect(state.rooms[room]!.unread.map((ref) => ref.event_id)).toEqual([root.id]);
    expect(state.views[room]!.messages.map((message) => message.thread)).toEqual([null]);
  });

  test("a footer names the first five who replied, each once", () => {
    const { world, state } = start();
    world.say(room, me, { body: "root" });
    const root = world.messages(room)[0]!;
    for (const who of [bob, ana, bob, ...people.slice(3), me])
      world.say(room, who, { body: "re", thread_root_id: root.id });
    catchUp(world, state);
    const thread = { count: 8, participant_ids: [bob, ana, ...people.slice(3, 6)] };
    expect(state.views[room]!.messages[0]!.thread).toMatchObject(thread);
  });

  test("a marker that comes late does not make read words unread again", () => {
    const { world, state } = start();
    for (const body of ["one", "two"]) world.say(room, ana, { body });
    const [one, two] = world.messages(room);
    world.read(room, two!, me);
    world.emit("swp.room.read_marker", room, me, { event_id: one!.id, read_position: one!.stream_position });
    expect(catchUp(world, state)).toMatchObject({ read_position: two!.stream_position, unread: [] });
  });

  test("a workspace appears with one's role and goes with it", () => {
    const { world, state } = start();
    const content = { participant_id: me, role: "viewer" as const, changed_by: ana, workspace: workspaceOf() };
    world.emit("swp.workspace.member", null, ana, content);
    catchUp(world, state);
    expect(state.workspaces[workspaceId]?.role).toBe("viewer");
    world.emit("swp.workspace.member", null, ana, { ...content, role: null });
    catchUp(world, state);
    expect(state.workspaces).toEqual({});
  });
});
