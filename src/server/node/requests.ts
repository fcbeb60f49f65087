import type { IncomingMessage, ServerResponse } from "node:http";
import { requestIdHeader } from "../api/request-headers.ts";
import { log, type RequestNotes, withinRequest } from "../log-lines.ts";
import { metrics } from "../metrics/registry.ts";
import { methodLabel, routePattern } from "./route-pattern.ts";

/** What is being answered now, so that an end can wait for it. */
export class Requests {
  readonly #open = new Set<ServerResponse>();
  #ending = false;
  #ended: (() => void) | undefined;

  /** Runs `answer` for a request that the entry has marked: names it in the answer, counts it, writes its one line. */
  follow(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const requestId = String(request.headers[requestIdHeader]);
    const notes: RequestNotes = { requestId };
    const startedAt = performance.now();
    response.setHeader("x-request-id", requestId);
    if (this.#ending) response.shouldKeepAlive = false;
    this.#open.add(response);
    // The router takes parts of the address away while it looks for the route.
    const { url, method } = request;
    response.once("close", () => {
      this.#open.delete(response);
      if (this.#open.size === 0) this.#ended?.();
      record({ url, method, response, notes, seconds: (performance.now() - startedAt) / 1000 });
    });
    withinRequest(notes, answer);
  }

  /** Resolves when nothing is being answered any more, or after `limitMs`. Connections end with the answers they carry. */
  async end(limitMs: number): Promise<void> {
    this.#ending = true;
    for (const response of this.#open) if (!response.headersSent) response.shouldKeepAlive = false;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type Answered = {
  url: string | undefined;
  method: string | undefined;
  response: ServerResponse;
  notes: RequestNotes;
  seconds: number;
};

/** A client that leaves before the answer is 499, as proxies call it. */
function record({ url, method: given, response, notes, seconds }: Answered): void {
  const route = routePattern(url, notes);
  const method = methodLabel(given);
  const status = response.writableFinished ? response.statusCode : 499;
  const { requests, requestSeconds } = metrics();
  requests.inc({ route, method, status });
  requestSeconds.observe({ route, method }, seconds);
  log.info(
    {
      request_id: notes.requestId,
      route,
      method,
      status,
      ms: Math.round(seconds * 10_000) / 10,
      tenant: notes.tenant,
      participant_id: notes.participantId,
    },
    "request",
  );
}
