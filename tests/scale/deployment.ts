import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { TestClient } from "../../party/testing/client.ts";
import { secret, TestParty } from "../../party/testing/workerd.ts";
import { randomId, systemClock } from "../../src/server/database/context.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { issueTicket } from "../../src/server/identity/stream-ticket.ts";
import { makeWorld, type Person, type World } from "../support/world.ts";
import type { WebSettings } from "./web-process.ts";

export type Answer = { status: number; body: { result?: { data: unknown }; error?: { data?: { sw_code?: string } } } };

/** A web process of its own, reached by HTTP alone. */
export class WebProcess {
  readonly port: number;
  readonly cookieName: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: { port: number; cookieName: string }) {
    this.#child = child;
    this.port = ready.port;
    this.cookieName = ready.cookieName;
  }

  static async start(settings: WebSettings): Promise<WebProcess> {
    const program = join(import.meta.dirname, "web-process.ts");
    const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, SCAIWAVE_LOG: "error" },
    });
    for await (const line of createInterface(child.stdout)) return new WebProcess(child, JSON.parse(line));
    throw new Error("The web process ended before it was ready.");
  }

  /** Calls a procedure as a browser does. Rejects when the process is gone. */
  call(cookie: string, procedure: string, input: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const host = `localhost:${this.port}`;
      const headers = { host, origin: `http://${host}`, cookie, "content-type": "application/json" };
      const options = { host: "127.0.0.1", port: this.port, method: "POST", path: `/api/trpc/${procedure}`, headers };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
        });
      });
      sent.on("error", reject);
      sent.end(JSON.stringify(input));
    });
  }

  async end(signal?: "SIGKILL"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (signal) this.#child.kill(signal);
    else this.#child.stdin?.end();
    await ended;
  }
}

export type Device = { person: Person; client: TestClient; cookie: string; ctx: Person["ctx"] };

/** Two web processes and one workerd with two shards, on one database. */
export class Deployment {
  readonly world: World;
  readonly party: TestParty;
  readonly dataDirectory: string;
  readonly shards = 2;
  readonly webs: WebProcess[] = [];

  private constructor(world: World, party: TestParty, dataDirectory: string) {
    this.world = world;
    this.party = party;
    this.dataDirectory = dataDirectory;
  }

  static async start(): Promise<Deployment> {
    const folder = await mkdtemp(join(tmpdir(), "scale-"));
    const deployment = new Deployment(await makeWorld(), await TestParty.build(), folder);
    for (const internalSocket of [deployment.party.webSocket, null]) await deployment.startWeb(internalSocket);
    await deployment.party.start();
    return deployment;
  }

  async startWeb(internalSocket: string | null): Promise<WebProcess> {
    const { directory, database } = this.world.address;
    const web = await WebProcess.start({
      postgresDirectory: directory,
      database,
      partySocket: this.party.socket,
      internalKey: secret,
      internalSocket,
      dataDirectory: this.dataDirectory,
      hubShards: this.shards,
    });
    this.webs.push(web);
    return web;
  }

  /** A browser of the person, signed in, with its live stream open. */
  async device(person: Person): Promise<Device> {
    const [{ cookieName }] = this.webs as [WebProcess];
    const settings = { database: this.world.database, now: systemClock, newId: randomId, cookieName, secure: false };
    const { tenantId } = person.ctx.actor;
    const { sessionId, cookie } = await startSession(settings, tenantId, person.participant.id, null);
    const actor = { ...person.ctx.actor, sessionId, credential: "session" as const };
    const ctx = { ...person.ctx, now: systemClock, newId: randomId, actor };
    const headers = { host: person.ctx.actor.serverName };
    const client = new TestClient(this.party.connect(`?token=${await issueTicket(ctx, randomId())}`, headers));
    await client.first("hello");
    return { person, client, cookie: cookie.split(";")[0]!, ctx };
  }

  async end(): Promise<void> {
    await Promise.all(this.webs.map((web) => web.end()));
    await this.party.remove();
    await this.world.drop();
    await rm(this.dataDirectory, { recursive: true, force: true });
  }
}
