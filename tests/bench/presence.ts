import { setTimeout as delay } from "node:timers/promises";
import type { WebSocket } from "ws";
import { cpuSeconds } from "./processes.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { closeSockets, openSockets } from "./sockets.ts";
import type { Measured } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

/** How often a person of the mix turns to another window and back. */
const changeEveryMs = 30_000;
/** By turns, so that what else the machine does falls on both alike. */
const rounds = 3;

/**
 * What presence costs the hub in the mix of the bench: everybody's socket, messages at the steady rate in all rooms, and each
 * person idle or back every half minute. The CPU of the same rounds without the changes is taken off.
 */
export async function measurePresence(world: BenchWorld, scale: Scale): Promise<Measured> {
  let told = 0;
  const sockets = await openSockets(world.people, (text) => {
    if (text.includes('"type":"presence')) told += 1;
  });
  const party = world.instance.child("party").pid;
  const agent = keptAlive(32);
  let with_ = 0;
  let without = 0;
  for (let round = 0; round < rounds; round += 1) {
    without += await cpuOf(party, () => talk(world, scale, agent));
    with_ += await cpuOf(party, () => Promise.all([talk(world, scale, agent), change(sockets, scale)]));
  }
  agent.destroy();
  await closeSockets(sockets);
  return {
    figures: [
      {
        what: "presence, share of the hub's CPU",
        value: (Math.max(0, with_ - without) / with_) * 100,
        unit: "%",
        aim: { atMost: 5 },
        note: `${with_.toFixed(2)} s with, ${without.toFixed(2)} s without, ${told} frames, ${rounds} rounds each by turns`,
      },
    ],
  };
}

async function cpuOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuSeconds(pid);
  await work();
  return cpuSeconds(pid) - before;
}

/** As long as a round lasts. */
const roundMs = (scale: Scale) => (scale.latencyMessages / scale.latencyRate) * 1_000;

async function talk({ rooms }: BenchWorld, scale: Scale, agent: ReturnType<typeof keptAlive>): Promise<void> {
  const sending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < scale.latencyMessages; number += 1) {
    await delay(Math.max(0, startedAt + (number * 1_000) / scale.latencyRate - performance.now()));
    const room = rooms[number % rooms.length]!;
    sending.push(sendLine(room.members[number % room.members.length]!, room.id, `presence-mix-${number}`, agent));
  }
  await Promise.all(sending);
}

async function change(sockets: readonly WebSocket[], scale: Scale): Promise<void> {
  const everyMs = changeEveryMs / sockets.length;
  const idle = new Set<number>();
  for (let at = 0, number = 0; at < roundMs(scale); at += everyMs, number += 1) {
    const index = number % sockets.length;
    const status = idle.has(index) ? "online" : "idle";
    if (!idle.delete(index)) idle.add(index);
    sockets[index]!.send(JSON.stringify({ type: "presence", status }));
    await delay(everyMs);
  }
}
