import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type App, toNodeListener } from "h3";
import { markRequest, networksOf } from "./client-address.ts";
import { isInternalPath, listenInternally, stripInternalHeaders } from "./internal.ts";
import { listenOn } from "./listen.ts";
import { attachUpgrade } from "./upgrade.ts";

const loopback = networksOf(["127.0.0.1", "::1"]);
const internalRequests = new WeakSet<IncomingMessage>();

/** Keeps the internal paths of a development server closed to the public, as the entry does for a built one. */
export function guardDevServer(app: App): void {
  app.stack.unshift({
    route: "/",
    handler: (event) => {
      const { req: request, res: response } = event.node;
      if (internalRequests.has(request)) return;
      stripInternalHeaders(request);
      markRequest(request, loopback);
      if (isInternalPath(request.url)) response.writeHead(404).end();
    },
  });
}

/** Gives a development server what the entry gives a built one: both loopback addresses, upgrades, the internal socket. */
export async function completeDevServer(app: App, server: Server, environment: NodeJS.ProcessEnv): Promise<void> {
  const handle = toNodeListener(app);
  const { address, port } = server.address() as AddressInfo;
  const other = address === "127.0.0.1" ? ["::1"] : address === "::1" ? ["127.0.0.1"] : [];
  const servers = [server, ...(await listenOn(other, port, handle).catch(() => []))];
  for (const each of servers) attachUpgrade(each, environment.SCAIWAVE_PARTY_SOCKET);
  const { SCAIWAVE_WEB_SOCKET: socket, SCAIWAVE_INTERNAL_KEY: key } = environment;
  if (!socket || !key) return;
  listenInternally(socket, key, (request, response) => {
    internalRequests.add(request);
    // Vite refuses hosts that it does not know.
    request.headers.host = "localhost";
    handle(request, response);
  });
}
