import { spawn } from "node:child_process";
import { join } from "node:path";
import { WebSocket } from "ws";
import { until } from "../start/instance.ts";
import { faultsOf } from "./latency.ts";
import { cpuSeconds } from "./processes.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { closeSockets, openSockets } from "./sockets.ts";
import type { Measured } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const settleMs = 30_000;
const senders = 4;

/**
 * Deliveries per CPU second of the server process: the hub under workerd, and then a bare `ws` server that sends the very
 * same frames to as many sockets in the same run. Every socket must get every frame once.
 */
export async function measureFanOut(world: BenchWorld, scale: Scale): Promise<Measured> {
  const hub = await throughHub(world, scale);
  const bare = await throughBareServer(hub.frames, scale);
  const sockets = `${scale.fanOutSockets} sockets, ${hub.frames.length} frames of ${Math.round((hub.frames[0] ?? "").length)} bytes`;
  return {
    figures: [
      { what: "hub fan-out, deliveries per CPU second", value: hub.perCpuSecond, unit: "/s", note: sockets },
      { what: "bare ws broadcast of the same frames", value: bare.perCpuSecond, unit: "/s" },
      { what: "hub against bare ws", value: hub.perCpuSecond / bare.perCpuSecond, unit: "", aim: { atLeast: 0.25 } },
    ],
    faults: [...hub.faults, ...bare.faults],
  };
}

type Run = { readonly frames: readonly string[]; readonly perCpuSecond: number; readonly faults: readonly string[] };

async function throughHub({ instance, people, crowd }: BenchWorld, scale: Scale): Promise<Run> {
  const counts = Array.from({ length: scale.fanOutSockets }, () => new Map<string, number>());
  const frames: string[] = [];
  const sessions = counts.map((_, index) => people[index % people.length]!);
  const sockets = await openSockets(sessions, (text, index) => {
    const mark = /fan-out-\d+/.exec(text)?.[0];
    if (!mark) return;
    if (index === 0) frames.push(text);
    counts[index]!.set(mark, (counts[index]!.get(mark) ?? 0) + 1);
  });
  const party = instance.child("party").pid;
  const agent = keptAlive(senders);
  const before = cpuSeconds(party);
  let next = 0;
  const sender = async (index: number) => {
    while (next < scale.fanOutMessages) {
      next += 1;
      await sendLine(crowd.members[index % crowd.members.length]!, crowd.id, `fan-out-${next}`, agent);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, index) => sender(index)));
  await allReceived(counts, scale.fanOutMessages);
  const used = cpuSeconds(party) - before;
  agent.destroy();
  await closeSockets(sockets);
  return { frames, ...result("hub fan-out", counts, scale.fanOutMessages, used) };
}

async function throughBareServer(frames: readonly string[], scale: Scale): Promise<Run> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "bare-server.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const port = await new Promise<string>((resolve) =>
      server.stdout.once("data", (chunk: Buffer) => resolve(String(chunk).trim())),
    );
    const counts = Array.from({ length: scale.fanOutSockets }, () => new Map<string, number>());
    const opening = counts.map(
      (received) =>
        new Promise<WebSocket>((resolve, reject) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port}`);
          socket.on("error", reject);
          socket.on("open", () => resolve(socket));
          socket.on("message", (data) => {
            const mark = /fan-out-\d+/.exec(String(data))?.[0] ?? "";
            received.set(mark, (received.get(mark) ?? 0) + 1);
          });
        }),
    );
    const sockets = await Promise.all(opening);
    const pid = server.pid ?? 0;
    const before = cpuSeconds(pid);
    for (const frame of frames) {
      // One at a time and at its pace, as the hub is handed them.
      server.stdin.write(`${frame}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await allReceived(counts, frames.length);
    const used = cpuSeconds(pid) - before;
    await closeSockets(sockets);
    return { frames, ...result("bare ws", counts, frames.length, used) };
  } finally {
    server.kill("SIGKILL");
  }
}

async function allReceived(counts: readonly ReadonlyMap<string, number>[], frames: number): Promise<void> {
  await until(() => (counts.every((received) => received.size >= frames) ? true : undefined), settleMs).catch(
    () => undefined,
  );
}

function result(
  what: string,
  counts: readonly ReadonlyMap<string, number>[],
  frames: number,
  cpu: number,
): Omit<Run, "frames"> {
  const deliveries = counts.reduce((sum, received) => sum + [...received.values()].reduce((a, b) => a + b, 0), 0);
  const distinct = counts.reduce((sum, received) => sum + received.size, 0);
  const faults = faultsOf(what, counts.length * frames - distinct, deliveries - distinct);
  return { perCpuSecond: deliveries / cpu, faults };
}
