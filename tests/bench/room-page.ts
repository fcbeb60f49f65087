import { ask, type Session } from "../e2e/support/http.ts";
import type { Scale } from "./scale.ts";
import { keptAlive } from "./send.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const warmUps = 5;

/** From request to last byte of a room's page with 50 messages, one at a time on one connection. */
export async function measureRoomPage({ rooms }: BenchWorld, scale: Scale): Promise<Measured> {
  const room = rooms[0]!;
  const reader = room.members[0]!;
  const agent = keptAlive(1);
  const took: number[] = [];
  let bytes = 0;
  for (let load = 0; load < warmUps + scale.pageLoads; load += 1) {
    const before = performance.now();
    const page = await readPage(reader, room.path, agent);
    if (load >= warmUps) took.push(performance.now() - before);
    bytes = page.length;
  }
  agent.destroy();
  const note = `p95 ${quantile(took, 0.95).toFixed(1)} ms, ${Math.round(bytes / 1024)} KB of HTML`;
  return {
    figures: [
      { what: "room page with 50 messages, server", value: quantile(took, 0.5), unit: "ms", aim: { atMost: 80 }, note },
    ],
  };
}

async function readPage(reader: Session, path: string, agent: ReturnType<typeof keptAlive>): Promise<string> {
  const { port, host, cookie } = reader;
  const { status, text } = await ask(port, { path, host, headers: { cookie, accept: "text/html" }, agent });
  const messages = text.split("<article").length - 1;
  if (status !== 200 || messages < 40)
    throw new Error(`The page of a room answered ${status} with ${messages} messages.`);
  return text;
}
