import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { addressHeader, requestIdHeader } from "../api/request-headers.ts";

/** The addresses and networks of `SCAIWAVE_TRUSTED_PROXIES`. */
export function networksOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * Where a request really came from: the last address of `X-Forwarded-For` that no trusted proxy has, read from the right,
 * because everything further left is what the client itself may have written.
 */
export function clientAddress(remote: string | undefined, forwarded: string | undefined, trusted: BlockList): string {
  const hops = (forwarded ?? "").split(",").map((hop) => plain(hop.trim()));
  let address = plain(remote ?? "");
  while (isTrusted(address, trusted)) {
    const next = hops.pop();
    if (!next || isIP(next) === 0) break;
    address = next;
  }
  return address || "unknown";
}

/** Tells the doors who asks and how the request is called, whatever the client sent under these names. */
export function markRequest(request: IncomingMessage, trusted: BlockList): void {
  const forwarded = request.headers["x-forwarded-for"];
  const chain = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
  request.headers[addressHeader] = clientAddress(request.socket.remoteAddress, chain, trusted);
  request.headers[requestIdHeader] = randomUUID();
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family > 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** IPv4 as such, however the socket or the proxy wrapped it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").replace(/^\[(.*)\]$/, "$1");
}
