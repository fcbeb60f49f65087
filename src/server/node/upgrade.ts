import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

// One segment of safe characters: the party's URL parser resolves `..`, so a looser pattern would open its other parties.
const notePath = /^\/parties\/note\/[A-Za-z0-9_-]{1,64}$/;
const keepAliveMs = 30_000;
const connectTimeoutMs = 5_000;

/** Headers by which a client could pose as the web process or as another address. */
const strippedHeaders = /^(x-forwarded-.*|x-real-ip|forwarded|via|x-scaiwave-.*)$/i;

/** Whether an upgrade of this request target may reach the party: `/v1/stream` and `/parties/note/{id}`, nothing else. */
export function isRealtimePath(target: string | undefined): boolean {
  const path = (target ?? "").split("?", 1)[0] ?? "";
  return path === "/v1/stream" || notePath.test(path);
}

/** Pipes the upgrades of the realtime paths to the party's socket and refuses every other upgrade. */
export function attachUpgrade(server: Server, partySocket: string | undefined): void {
  server.on("upgrade", (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => client.destroy());
    if (request.method !== "GET" || request.headers.upgrade?.toLowerCase() !== "websocket") return refuse(client, 400);
    if (!isRealtimePath(request.url)) return refuse(client, 404);
    if (!partySocket) return refuse(client, 503);
    pipe(request, client as Socket, head, partySocket);
  });
}

function pipe(request: IncomingMessage, client: Socket, head: Buffer, partySocket: string): void {
  const party = connect(partySocket);
  let connected = false;
  const end = () => {
    party.destroy();
    client.destroy();
  };
  party.setTimeout(connectTimeoutMs, () => (connected ? undefined : refuse(client, 502)));
  party.once("connect", () => {
    connected = true;
    party.setTimeout(0);
    client.setTimeout(0);
    client.setNoDelay(true);
    client.setKeepAlive(true, keepAliveMs);
    party.write(requestHead(request));
    if (head.length > 0) party.write(head);
    party.pipe(client);
    client.pipe(party);
  });
  party.on("error", () => (connected ? end() : refuse(client, 502)));
  party.on("close", () => (connected ? end() : undefined));
  client.on("close", end);
}

function requestHead(request: IncomingMessage): string {
  const lines = [`GET ${request.url} HTTP/1.1`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    if (!strippedHeaders.test(name)) lines.push(`${name}: ${request.rawHeaders[index + 1]}`);
  }
  lines.push(`x-forwarded-for: ${request.socket.remoteAddress ?? ""}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function refuse(client: Duplex, status: number): void {
  if (client.writable) {
    client.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
  client.once("finish", () => client.destroy());
  setTimeout(() => client.destroy(), 1_000).unref();
}
