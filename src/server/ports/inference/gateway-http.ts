import { type LookupAddress, lookup } from "node:dns";
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Reach } from "#/server/ports/inference/gateway-address.ts";
import { publicInternet } from "#/server/ports/public-internet.ts";

const kept = { keepAlive: true, maxSockets: 256, maxFreeSockets: 16, timeout: 0 };

/** Refuses a name with an address that is not public, at the moment of connecting: what was checked before may have changed. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const foreign = addresses.find(({ address }) => !publicInternet(address));
    if (foreign) return callback(new Error("The gateway's address is not one of the public internet."), "", 0);
    if (options.all) return (callback as (error: null, all: LookupAddress[]) => void)(null, addresses);
    const [first] = addresses;
    return callback(null, first!.address, first!.family);
  });
};

// A connection that is kept must never serve somebody who would not have been allowed to open it.
const agents = {
  anywhere: { http: new HttpAgent(kept), https: new HttpsAgent(kept) },
  public: { http: new HttpAgent(kept), https: new HttpsAgent(kept) },
};

export type GatewayRequest = {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly reach: Reach;
};

/**
 * Sends a request and answers once its head is there. Redirects are not followed: the key is for the address that was
 * set. When `signal` aborts, the connection closes, whether or not the answer has begun.
 */
export function send(url: URL, request: GatewayRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return attempt(url, request, signal).catch((error: unknown) => {
    // The other side may close a kept connection at the moment we use it; nothing of the request was read then.
    if (error instanceof StaleConnection && !signal.aborted) return attempt(url, request, signal);
    throw error instanceof StaleConnection ? error.cause : error;
  });
}

class StaleConnection extends Error {}

function attempt(url: URL, request: GatewayRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { reach, method, body, headers } = request;
    const secure = url.protocol === "https:";
    const agent = agents[reach][secure ? "https" : "http"];
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      method,
      agent,
      // What is packed can grow without end when unpacked.
      headers: { ...headers, ...length, "accept-encoding": "identity" },
      maxHeaderSize: 32_768,
      ...(reach === "public" ? { lookup: publicLookup } : {}),
    };
    const answered = (response: IncomingMessage) => {
      // Called off while nobody reads, it fails all the same: unheard, that would end the process.
      response.on("error", () => {});
      resolve(response);
    };
    const outgoing: ClientRequest = secure ? httpsRequest(url, options, answered) : httpRequest(url, options, answered);
    const letGo = () => outgoing.destroy();
    signal.addEventListener("abort", letGo, { once: true });
    outgoing.on("close", () => signal.removeEventListener("abort", letGo));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(stale ? new StaleConnection("stale", { cause: error }) : error);
    });
    outgoing.end(body);
  });
}
