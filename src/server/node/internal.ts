import { timingSafeEqual } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";

const keyHeader = "x-scaiwave-internal";

/** Whether a public request asks for an internal path; the public server answers it with 404. */
export function isInternalPath(target: string | undefined): boolean {
  return /^\/+internal(\/|\?|$)/i.test(decoded(target ?? ""));
}

/** Takes away what only the internal server may say, so that a public request can never pose as an internal one. */
export function stripInternalHeaders(request: IncomingMessage): void {
  delete request.headers[keyHeader];
}

/**
 * Whether a request names more than one Host: Node takes the first and a proxy before us may have taken the last, so that
 * one of the two would be the wrong tenant. RFC 9112, 3.2.
 */
export function hasSeveralHosts({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean {
  return rawHeaders.filter((entry, index) => index % 2 === 0 && entry.toLowerCase() === "host").length > 1;
}

/**
 * Whether a request came in over the internal socket. The route asks this too, and does not trust the path alone,
 * because routers read paths more loosely than a check of the raw target does.
 */
export function isInternalRequest(request: Request, key = process.env.SCAIWAVE_INTERNAL_KEY): boolean {
  const given = Buffer.from(request.headers.get(keyHeader) ?? "");
  const expected = Buffer.from(key ?? "");
  return expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected);
}

/** Serves `/internal/*`, and nothing else, on a unix socket that only this instance's party reaches. */
export function listenInternally(socketPath: string, key: string, handle: RequestListener): Server {
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/internal/")) {
      response.writeHead(404).end();
      return;
    }
    request.headers[keyHeader] = key;
    handle(request, response);
  });
  rmSync(socketPath, { force: true });
  server.listen(socketPath, () => chmodSync(socketPath, 0o600));
  return server;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
