import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogEvent } from "#/domain/envelope.ts";
import { factsOf, id, membership, message, person, room } from "../testing/facts.ts";
import { type FakeWire, Hall } from "../testing/hall.ts";
import { Scope } from "./scope.ts";
import { RecentChanges } from "./scope-changes.ts";

const people = 3;
const rooms = 2;

type Step =
  | { kind: "message"; person: number; room: number }
  | { kind: "member"; person: number; room: number; membership: "join" | "leave" | "ban" | "invite" }
  | { kind: "publish"; upTo: number; after: number }
  | { kind: "open"; person: number; readAt: number }
  | { kind: "close"; which: number };

const someone = fc.integer({ min: 1, max: people });
const somewhere = fc.integer({ min: 1, max: rooms });
const share = fc.integer({ min: 0, max: 6 }).map((sixths) => sixths / 6);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("message" as const), person: someone, room: somewhere }),
  fc.record({
    kind: fc.constant("member" as const),
    person: someone,
    room: somewhere,
    membership: fc.constantFrom("join" as const, "leave" as const, "ban" as const, "invite" as const),
  }),
  fc.record({ kind: fc.constant("publish" as const), upTo: share, after: share }),
  fc.record({ kind: fc.constant("open" as const), person: someone, readAt: share }),
  fc.record({ kind: fc.constant("close" as const), which: fc.nat(10) }),
);

/** The truth: who was a member after each position, from the log alone. */
class Truth {
  readonly log: LogEvent[] = [];
  readonly #members: Set<string>[] = [new Set()];

  append(make: (position: number) => LogEvent): void {
    const event = make(this.log.length + 1);
    const members = new Set(this.#members.at(-1)!);
    if (event.type === "swp.room.member") {
      const key = `${event.room_id} ${event.content.participant_id}`;
      if (event.content.membership === "join") members.add(key);
      else members.delete(key);
    }
    this.log.push(event);
    this.#members.push(members);
  }

  isMember(at: number, roomId: string | null, participant: string): boolean {
    return this.#members[at]!.has(`${roomId} ${participant}`);
  }

  roomsAt(at: number, participant: string): string[] {
    return [1, 2].map(room).filter((roomId) => this.isMember(at, roomId, participant));
  }

  /** Whether the event concerns the person: a member before or after it, or its subject. */
  concerns(event: LogEvent, participant: string): boolean {
    const { stream_position: at, room_id } = event;
    if (event.type === "swp.room.member" && event.content.participant_id === participant) return true;
    return this.isMember(at, room_id, participant);
  }
}

/** How the facts of the openings stood to the hub's own position. */
const stats = { late: 0, ahead: 0, behind: 0, level: 0 };

function play(steps: Step[]): void {
  const hall = new Hall();
  const truth = new Truth();
  const open: { wire: FakeWire; participant: string }[] = [];
  for (const step of steps) {
    hall.now += 50;
    if (step.kind === "message") {
      truth.append((position) => message(position, room(step.room), person(step.person)));
    } else if (step.kind === "member") {
      truth.append((position) => membership(position, room(step.room), person(step.person), step.membership));
    } else if (step.kind === "publish") {
      const upTo = Math.round(step.upTo * truth.log.length);
      const after = Math.round(step.after * upTo);
      const reply = hall.publish(after, ...truth.log.slice(after, upTo));
      if (reply.status === 409) {
        const { position } = reply.body as { position: number };
        expect(position).toBeLessThan(after);
        hall.publish(position, ...truth.log.slice(position, Math.max(position, upTo)));
      }
    } else if (step.kind === "open") {
      const readAt = Math.round(step.readAt * truth.log.length);
      const participant = person(step.person);
      const before = hall.hub.scope.position ?? readAt;
      const wire = hall.enter(participant, { room_ids: truth.roomsAt(readAt, participant), stream_position: readAt });
      stats[wire.closed ? "late" : readAt > before ? "ahead" : readAt < before ? "behind" : "level"]++;
      if (wire.closed) expect(wire.closed.code).toBe(1013);
      else open.push({ wire, participant });
    } else {
      const [closing] = open.splice(step.which % Math.max(1, open.length), 1);
      if (closing) hall.leave(closing.wire);
      if (step.which % 2 === 0) hall.pass(4_000);
    }
  }
  const position = hall.hub.scope.position ?? 0;
  hall.publish(position, ...truth.log.slice(position));
  for (const { wire, participant } of open) {
    const from = wire.frames[0]!.stream_position as number;
    const due = truth.log.filter((event) => event.stream_position > from && truth.concerns(event, participant));
    expect(wire.positions).toEqual(due.map((event) => event.stream_position));
    for (const roomId of [1, 2].map(room)) {
      expect(hall.hub.scope.isMember(roomId, participant)).toBe(truth.isMember(truth.log.length, roomId, participant));
    }
  }
}

test("whatever the order of joins, kicks, messages, openings and batches, each stream gets exactly what concerns it", () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: "max" }), play), { numRuns: 1_000 });
  // The test is worth something only if facts were often older and newer than the hub.
  expect(Math.min(stats.ahead, stats.behind, stats.late)).toBeGreaterThan(20);
});

test("facts that are older than the hub's memory are not taken for true", () => {
  const scope = new Scope();
  scope.accepts(10);
  scope.advance(11);
  expect(scope.enter(factsOf(person(1), { stream_position: 9 }))).toBeNull();
  expect(scope.enter(factsOf(person(1), { stream_position: 10 }))).toMatchObject({ from: 11 });
});

test("a hub that has processed nothing begins where the oldest facts were read", () => {
  const scope = new Scope();
  expect(scope.enter(factsOf(person(1), { stream_position: 9 }))).toMatchObject({ from: 9 });
  expect(scope.enter(factsOf(person(2), { stream_position: 7 }))).toMatchObject({ from: 7 });
  expect(scope.position).toBe(7);
});

test("forgotten changes are known to be forgotten", () => {
  const recent = new RecentChanges(0, 4);
  const change = (participant: string) => ({ kind: "room", participant, group: room(1), present: true }) as const;
  for (let position = 1; position <= 6; position += 1) recent.push(position, change(id("aaaa", position % 2)));
  expect(recent.from).toBe(2);
  expect(recent.since(1, id("aaaa", 0))).toBeNull();
  expect(recent.since(2, id("aaaa", 0))).toHaveLength(2);
  expect(recent.since(5, id("aaaa", 1))).toEqual([]);
});

test("someone known to have left is not put back meanwhile by what happened before, or by older facts", () => {
  const scope = new Scope();
  const [ana, ben] = [person(1), person(2)];
  const joins = { kind: "room", participant: ana, group: room(1), present: true } as const;
  scope.enter(factsOf(ben, { stream_position: 5 }));
  scope.advance(6);
  // By position 9 Ana has joined and left again; the hub is at 6.
  scope.enter(factsOf(ana, { stream_position: 9 }));
  scope.apply(7, joins);
  scope.advance(7);
  expect(scope.isMember(room(1), ana)).toBe(false);
  scope.enter(factsOf(ana, { stream_position: 7, room_ids: [room(1)] }));
  expect(scope.isMember(room(1), ana)).toBe(false);
  scope.apply(10, joins);
  expect(scope.isMember(room(1), ana)).toBe(true);
});
