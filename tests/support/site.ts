import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, createServer as createSocketServer, Socket } from "node:net";
import { afterEach, expect, vi } from "vitest";
import { FetchRefused, type SafeFetchSeams, safeFetch } from "../../src/server/ports/safe-fetch/safe-fetch.ts";

const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

/** A server on loopback, and the seams through which a test reaches it under a public name. */
export async function site(answer: RequestListener) {
  const server = createServer(answer);
  const port = await listen(server);
  return { port, url: `http://site.example:${port}/`, ...loopback() };
}

export function loopback() {
  const resolve = vi.fn(async (_host: string) => [{ address: "127.0.0.1", family: 4 }]);
  const seams: SafeFetchSeams = { allowed: () => true, allowedPort: () => true, resolve };
  return { seams, resolve };
}

export async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

export const page = (
  response: ServerResponse,
  body: string | Buffer = "<p>hello",
  headers: Record<string, string> = {},
) => {
  response.writeHead(200, { "content-type": "text/html; charset=UTF-8", ...headers });
  response.end(body);
};

export const options = { signal: new AbortController().signal, types: ["text/html", "text/plain"] };
export const get = (url: string, seams?: SafeFetchSeams, more: object = {}) =>
  safeFetch(url, { ...options, ...more }, seams);

export async function refused(fetching: Promise<unknown>, sentence: RegExp | string): Promise<void> {
  const outcome = await fetching.then(() => "fetched", (error: unknown) => error); // biome-ignore format: one outcome
  expect(outcome).toBeInstanceOf(FetchRefused);
  expect((outcome as Error).message).toMatch(sentence);
}
