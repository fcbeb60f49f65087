import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import { addressHeader } from "#/server/api/request-headers.ts";
import { readConfig } from "#/server/config.ts";
import { log } from "#/server/log-lines.ts";
import { refreshGauges } from "#/server/metrics/gauges.ts";
import { metrics } from "#/server/metrics/registry.ts";
import { currentApp } from "#/server/start.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Any of them says that a proxy stands between: its own address is not the asker's. */
const forwardedHeaders = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "via", "x-real-ip"];

/** `GET /metrics` in the text format of Prometheus; for whoever may not know, the address does not exist. */
export async function answerMetrics(request: Request): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  const { metricsToken, platform } = readConfig(process.env);
  // Where no entry of ours stands in front, anybody may write the header that says who asks.
  const known = platform === "node" || metricsToken !== undefined;
  if (!known || !mayRead(request.headers, metricsToken)) return new Response(null, { status: 404, headers });
  try {
    await refreshGauges(await currentApp());
  } catch (error) {
    // What the process counts itself is worth the most while its neighbours are down.
    log.warn({ reason: error instanceof Error ? error.name : "unknown" }, "some metrics are not current");
  }
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { ...headers, "content-type": registry.contentType } });
}

/** With a token, who bears it; without one, a process on this machine that asks directly. */
export function mayRead(headers: Headers, token: string | undefined): boolean {
  if (token !== undefined) {
    const given = /^Bearer (\S{1,4096})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
    return timingSafeEqual(digest(given), digest(token));
  }
  const address = headers.get(addressHeader) ?? "";
  const family = isIP(address);
  if (family === 0 || forwardedHeaders.some((name) => headers.has(name))) return false;
  return loopback.check(address, family === 6 ? "ipv6" : "ipv4");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
