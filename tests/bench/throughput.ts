import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const clients = 16;

/** Sends acknowledged per second in one tenant, each client sending again as soon as it was answered. */
export async function measureThroughput({ rooms, instance }: BenchWorld, scale: Scale): Promise<Measured> {
  const agent = keptAlive(clients);
  const took: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + scale.throughputMs;
  const client = async (index: number) => {
    const room = rooms[index % rooms.length]!;
    // Everyone of the room in turn: many people at once are measured, not the limit on one person's calls.
    for (let turn = index; performance.now() < until; turn += 1) {
      const sender = room.members[turn % room.members.length]!;
      const before = performance.now();
      await sendLine(sender, room.id, `throughput from ${index} at ${instance.port}`, agent);
      took.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  const note = `${clients} clients, ${seconds.toFixed(1)} s, an answer in p50 ${quantile(took, 0.5).toFixed(1)} ms`;
  return {
    figures: [
      { what: "acknowledged sends, one tenant", value: took.length / seconds, unit: "/s", aim: { atLeast: 500 }, note },
    ],
  };
}
