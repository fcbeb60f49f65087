import { setTimeout as delay } from "node:timers/promises";
import { residentBytes } from "./processes.ts";
import type { Scale } from "./scale.ts";
import { closeSockets, openSockets } from "./sockets.ts";
import type { Measured } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

/** Resident memory that the hub needs for each socket that only listens. */
export async function measureMemory({ instance, people }: BenchWorld, scale: Scale): Promise<Measured> {
  const party = instance.child("party").pid;
  const before = await settled(party);
  const sessions = Array.from({ length: scale.idleSockets }, (_, index) => people[index % people.length]!);
  const sockets = await openSockets(sessions, () => {});
  const after = await settled(party);
  await closeSockets(sockets);
  const each = (after - before) / scale.idleSockets / 1024;
  const note = `${scale.idleSockets} sockets, workerd from ${mega(before)} to ${mega(after)} MB`;
  return { figures: [{ what: "memory per idle socket", value: each, unit: "KB", note }] };
}

/** The figure once it has stopped moving by more than 1 % for a second, or after ten. */
async function settled(pid: number): Promise<number> {
  let last = residentBytes(pid);
  for (let second = 0; second < 10; second += 1) {
    await delay(1_000);
    const now = residentBytes(pid);
    if (Math.abs(now - last) < last / 100) return now;
    last = now;
  }
  return last;
}

function mega(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
