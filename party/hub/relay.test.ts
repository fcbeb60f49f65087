import { describe, expect, test } from "vitest";
import { batch, membership, message, person, room } from "../testing/facts.ts";
import { type FakeWire, Hall } from "../testing/hall.ts";
import { lingerMs, presenceSlotMs, relayLastsMs, sweepEveryMs } from "./limits.ts";
import { ephemeral, presenceOf, publish, relayed } from "./publish.ts";
import type { RelayBody } from "./relay.ts";

const [ana, ben, eve] = [person(1), person(2), person(3)] as [string, string, string];
const facts = { room_ids: [room(1)], hub_shards: 2 };

/** Two shards of one tenant. `cut` loses what the first tells the second. */
class TwoHalls {
  readonly halls: [Hall, Hall] = [new Hall(0), new Hall(1)];
  cut = false;

  pass(ms: number): void {
    const [first, second] = this.halls;
    first.pass(ms, () => {
      second.now = first.now;
      second.hub.tick();
      this.carry();
    });
  }

  carry(): void {
    for (const hall of this.halls) {
      for (const { shard, body } of hall.hub.relay.take(hall.now)) {
        if (this.cut) {
          hall.hub.relay.failed(shard, hall.now);
          continue;
        }
        const sent = JSON.parse(JSON.stringify(body)) as RelayBody;
        const { unknown } = relayed(this.halls[shard as 0 | 1].hub, sent).body as { unknown: string[] };
        hall.hub.relay.done(shard, unknown);
      }
    }
  }

  /** The second shard's process ends and begins anew, without its streams. */
  restartSecond(): void {
    const now = this.halls[0].now;
    this.halls[1] = new Hall(1);
    this.halls[1].now = now;
  }
}

const told = (wire: FakeWire, participant: string) =>
  wire
    .of("presence")
    .filter((frame) => frame.participant_id === participant)
    .map((frame) => frame.status);
const typing = (wire: FakeWire) => wire.of("typing").map((frame) => [frame.participant_id, frame.typing]);

describe("presence over two shards", () => {
  test("is told both ways once, and a newcomer of either learns who is there", () => {
    const two = new TwoHalls();
    const a = two.halls[0].enter(ana, facts);
    two.pass(500);
    const b = two.halls[1].enter(ben, facts);
    two.pass(500);
    expect([told(a, ben), told(b, ana)]).toEqual([["online"], ["online"]]);
    const late = two.halls[1].enter(eve, facts);
    two.pass(30_000);
    expect(told(late, ana)).toEqual(["online"]);
    expect(told(a, ben)).toEqual(["online"]);
  });

  test("follows what a person's devices say, and ends when they leave", () => {
    const two = new TwoHalls();
    const watcher = two.halls[1].enter(ben, facts);
    const [phone, desk] = [two.halls[0].enter(ana, facts), two.halls[0].enter(ana, facts)];
    two.pass(500);
    two.halls[0].say(phone, { type: "presence", status: "idle" });
    two.pass(presenceSlotMs + 500);
    expect(told(watcher, ana)).toEqual(["online"]);
    two.halls[0].say(desk, { type: "presence", status: "idle" });
    two.pass(presenceSlotMs + 500);
    two.halls[0].leave(phone);
    two.halls[0].leave(desk);
    two.pass(lingerMs + sweepEveryMs + presenceSlotMs + 500);
    expect(told(watcher, ana)).toEqual(["online", "idle", "offline"]);
    expect(two.halls[1].hub.presence.knows(ana)).toBe(false);
  });

  test("is told to nobody who shares no room, and to whoever comes to share one", () => {
    const two = new TwoHalls();
    const a = two.halls[0].enter(ana, facts);
    const e = two.halls[1].enter(eve, { room_ids: [room(2)], hub_shards: 2 });
    two.pass(500);
    expect([told(a, eve), told(e, ana)]).toEqual([[], []]);
    for (const hall of two.halls) publish(hall.hub, batch(0, [membership(1, room(1), eve, "join")]));
    two.pass(500);
    expect([told(a, eve), told(e, ana)]).toEqual([["online"], ["online"]]);
  });

  test("hidden by hand stays hidden over there, but for those who see through it", () => {
    const two = new TwoHalls();
    const hidden = { sticky: "appear_offline", visible_to: [ben] } as const;
    two.halls[0].enter(ana, { ...facts, presence: { sticky: hidden.sticky, visible_to: [...hidden.visible_to] } });
    const [b, e] = [two.halls[1].enter(ben, facts), two.halls[1].enter(eve, facts)];
    two.pass(500);
    expect([told(b, ana), told(e, ana)]).toEqual([["online"], []]);
    const asked = (viewer_id: string) => presenceOf(two.halls[1].hub, { viewer_id, ids: [ana] }).body;
    expect([asked(ben), asked(eve)]).toEqual([{ data: { [ana]: "online" } }, { data: { [ana]: "offline" } }]);
  });

  test("comes back after a shard began anew, and goes when a shard is heard of no more", () => {
    const two = new TwoHalls();
    two.halls[0].enter(ana, facts);
    two.halls[1].enter(ben, facts);
    two.pass(500);
    two.restartSecond();
    const b = two.halls[1].enter(ben, facts);
    two.pass(500);
    expect(told(b, ana)).toEqual(["online"]);
    two.cut = true;
    two.pass(relayLastsMs + 2_000);
    expect(told(b, ana)).toEqual(["online", "offline"]);
    two.cut = false;
    two.pass(1_500);
    expect(told(b, ana)).toEqual(["online", "offline", "online"]);
  });
});

describe("what is not in the log", () => {
  test("typing reaches the members at the other shard, its end too, and nobody else", () => {
    const two = new TwoHalls();
    const a = two.halls[0].enter(ana, facts);
    const b = two.halls[1].enter(ben, facts);
    const e = two.halls[1].enter(eve, { room_ids: [room(2)], hub_shards: 2 });
    two.halls[0].say(a, { type: "typing", room_id: room(1), typing: true });
    two.pass(300);
    expect(typing(b)).toEqual([[ana, true]]);
    for (const hall of two.halls) publish(hall.hub, batch(0, [message(1, room(1), ana)]));
    two.pass(300);
    expect(typing(b)).toEqual([[ana, true], [ana, false]]); // biome-ignore format: one list
    expect([typing(a), typing(e)]).toEqual([[], []]);
  });

  test("frames of the web application reach every shard once, in order", () => {
    const two = new TwoHalls();
    const [a, b] = [two.halls[0].enter(ana, facts), two.halls[1].enter(ben, facts)];
    two.pass(300);
    const audience = { kind: "room", room_id: room(1), also: [] };
    for (const offset of [0, 5, 9]) {
      ephemeral(two.halls[0].hub, { frames: [{ audience, frame: { type: "ai.chunk", offset } }] });
    }
    two.pass(300);
    for (const wire of [a, b]) expect(wire.of("ai.chunk").map((frame) => frame.offset)).toEqual([0, 5, 9]);
  });
});

test("two shards without anybody and anything to tell are quiet", () => {
  const two = new TwoHalls();
  const [a, b] = [two.halls[0].enter(ana, facts), two.halls[1].enter(ben, facts)];
  two.pass(500);
  two.halls[0].leave(a);
  two.halls[1].leave(b);
  two.pass(10_000);
  expect(two.halls.map((hall) => hall.hub.quiet)).toEqual([true, true]);
});
