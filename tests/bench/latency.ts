import { setTimeout as delay } from "node:timers/promises";
import { until } from "../start/instance.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { closeSockets, openSockets } from "./sockets.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const settleMs = 10_000;

/**
 * From the moment a client sends until another one's live socket hands the frame over, at a steady rate over all rooms.
 * Every member's socket must get every message of its rooms once, the sender's own included.
 */
export async function measureLatency({ people, rooms }: BenchWorld, scale: Scale): Promise<Measured> {
  const sentAt = new Map<string, number>();
  const received = people.map(() => new Map<string, number>());
  const samples: number[] = [];
  const sockets = await openSockets(people, (text, index) => {
    const mark = /latency-\d+/.exec(text)?.[0];
    if (!mark) return;
    const counts = received[index]!;
    counts.set(mark, (counts.get(mark) ?? 0) + 1);
    samples.push(performance.now() - (sentAt.get(mark) ?? Number.NaN));
  });
  const agent = keptAlive(32);
  const expected = people.map(() => new Set<string>());
  const indexOf = new Map(people.map((person, index) => [person.participantId, index]));
  const sending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < scale.latencyMessages; number += 1) {
    // Sent when it is due, whether or not the one before was answered: a slow server must not slow its own measurement.
    const due = startedAt + (number * 1_000) / scale.latencyRate;
    await delay(Math.max(0, due - performance.now()));
    const room = rooms[number % rooms.length]!;
    const sender = room.members[number % room.members.length]!;
    const mark = `latency-${number}`;
    for (const { participantId } of room.members) expected[indexOf.get(participantId)!]!.add(mark);
    sentAt.set(mark, performance.now());
    sending.push(sendLine(sender, room.id, mark, agent));
  }
  await Promise.all(sending);
  const complete = () => (expected.every((marks, index) => received[index]!.size >= marks.size) ? true : undefined);
  await until(complete, settleMs).catch(() => undefined);
  agent.destroy();
  await closeSockets(sockets);

  const lost = expected.reduce(
    (sum, marks, index) => sum + [...marks].filter((mark) => !received[index]!.has(mark)).length,
    0,
  );
  const extra = received.reduce(
    (sum, counts, index) =>
      sum + [...counts].reduce((more, [mark, count]) => more + count - (expected[index]!.has(mark) ? 1 : 0), 0),
    0,
  );
  const note = `${samples.length} deliveries at ${scale.latencyRate} sends/s`;
  return {
    figures: [
      {
        what: `send → seen, ${rooms.length} rooms of ${scale.peopleInRoom}, p50`,
        value: quantile(samples, 0.5),
        unit: "ms",
        aim: { atMost: 15 },
        note,
      },
      {
        what: `send → seen, ${rooms.length} rooms of ${scale.peopleInRoom}, p99`,
        value: quantile(samples, 0.99),
        unit: "ms",
        aim: { atMost: 60 },
      },
    ],
    faults: faultsOf("send → seen", lost, extra),
  };
}

export function faultsOf(what: string, lost: number, extra: number): string[] {
  return [
    ...(lost > 0 ? [`${what}: ${lost} deliveries were lost.`] : []),
    ...(extra > 0 ? [`${what}: ${extra} deliveries too many.`] : []),
  ];
}
