import { randomUUID } from "node:crypto";
import { ask, originOf, type Session } from "../e2e/support/http.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { type Measured, quantile } from "./stats.ts";
import { type BenchWorld, benchPassword } from "./world.ts";

const clients = 16;

/** People who sign in with their passwords, each from an address of their own, as fast as the server hashes. */
export async function measureSignIns({ people }: BenchWorld, scale: Scale): Promise<Measured> {
  const agent = keptAlive(clients);
  const signIn = async (index: number, turn: number) => {
    const number = (index + turn * clients) % people.length;
    const { host, port } = people[number]!;
    const headers = {
      origin: originOf(people[number]!),
      "content-type": "application/x-www-form-urlencoded",
      // One address may try sixty times in a quarter of an hour; loopback is believed as a proxy.
      "x-forwarded-for": `198.18.${index}.${turn % 250}`,
    };
    const body = `login=person${number}&password=${encodeURIComponent(benchPassword)}`;
    const answer = await ask(port, { method: "POST", path: "/auth/sign-in", host, headers, body, agent });
    const entered =
      answer.status === 303 && answer.headers["set-cookie"] && !answer.headers.location?.includes("error");
    if (!entered) throw new Error(`A sign-in was answered with ${answer.status} to ${answer.headers.location}.`);
  };
  const { perSecond, p50 } = await repeated(scale.throughputMs, signIn);
  agent.destroy();
  const note = `${clients} clients, an answer in p50 ${p50.toFixed(0)} ms`;
  return { figures: [{ what: "sign-ins with a password", value: perSecond, unit: "/s", note }] };
}

/** The same sends through both doors, by turns, so that what else the machine does falls on both. */
export async function measureRest({ rooms }: BenchWorld, scale: Scale): Promise<Measured> {
  const agent = keptAlive(clients);
  const place = (index: number, turn: number) => {
    const room = rooms[index % rooms.length]!;
    return { room, sender: room.members[turn % room.members.length]! };
  };
  const byTrpc = (index: number, turn: number) => {
    const { room, sender } = place(index, turn);
    return sendLine(sender, room.id, `by tRPC ${turn}`, agent);
  };
  const byRest = async (index: number, turn: number) => {
    const { room, sender } = place(index, turn);
    const answer = await ask(sender.port, {
      method: "POST",
      path: `/v1/rooms/${room.id}/send`,
      host: sender.host,
      headers: jsonFrom(sender),
      body: JSON.stringify({ content: { msgtype: "swp.text", body: `by REST ${turn}` }, event_uuid: randomUUID() }),
      agent,
    });
    if (answer.status >= 300)
      throw new Error(`A send was answered with ${answer.status}: ${answer.text.slice(0, 200)}`);
  };
  const rounds = 4;
  const rates = { trpc: [] as number[], rest: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.trpc.push((await repeated(scale.throughputMs / rounds, byTrpc)).perSecond);
    rates.rest.push((await repeated(scale.throughputMs / rounds, byRest)).perSecond);
  }
  agent.destroy();
  const [trpc, rest] = [mean(rates.trpc), mean(rates.rest)];
  const note = `REST ${rest.toFixed(0)}/s, tRPC ${trpc.toFixed(0)}/s, ${rounds} rounds each by turns`;
  return { figures: [{ what: "sends by REST against tRPC", value: rest / trpc, unit: "×", note }] };
}

function jsonFrom(session: Session): Record<string, string> {
  return { cookie: session.cookie, origin: originOf(session), "content-type": "application/json" };
}

async function repeated(
  forMs: number,
  work: (index: number, turn: number) => Promise<void>,
): Promise<{ perSecond: number; p50: number }> {
  const took: number[] = [];
  const startedAt = performance.now();
  const client = async (index: number) => {
    for (let turn = 0; performance.now() < startedAt + forMs; turn += 1) {
      const before = performance.now();
      await work(index, turn);
      took.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return { perSecond: (took.length / (performance.now() - startedAt)) * 1_000, p50: quantile(took, 0.5) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
