import { request as ask, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { hasSeveralHosts } from "./internal.ts";

// One segment of safe characters: the party's URL parser resolves `..`, so a looser pattern would open its other parties.
const notePath = /^\/parties\/note\/[A-Za-z0-9_-]{1,64}$/;
const keepAliveMs = 30_000;
/** The party asks the web process who is there before it accepts, and gives up on it a little earlier. */
const answerLimitMs = 15_000;
/**
 * A connection on which nothing moves for so long is cut: the party pings every 30 s, so one that lives takes something in.
 * It is how a client that never reads is got rid of, whose close cannot reach it either.
 */
const stalledAfterMs = 90_000;

/** Headers by which a client could pose as the web process or as another address. */
const strippedHeaders =
  /^(x-forwarded-.*|x-real-ip|forwarded|via|x-scaiwave-.*|content-length|transfer-encoding|expect)$/i;
const hopHeaders = /^(connection|keep-alive|transfer-encoding|upgrade)$/i;

/** Whether an upgrade of this request target may reach the party: `/v1/stream` and `/parties/note/{id}`, nothing else. */
export function isRealtimePath(target: string | undefined): boolean {
  const path = (target ?? "").split("?", 1)[0] ?? "";
  return path === "/v1/stream" || notePath.test(path);
}

/** Pipes the upgrades of the realtime paths to the party's socket and refuses every other upgrade. */
export function attachUpgrade(server: Server, partySocket: string | undefined, stalledMs = stalledAfterMs): void {
  server.on("upgrade", (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => client.destroy());
    if (request.method !== "GET" || request.headers.upgrade?.toLowerCase() !== "websocket") return refuse(client, 400);
    if (hasSeveralHosts(request)) return refuse(client, 400);
    if (!isRealtimePath(request.url)) return refuse(client, 404);
    if (!partySocket) return refuse(client, 503);
    pipe(request, client as Socket, head, { partySocket, stalledMs });
  });
}

/**
 * Only an accepted upgrade becomes a pipe. Any other answer ends the connection: left open it would carry further
 * requests past this door, to parties that are not public.
 */
function pipe(
  request: IncomingMessage,
  client: Socket,
  head: Buffer,
  { partySocket, stalledMs }: { partySocket: string; stalledMs: number },
): void {
  const asking = ask({ socketPath: partySocket, path: request.url, headers: forwardedHeaders(request), agent: false });
  asking.setTimeout(answerLimitMs, () => asking.destroy(new Error("no answer")));
  asking.on("error", () => refuse(client, 502));
  asking.on("response", (answer) => {
    client.write(headOf(answer, ["connection: close"]));
    answer.on("error", () => client.destroy()).pipe(client);
  });
  asking.on("upgrade", (answer, party: Socket, firstBytes) => {
    for (const [from, to] of [
      [client, party],
      [party, client],
    ] as const) {
      from.setTimeout(0);
      from.setNoDelay(true);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
    client.setKeepAlive(true, keepAliveMs);
    client.setTimeout(stalledMs, () => client.destroy());
    client.write(headOf(answer, []));
    if (firstBytes.length > 0) client.write(firstBytes);
    if (head.length > 0) party.write(head);
    party.pipe(client);
    client.pipe(party);
  });
  client.on("close", () => asking.destroy());
  asking.end();
}

function forwardedHeaders(request: IncomingMessage): string[] {
  const headers: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    if (!strippedHeaders.test(name)) headers.push(name, request.rawHeaders[index + 1] ?? "");
  }
  return [...headers, "x-forwarded-for", request.socket.remoteAddress ?? ""];
}

// The body of a refusal comes unchunked from Node's parser, so the end of the connection is what ends it.
function headOf(answer: IncomingMessage, extra: readonly string[]): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ""}`, ...extra];
  const accepted = answer.statusCode === 101;
  for (let index = 0; index < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? "";
    if (accepted || !hopHeaders.test(name)) lines.push(`${name}: ${answer.rawHeaders[index + 1]}`);
  }
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function refuse(client: Duplex, status: number): void {
  if (client.writable) {
    client.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
  client.once("finish", () => client.destroy());
  setTimeout(() => client.destroy(), 1_000).unref();
}
