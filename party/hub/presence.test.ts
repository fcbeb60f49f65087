import { expect, test } from "vitest";
import type { StickyPresence } from "#/domain/presence/events.ts";
import { logEvent, membership, person, room } from "../testing/facts.ts";
import { type FakeWire, Hall } from "../testing/hall.ts";
import { lingerMs, maxPresenceList, maxPresenceRoom, presenceSlotMs, sweepEveryMs } from "./limits.ts";
import { presenceOf } from "./publish.ts";

const [ana, ben, eve] = [person(1), person(2), person(3)] as [string, string, string];
const inRoom = { room_ids: [room(1)] };

/** What `wire` was told of `participant`, in order. */
const told = (wire: FakeWire, participant: string) =>
  wire
    .of("presence")
    .filter((frame) => frame.participant_id === participant)
    .map((frame) => frame.status);

const sticky = (position: number, participant: string, presence: StickyPresence) =>
  logEvent(position, "swp.presence.sticky", { presence }, { sender_id: participant });

test("a newcomer learns who is there, and those who are there learn of the newcomer, once", () => {
  const hall = new Hall();
  const a = hall.enter(ana, inRoom);
  hall.pass(500);
  const b = hall.enter(ben, inRoom);
  expect(told(b, ana)).toEqual(["online"]);
  hall.pass(10_000);
  expect(told(a, ben)).toEqual(["online"]);
  expect(told(b, ana)).toEqual(["online"]);
});

test("people without a common room learn nothing of each other", () => {
  const hall = new Hall();
  const a = hall.enter(ana, inRoom);
  const stranger = hall.enter(eve, { room_ids: [room(2)] });
  hall.pass(10_000);
  expect([told(a, eve), told(stranger, ana)]).toEqual([[], []]);
});

test("the most awake device wins", () => {
  const hall = new Hall();
  const watcher = hall.enter(ben, inRoom);
  const [phone, desk] = [hall.enter(ana, inRoom), hall.enter(ana, inRoom)];
  hall.pass(500);
  hall.say(phone, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  expect(told(watcher, ana)).toEqual(["online"]);
  hall.say(desk, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  hall.say(phone, { type: "presence", status: "online" });
  hall.pass(presenceSlotMs);
  expect(told(watcher, ana)).toEqual(["online", "idle", "online"]);
});

test("two missed heartbeats demote to offline; any frame is a heartbeat", () => {
  const hall = new Hall();
  const watcher = hall.enter(ben, inRoom);
  const a = hall.enter(ana, inRoom);
  hall.pass(60_000);
  hall.say(a, { type: "typing", room_id: room(1), typing: false });
  hall.pass(60_000);
  expect(told(watcher, ana)).toEqual(["online"]);
  hall.pass(20_000);
  expect(told(watcher, ana)).toEqual(["online", "offline"]);
  hall.say(a, { type: "presence", status: "online" });
  hall.pass(presenceSlotMs);
  expect(told(watcher, ana)).toEqual(["online", "offline", "online"]);
});

test("a page that reloads does not blink; one that is closed goes offline", () => {
  const hall = new Hall();
  const watcher = hall.enter(ben, inRoom);
  const before = hall.enter(ana, inRoom);
  hall.pass(1_000);
  hall.leave(before);
  hall.pass(1_000);
  const after = hall.enter(ana, inRoom);
  hall.pass(10_000);
  expect(told(watcher, ana)).toEqual(["online"]);
  hall.leave(after);
  hall.pass(lingerMs + sweepEveryMs + presenceSlotMs);
  expect(told(watcher, ana)).toEqual(["online", "offline"]);
  expect(hall.hub.scope.isMember(room(1), ana)).toBe(false);
});

test("a choice made by hand lies over the devices until it is reset", () => {
  const hall = new Hall();
  const watcher = hall.enter(ben, inRoom);
  const a = hall.enter(ana, { ...inRoom, presence: { sticky: "busy", visible_to: [] } });
  hall.pass(500);
  hall.say(a, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  hall.publish(0, sticky(1, ana, null));
  hall.pass(500);
  expect(told(watcher, ana)).toEqual(["busy", "idle"]);
});

test("who appears offline is offline to all but themselves and those they just talked with", () => {
  const hall = new Hall();
  const [other, friend] = [hall.enter(eve, inRoom), hall.enter(ben, inRoom)];
  const a = hall.enter(ana, { ...inRoom, presence: { sticky: null, visible_to: [ben] } });
  hall.pass(500);
  hall.publish(0, sticky(1, ana, "appear_offline"));
  hall.pass(500);
  expect(told(other, ana)).toEqual(["online", "offline"]);
  expect(told(friend, ana)).toEqual(["online"]);
  expect(told(a, ana)).toEqual(["online", "appear_offline"]);
  const [late, lateFriend] = [hall.enter(eve, inRoom), hall.enter(ben, inRoom)];
  expect(told(late, ana)).toEqual([]);
  expect(told(lateFriend, ana)).toEqual(["online"]);
  const asked = (viewer: string) => presenceOf(hall.hub, { viewer_id: viewer, ids: [ana] }).body;
  expect(asked(eve)).toEqual({ data: { [ana]: "offline" } });
  expect(asked(ben)).toEqual({ data: { [ana]: "online" } });
  hall.say(a, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  expect(told(other, ana)).toEqual(["online", "offline"]);
  expect(told(friend, ana)).toEqual(["online", "idle"]);
});

test("who is hidden from the start is never named, and a new confidant learns of them", () => {
  const hall = new Hall();
  const watcher = hall.enter(eve, inRoom);
  hall.enter(ana, { ...inRoom, presence: { sticky: "appear_offline", visible_to: [] } });
  hall.pass(500);
  expect(told(watcher, ana)).toEqual([]);
  hall.enter(ana, { ...inRoom, presence: { sticky: "appear_offline", visible_to: [eve] } });
  expect(told(watcher, ana)).toEqual(["online"]);
});

test("who enters a room learns of its members, and they of them", () => {
  const hall = new Hall();
  const a = hall.enter(ana, inRoom);
  const newcomer = hall.enter(eve);
  hall.pass(500);
  hall.publish(0, membership(1, room(1), eve, "join"));
  expect([told(a, eve), told(newcomer, ana)]).toEqual([["online"], ["online"]]);
  hall.publish(1, membership(2, room(1), eve, "leave"));
  hall.say(a, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  expect(told(newcomer, ana)).toEqual(["online"]);
});

test("in a gathering too large to tell everyone, nobody is told", () => {
  const hall = new Hall();
  const crowd = Array.from({ length: maxPresenceRoom + 1 }, (_, index) => hall.enter(person(index + 1), inRoom));
  hall.pass(500);
  const before = crowd.at(-1)!.of("presence").length;
  hall.say(crowd[0]!, { type: "presence", status: "idle" });
  hall.pass(presenceSlotMs);
  expect(crowd.at(-1)!.of("presence")).toHaveLength(before);
  const answer = presenceOf(hall.hub, { viewer_id: person(2), ids: [person(1)] });
  expect(answer.body).toEqual({ data: { [person(1)]: "idle" } });
});

test("what many devices report goes as one frame to clients that take lists, and as one each to the others", () => {
  const hall = new Hall();
  const others = Array.from({ length: 30 }, (_, index) => hall.enter(person(index + 10), inRoom));
  hall.pass(500);
  const ours = hall.enter(ana, { ...inRoom, presence_lists: true });
  const program = hall.enter(ben, inRoom);
  expect([ours.of("presence").length, ours.of("presence_list").length]).toEqual([0, 1]);
  expect(ours.of("presence_list")[0]!.people).toHaveLength(others.length);
  expect(program.of("presence")).toHaveLength(others.length);
  hall.pass(presenceSlotMs);
  const [before, seen] = [ours.frames.length, program.frames.length];
  for (const wire of others) {
    hall.say(wire, { type: "presence", status: "idle" });
    hall.pass(20);
  }
  hall.pass(presenceSlotMs);
  const lists = ours.frames.slice(before).filter(({ type }) => type.startsWith("presence"));
  expect(lists.length).toBeLessThanOrEqual(2);
  const people = lists.flatMap((frame) => (frame.people ?? [frame]) as { participant_id: string; status: string }[]);
  expect(people.map(({ participant_id }) => participant_id).sort()).toEqual(
    others.map((_, index) => person(index + 10)).sort(),
  );
  expect(new Set(people.map(({ status }) => status))).toEqual(new Set(["idle"]));
  expect(program.frames.slice(seen).filter(({ type }) => type === "presence")).toHaveLength(others.length);
  expect(program.of("presence_list")).toEqual([]);
});

test("a list is never longer than a frame may be", () => {
  const hall = new Hall();
  const crowd = maxPresenceList + 1;
  for (let index = 0; index < crowd; index += 1) hall.enter(person(index + 10), { room_ids: [room(1 + (index % 5))] });
  hall.pass(500);
  const wire = hall.enter(ana, { room_ids: [1, 2, 3, 4, 5].map(room), presence_lists: true });
  expect(wire.of("presence_list").map(({ people }) => (people as unknown[]).length)).toEqual([maxPresenceList, 1]);
  expect(wire.of("presence")).toEqual([]);
});

test("a choice made by hand does not wait for what devices report", () => {
  const hall = new Hall();
  const watcher = hall.enter(ben, inRoom);
  const a = hall.enter(ana, inRoom);
  hall.pass(presenceSlotMs);
  hall.say(a, { type: "presence", status: "idle" });
  hall.publish(0, sticky(1, ana, "busy"));
  hall.pass(200);
  expect(told(watcher, ana)).toEqual(["online", "busy"]);
});
