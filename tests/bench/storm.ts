import type { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { delayAfter } from "../../src/client/sync/connection.ts";
import { ask, type Session } from "../e2e/support/http.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import { closeSockets, openSocket } from "./sockets.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const aimMs = 15_000;
const giveUpMs = 60_000;
const sendEveryMs = 200;
const openAtOnce = 20;
const marker = "storm number ";

/** A client that comes back as the browser's does: at once, then later and later; and reads what it missed. */
class Returning {
  readonly heard = new Set<number>();
  currentAt = 0;
  tries = 0;
  /** Why the last try failed. */
  trouble = "";
  socket: WebSocket | undefined;
  readonly #session: Session;
  readonly #agent: Agent;
  #cursor = 0;
  #over = false;

  constructor(session: Session, agent: Agent) {
    this.#session = session;
    this.#agent = agent;
  }

  async open(): Promise<void> {
    this.socket = await openSocket(this.#session, (text) => this.#hear(text));
    this.socket.once("close", () => void this.#comeBack());
  }

  async end(): Promise<void> {
    this.#over = true;
    if (this.socket?.readyState === WebSocket.OPEN) await closeSockets([this.socket]);
  }

  #hear(text: string): void {
    const position = Number(/"stream_position":(\d+)/.exec(text)?.[1] ?? 0);
    if (position > this.#cursor) this.#cursor = position;
    const at = text.indexOf(marker);
    if (at >= 0) this.heard.add(Number.parseInt(text.slice(at + marker.length), 10));
  }

  async #comeBack(): Promise<void> {
    this.currentAt = 0;
    for (let tries = 0; !this.#over; tries += 1) {
      this.tries = tries + 1;
      await delay(delayAfter(tries, Math.random()));
      try {
        // What comes live from here on moves the cursor: what was missed lies before.
        const since = this.#cursor;
        await this.open();
        await this.#catchUp(since);
        this.currentAt = performance.now();
        return;
      } catch (error) {
        this.trouble = error instanceof Error ? error.message : "unknown";
        this.socket?.removeAllListeners("close");
        this.socket?.terminate();
      }
    }
  }

  async #catchUp(from: number): Promise<void> {
    for (let since = from, more = true; more; ) {
      const { host, port, cookie } = this.#session;
      const path = `/v1/sync?timeout=0&limit=500&since=${since}`;
      const answer = await ask(port, { path, host, headers: { cookie }, agent: this.#agent });
      if (answer.status !== 200) throw new Error(`sync was answered with ${answer.status}`);
      const { data } = JSON.parse(answer.text) as {
        data: { events: unknown[]; next_cursor: number; has_more: boolean };
      };
      for (const event of data.events) this.#hear(JSON.stringify(event));
      since = data.next_cursor;
      more = data.has_more;
    }
  }
}

/** The realtime process is killed while everybody listens and some write: how soon is every screen current again? */
export async function measureStorm({ people, crowd, instance }: BenchWorld, scale: Scale): Promise<Measured> {
  const agent = keptAlive(64);
  const clients = Array.from(
    { length: scale.stormSockets },
    (_, index) => new Returning(people[index % people.length]!, agent),
  );
  for (let start = 0; start < clients.length; start += openAtOnce) {
    await Promise.all(clients.slice(start, start + openAtOnce).map((client) => client.open()));
  }
  const acknowledged: number[] = [];
  const failures: string[] = [];
  let sending = true;
  const writing = (async () => {
    for (let number = 1; sending; number += 1) {
      const sender = crowd.members[number % crowd.members.length]!;
      await sendLine(sender, crowd.id, `${marker}${number}.`, agent).then(
        () => acknowledged.push(number),
        (error: Error) => failures.push(error.message),
      );
      await delay(sendEveryMs);
    }
  })();
  await delay(1_000);
  const killedAt = performance.now();
  process.kill(instance.child("party").pid, "SIGKILL");
  await settled(() => clients.every(({ currentAt }) => currentAt > killedAt));
  sending = false;
  await writing;
  const lost = () =>
    clients.reduce((sum, { heard }) => sum + acknowledged.filter((number) => !heard.has(number)).length, 0);
  await settled(() => lost() === 0);

  const took = clients.map(({ currentAt }) => (currentAt > killedAt ? currentAt - killedAt : giveUpMs));
  const away = clients.filter(({ currentAt }) => currentAt <= killedAt);
  const missing = lost();
  await Promise.all(clients.map((client) => client.end()));
  agent.destroy();
  const tries = Math.max(...clients.map((client) => client.tries));
  const note = `${scale.stormSockets} sockets, p50 ${Math.round(quantile(took, 0.5))} ms, at most ${tries} tries, ${acknowledged.length} sends meanwhile`;
  const faults = [
    ...(missing > 0 ? [`storm: ${missing} deliveries of ${acknowledged.length} messages were lost`] : []),
    ...(away.length > 0
      ? [`storm: ${away.length} clients did not come back, one of them for: ${away[0]!.trouble}`]
      : []),
    ...(failures.length > 0 ? [`storm: ${failures.length} sends failed, the first with ${failures[0]}`] : []),
  ];
  const what = "party killed → all current";
  return { figures: [{ what, value: Math.max(...took), unit: "ms", aim: { atMost: aimMs }, note }], faults };
}

async function settled(good: () => boolean): Promise<void> {
  for (const end = performance.now() + giveUpMs; !good() && performance.now() < end; ) await delay(50);
}
