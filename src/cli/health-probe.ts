import { get } from "node:http";
import type { Config } from "#/server/config.ts";

const limitMs = 2_000;

/** Asks `/health` once. @returns whether everything is up; a server that does not answer in time is not */
export function isHealthy({
  listen,
  port,
  serverName,
}: Pick<Config, "listen" | "port" | "serverName">): Promise<boolean> {
  const host = reachable(listen);
  return new Promise((resolve) => {
    const options = {
      host,
      port,
      path: "/health",
      headers: { host: `${serverName}:${port}` },
      agent: false,
      timeout: limitMs,
    };
    const request = get(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

function reachable(addresses: readonly string[]): string {
  if (addresses.includes("0.0.0.0")) return "127.0.0.1";
  const [first = "127.0.0.1"] = addresses;
  return first === "::" ? "::1" : first;
}
