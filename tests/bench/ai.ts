import type { ChunkFrame } from "../../src/domain/ai/frames.ts";
import { hear, type TurnText } from "../../src/domain/ai/stream-text.ts";
import { until } from "../start/instance.ts";
import { type AiRoom, type AiWorld, askIn, makeAiWorld } from "./ai-world.ts";
import { cpuSeconds, residentBytes } from "./processes.ts";
import type { Scale } from "./scale.ts";
import { closeSockets, openSockets } from "./sockets.ts";
import { type Figure, type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

/** What a gateway under load says: a hundred pieces a second, each about a word. */
const everyMs = 10;
const viewersPerRoom = 2;
const settleMs = 30_000;
const maxFramesPerSecond = 20;

/** A frame as it came, unparsed, and when. */
type Came = { readonly text: string; readonly at: number };
type Viewer = { readonly room: AiRoom; readonly chunks: Came[]; answer: string | null };

/**
 * From the moment a gateway sends a piece of an answer until a viewer's socket hands it over, batching included: of one turn
 * by itself, and of many at once. What each viewer pieced together must be the final message, and that all the gateway said.
 */
export async function measureAi(_: BenchWorld, scale: Scale): Promise<Measured> {
  const chunks = (scale.aiSeconds * 1_000) / everyMs;
  const world = await makeAiWorld(scale.aiTurns, chunks, everyMs);
  try {
    const alone = await turnsAtOnce(world, world.rooms.slice(0, 1), chunks);
    const many = await turnsAtOnce(world, world.rooms, chunks);
    return { figures: [...alone.figures, ...many.figures], faults: [...alone.faults, ...many.faults] };
  } finally {
    await world.remove();
  }
}

async function turnsAtOnce(world: AiWorld, rooms: readonly AiRoom[], chunks: number) {
  const viewers = rooms.flatMap((room) =>
    Array.from({ length: viewersPerRoom }, (): Viewer => ({ room, chunks: [], answer: null })),
  );
  const sockets = await openSockets(
    viewers.map(({ room }) => room.reader),
    (text, index) => {
      const viewer = viewers[index]!;
      if (text.includes("swp.room.message.chunk")) viewer.chunks.push({ text, at: micros() });
      else if (text.includes('"turn_id"') && text.includes('"swp.room.message"')) viewer.answer = text;
    },
  );
  const before = spent(world);
  await Promise.all(rooms.map(askIn));
  await until(() => viewers.every(({ answer }) => answer) || undefined, settleMs + chunks * everyMs).catch(() => undefined); // biome-ignore format: one wait
  const after = spent(world);
  await closeSockets(sockets);
  const seconds = (chunks * everyMs) / 1_000;
  return judged(viewers, { rooms: rooms.length, chunks, cpu: { before, after, seconds } });
}

type Spent = Record<"web" | "party" | "postgres" | "gateway", number> & { readonly bytes: number };
type Run = { rooms: number; chunks: number; cpu: { before: Spent; after: Spent; seconds: number } };

function judged(viewers: readonly Viewer[], { rooms, chunks, cpu }: Run): { figures: Figure[]; faults: string[] } {
  const overheads: number[] = [];
  const paces: number[] = [];
  const faults: string[] = [];
  for (const { chunks: came, answer } of viewers) {
    let known: TurnText | undefined;
    for (const { text, at } of came) {
      const chunk = JSON.parse(text) as ChunkFrame;
      for (const [, sentAt] of chunk.content.chunk_text.matchAll(/:(\d+) /g)) overheads.push((at - Number(sentAt)) / 1_000); // biome-ignore format: one sample
      const heard = hear(known, chunk);
      if (heard.kind === "gap") faults.push("ai: a viewer missed a piece of an answer.");
      else known = heard.text;
    }
    const body = bodyOf(answer);
    if (body === null) faults.push("ai: an answer never came.");
    else if (body.trimEnd() !== known?.text.trimEnd()) faults.push("ai: a viewer's stream is not the final message.");
    const numbers = [...(body ?? "").matchAll(/(\d+):\d+/g)].map(([, number]) => Number(number));
    if (numbers.length !== chunks || numbers.some((number, index) => number !== index)) {
      faults.push(`ai: an answer has ${numbers.length} of ${chunks} pieces.`);
    }
    paces.push(busiestSecond(came.map(({ at }) => at / 1_000)));
  }
  const of = (what: keyof Omit<Spent, "bytes">) =>
    `${what} ${(((cpu.after[what] - cpu.before[what]) / cpu.seconds) * 100).toFixed(0)} %`;
  const label = rooms === 1 ? "one turn" : `${rooms} turns`;
  const note = `${overheads.length} pieces, ${viewersPerRoom} viewers each, 100 pieces/s a turn`;
  const shares = (["web", "party", "postgres", "gateway"] as const).map(of).join(", ");
  const figures: Figure[] = [
    { what: `AI piece → seen, ${label}, p50`, value: quantile(overheads, 0.5), unit: "ms", aim: { atMost: 40 }, note },
    { what: `AI piece → seen, ${label}, p99`, value: quantile(overheads, 0.99), unit: "ms", aim: { atMost: 120 } },
    {
      what: `frames in a viewer's busiest second, ${label}`,
      value: Math.max(...paces),
      unit: "",
      aim: { atMost: maxFramesPerSecond },
      note: `CPU: ${shares}`,
    },
    {
      what: `web and hub grew by, ${label}`,
      value: (cpu.after.bytes - cpu.before.bytes) / 1_048_576,
      unit: "MiB",
      note: `to ${Math.round(cpu.after.bytes / 1_048_576)} MiB resident`,
    },
  ];
  return { figures, faults: [...new Set(faults)].map((fault) => `${fault} (${label})`) };
}

function bodyOf(answer: string | null): string | null {
  return answer === null ? null : (JSON.parse(answer) as { content: { body: string } }).content.body;
}

/** The most that came within any second, begun by any of them. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

/** Microseconds by the clock that all processes of a machine share. */
function micros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

function spent({ instance, gateway }: AiWorld): Spent {
  const [web, party, postgres] = [
    instance.child("web").pid,
    instance.child("party").pid,
    instance.child("postgres").pid,
  ];
  const backends = instance.family().filter(({ command }) => /^postgres: |bin\/postgres /.test(command));
  return {
    web: cpuSeconds(web),
    party: cpuSeconds(party),
    postgres: backends.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0) || cpuSeconds(postgres),
    gateway: cpuSeconds(gateway.pid ?? 0),
    bytes: residentBytes(web) + residentBytes(party),
  };
}
