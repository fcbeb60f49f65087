import { createServer, type Server } from "node:http";
import { TestClient } from "../../party/testing/client.ts";
import { secret, TestParty } from "../../party/testing/workerd.ts";
import { fromFrame, type ReceivedEvent } from "../../src/domain/stream/event-frames.ts";
import { handleInternal } from "../../src/server/api/internal.ts";
import type { App } from "../../src/server/app.ts";
import { readConfig } from "../../src/server/config.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { issueTicket } from "../../src/server/identity/stream-ticket.ts";
import { startApp } from "../../src/server/start.ts";
import { makeWorld, type Person, type World } from "../support/world.ts";

/** The whole live path, every part real: database, use cases, subscriber, workerd, sockets. */
export type Live = {
  world: World;
  app: App;
  party: TestParty;
  /** What answers the party; it can be away. */
  web: { stop(): Promise<void>; start(): Promise<void> };
  end(): Promise<void>;
};

export async function goLive(environment: Readonly<Record<string, string>> = {}): Promise<Live> {
  const world = await makeWorld();
  const party = await TestParty.build();
  const app = await startApp({
    ...readConfig(environment),
    database: { kind: "socket", directory: world.address.directory, name: world.address.database },
    party: { kind: "socket", path: party.socket },
    internalKey: secret,
  });
  (globalThis as { scaiwaveApp?: Promise<App> }).scaiwaveApp = Promise.resolve(app);
  let server: Server | null = null;
  const web = {
    start: async () => {
      server = await serveInternal(party.webSocket);
    },
    stop: async () => {
      const running = server;
      server = null;
      running?.closeAllConnections();
      await new Promise((resolve) => (running ? running.close(resolve) : resolve(undefined)));
    },
  };
  await web.start();
  await party.start();
  const end = async () => {
    await app.stop();
    await web.stop();
    await party.remove();
    await world.drop();
  };
  return { world, app, party, web, end };
}

async function serveInternal(path: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers(request.headers as Record<string, string>);
    const asked = new Request(`http://web${request.url}`, { method: "POST", headers, body: Buffer.concat(chunks) });
    const answer = await handleInternal(asked);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

/** Acts like the person's use-case context, and wakes what follows the log as the web process does. */
export function acting(live: Live, person: Person): Person["ctx"] {
  return { ...person.ctx, now: () => new Date(), advanced: (tenantId) => live.app.wake.advanced(tenantId) };
}

export type Device = { client: TestClient; ctx: Person["ctx"]; from: number; sessionId: string };

/** A signed-in device of the person with an open stream; `from` is the position its live frames follow. */
export async function device(live: Live, person: Person): Promise<Device> {
  const session = await startSession(live.app.sessions, live.world.tenantId, person.participant.id, null);
  const base = acting(live, person);
  const ctx = { ...base, actor: { ...base.actor, sessionId: session.sessionId } };
  const ticket = await issueTicket(ctx, live.app.newId());
  const client = new TestClient(live.party.connect(`?token=${ticket}`));
  const hello = await client.first("hello");
  return { client, ctx, from: Number(hello.stream_position), sessionId: session.sessionId };
}

/** The events of the log among the frames a client has seen, in the order in which they came. */
export function eventsOf(client: TestClient): ReceivedEvent[] {
  return client.frames.flatMap((frame) => fromFrame(frame) ?? []);
}
