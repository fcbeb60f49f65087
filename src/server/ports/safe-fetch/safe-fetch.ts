import { lookup } from "node:dns/promises";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type AddressPolicy, publicInternet } from "#/server/ports/public-internet.ts";

export type ResolvedAddress = { readonly address: string; readonly family: number };

/** What only tests replace. No configuration reaches this: production has the defaults. */
export type SafeFetchSeams = {
  readonly allowed?: AddressPolicy;
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  readonly allowedPort?: (port: number) => boolean;
};

export type SafeFetchOptions = {
  readonly signal: AbortSignal;
  /** Media types that are read at all, such as `text/html`; a body of another kind is never read. */
  readonly types: readonly string[];
  /** Of the body after decompression. */
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly accept?: string;
};

export type Fetched = {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly charset: string;
  readonly body: Buffer;
};

/** Why an address was not fetched: one sentence, without what the network inside looks like. */
export class FetchRefused extends Error {
  override readonly name = "FetchRefused";
}

const maxRedirects = 5;
const maxUrlLength = 2_048;
const maxHeaderBytes = 16_384;
/** Between two pieces of a body: who dawdles longer is left. */
const idleMs = 5_000;
const defaults = { maxBytes: 5_000_000, timeoutMs: 15_000, accept: "text/html,text/plain;q=0.9,*/*;q=0.1" };

/**
 * The one way in which the server fetches an address that somebody else chose. Only http and https on their ports, only
 * addresses of the public internet; the name is resolved once and the connection goes to exactly what was checked, anew at
 * every redirect. No proxy of the environment, no cookies, no credentials, no referrer. Everything has a bound.
 * @throws FetchRefused
 */
export async function safeFetch(
  address: string,
  options: SafeFetchOptions,
  seams: SafeFetchSeams = {},
): Promise<Fetched> {
  const settings = { ...defaults, ...options };
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(settings.timeoutMs)]);
  let url = checkedUrl(address, seams);
  try {
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const response = await open(url, { ...settings, signal }, seams);
      const next = redirectOf(response);
      if (next === null) return await readAnswer(url, response, { ...settings, signal });
      response.destroy();
      url = checkedUrl(next, seams, url);
    }
  } catch (error) {
    throw refusalOf(error, signal, options.signal);
  }
  throw new FetchRefused("The address redirects too often.");
}

function refusalOf(error: unknown, signal: AbortSignal, outer: AbortSignal): unknown {
  if (error instanceof FetchRefused) return error;
  if (signal.aborted && !outer.aborted) return new FetchRefused("The address did not answer in time.");
  return new FetchRefused("The address could not be reached.", { cause: error });
}

function checkedUrl(address: string, { allowedPort = isWebPort }: SafeFetchSeams, base?: URL): URL {
  if (address.length > maxUrlLength) throw new FetchRefused("The address is too long.");
  const url = URL.parse(address, base?.href);
  if (!url) throw new FetchRefused("This is not an address of the web.");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new FetchRefused("Only http and https addresses can be fetched.");
  }
  if (url.username || url.password) throw new FetchRefused("Addresses with a user name or password are not fetched.");
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  if (!allowedPort(port)) throw new FetchRefused("Only the usual ports of the web can be fetched.");
  url.hash = "";
  return url;
}

const isWebPort = (port: number) => port === 80 || port === 443;

/** Resolves once; every answer must be allowed, so that no race between two of them decides. */
async function addressesOf(url: URL, seams: SafeFetchSeams, signal: AbortSignal): Promise<readonly ResolvedAddress[]> {
  const { allowed = publicInternet, resolve = resolveAll } = seams;
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  const literal = isIP(host);
  const found = literal ? [{ address: host, family: literal }] : await abortable(resolve(host), signal);
  if (found.length === 0 || !found.every(({ address }) => allowed(address))) {
    throw new FetchRefused("This address is not on the public internet.");
  }
  return found;
}

const resolveAll = (host: string) => lookup(host, { all: true, verbatim: true });

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason as Error);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
}

type Settings = typeof defaults & SafeFetchOptions;

async function open(url: URL, { signal, accept }: Settings, seams: SafeFetchSeams): Promise<IncomingMessage> {
  const addresses = await addressesOf(url, seams, signal);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const request: ClientRequest = send(
    url,
    {
      method: "GET",
      // An agent of one's own: nothing is kept alive, and no proxy of the environment is asked.
      agent: false,
      lookup: pinnedTo(addresses),
      signal,
      maxHeaderSize: maxHeaderBytes,
      headers: { accept, "accept-encoding": "gzip, deflate, br", "user-agent": "ScaiWave" },
    },
    resolve,
  );
  request.on("error", reject);
  request.end();
  return promise;
}

/** Whatever name the connection asks for, it gets the addresses that were checked. */
function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, answer) => {
    if (options.all) answer(null, [...addresses]);
    else answer(null, addresses[0]!.address, addresses[0]!.family);
  };
}

function redirectOf(response: IncomingMessage): string | null {
  const { statusCode = 0, headers } = response;
  return [301, 302, 303, 307, 308].includes(statusCode) && headers.location ? headers.location : null;
}

async function readAnswer(url: URL, response: IncomingMessage, settings: Settings): Promise<Fetched> {
  try {
    const { contentType, charset } = typeOf(response.headers["content-type"]);
    if (!settings.types.includes(contentType)) {
      throw new FetchRefused(`The address answers with “${contentType.slice(0, 100)}”, which is not read.`);
    }
    if (Number(response.headers["content-length"] ?? 0) > settings.maxBytes) throw tooLarge();
    const body = await readBody(response, settings);
    return { url: url.href, status: response.statusCode ?? 0, contentType, charset, body };
  } finally {
    response.destroy();
  }
}

const tooLarge = () => new FetchRefused("The answer is too large.");

async function readBody(response: IncomingMessage, { maxBytes, signal }: Settings): Promise<Buffer> {
  const decoded = decode(response);
  const pieces: Buffer[] = [];
  let bytes = 0;
  let idle: NodeJS.Timeout | undefined;
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => decoded.destroy(new FetchRefused("The address answers too slowly.")), idleMs);
  };
  rest();
  const stop = () => decoded.destroy(signal.reason as Error);
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const piece of decoded as AsyncIterable<Buffer>) {
      rest();
      bytes += piece.length;
      if (bytes > maxBytes) throw tooLarge();
      pieces.push(piece);
    }
  } finally {
    clearTimeout(idle);
    signal.removeEventListener("abort", stop);
    decoded.destroy();
  }
  return Buffer.concat(pieces);
}

/** The body without its one compression. Counting happens behind it, piece by piece: a bomb ends at the bound. */
function decode(response: IncomingMessage): Readable {
  const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return response;
  const chunkSize = 65_536;
  const decoders = {
    gzip: () => createGunzip({ chunkSize }),
    deflate: () => createInflate({ chunkSize }),
    br: () => createBrotliDecompress({ chunkSize }),
  };
  if (!Object.hasOwn(decoders, encoding)) throw new FetchRefused("The answer is compressed in a way that is not read.");
  const decoder = decoders[encoding as keyof typeof decoders]();
  response.on("error", (error) => decoder.destroy(error));
  // A body that ends before it said it would is no body.
  response.on("aborted", () => decoder.destroy(new FetchRefused("The answer ended early.")));
  return response.pipe(decoder);
}

function typeOf(header: string | undefined): { contentType: string; charset: string } {
  const [type = "", ...parameters] = (header ?? "application/octet-stream").split(";");
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([\w-]{1,40})"?\s*$/i.exec(each)?.[1]).find(Boolean);
  return { contentType: type.trim().toLowerCase(), charset: charset?.toLowerCase() ?? "utf-8" };
}
