import { describe, expect, test } from "vitest";
import { unreadOf } from "#/domain/messages/unread.ts";
import { apply, cursorOf } from "#/domain/views/apply.ts";
import type { ClientState } from "#/domain/views/state.ts";
import { expectEqual, follow } from "#/domain/views/testing/law.ts";
import { snapshotAt, workspaceOf } from "#/domain/views/testing/snapshot.ts";
import { people, rooms, World, workspaceId } from "#/domain/views/testing/world.ts";

const [me, ana, bob] = people;

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
