import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleInternal } from "../../src/server/api/internal.ts";
import { answerSync } from "../../src/server/api/sync-door.ts";
import { answerTrpc } from "../../src/server/api/trpc-door.ts";
import { readConfig } from "../../src/server/config.ts";
import { startApp } from "../../src/server/start.ts";

// One web process of a deployment without the pages: the whole composition behind real HTTP. Its settings come as one
// argument; it says where it listens on its first line and ends with its standard input.
export type WebSettings = {
  postgresDirectory: string;
  database: string;
  partySocket: string;
  internalKey: string;
  internalSocket: string | null;
  dataDirectory: string;
  hubShards: number;
};

const settings = JSON.parse(process.argv[2] ?? "") as WebSettings;
const app = startApp({
  ...readConfig({}),
  database: { kind: "socket", directory: settings.postgresDirectory, name: settings.database },
  party: { kind: "socket", path: settings.partySocket },
  internalKey: settings.internalKey,
  dataDirectory: settings.dataDirectory,
  hubShards: settings.hubShards,
});
(globalThis as { scaiwaveApp?: typeof app }).scaiwaveApp = app;

const doors: [prefix: string, door: (request: Request) => Promise<Response>][] = [
  ["/api/trpc/", answerTrpc],
  ["/v1/sync", answerSync],
];

async function answer(request: IncomingMessage, response: ServerResponse, internal: boolean): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const door = internal ? handleInternal : doors.find(([prefix]) => request.url?.startsWith(prefix))?.[1];
  const asked = new Request(`http://${request.headers.host ?? "web"}${request.url}`, {
    method: request.method ?? "GET",
    headers: new Headers(request.headers as Record<string, string>),
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const answered = door ? await door(asked) : new Response(null, { status: 404 });
  response.writeHead(answered.status, { "content-type": "application/json" }).end(await answered.text());
}

const { sessions, stop } = await app;
const open = createServer((request, response) => void answer(request, response, false));
if (settings.internalSocket) {
  createServer((request, response) => void answer(request, response, true)).listen(settings.internalSocket);
}
open.listen(0, "127.0.0.1", () => {
  const { port } = open.address() as AddressInfo;
  console.log(JSON.stringify({ port, cookieName: sessions.cookieName }));
});
process.stdin.resume().once("end", () => void stop().then(() => process.exit(0)));
