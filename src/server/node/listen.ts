import { createServer, type RequestListener, type Server } from "node:http";

const headersTimeoutMs = 20_000;
const requestTimeoutMs = 120_000;
const keepAliveTimeoutMs = 65_000;

/**
 * One server for each address, so that `localhost` works whichever family a browser tries first.
 * An address whose family the machine lacks is skipped, unless it is the only one.
 *
 * @throws the listen error, for instance `EADDRINUSE`
 */
export async function listenOn(addresses: readonly string[], port: number, handle: RequestListener): Promise<Server[]> {
  const servers: Server[] = [];
  for (const address of addresses) {
    const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs }, handle);
    server.keepAliveTimeout = keepAliveTimeoutMs;
    const error = await listening(server, address, port);
    if (!error) servers.push(server);
    else if (error.code === "EADDRINUSE" || error.code === "EACCES" || address === addresses.at(-1)) {
      if (servers.length === 0 || error.code === "EADDRINUSE") throw error;
    }
  }
  return servers;
}

function listening(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen({ host, port, ipv6Only: host.includes(":") }, () => {
      server.off("error", resolve);
      resolve(undefined);
    });
  });
}
