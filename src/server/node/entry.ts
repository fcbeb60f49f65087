import "#nitro-internal-pollyfills";
import type { Server } from "node:http";
import { toNodeListener } from "h3";
import { useNitroApp } from "nitropack/runtime";
import { trapUnhandledNodeErrors } from "nitropack/runtime/internal";
import { readConfig } from "#/server/config.ts";
import { markRequest, networksOf } from "#/server/node/client-address.ts";
import { isInternalPath, listenInternally, stripInternalHeaders } from "#/server/node/internal.ts";
import { listenOn } from "#/server/node/listen.ts";
import { runShutdown } from "#/server/node/shutdown.ts";
import { attachUpgrade } from "#/server/node/upgrade.ts";

// Takes the place of the stock Node entry of the web build: the public server, the upgrades of the party, and the internal socket.
const config = readConfig(process.env);
const nitro = useNitroApp();
const handle = toNodeListener(nitro.h3App);
const trusted = networksOf(config.trustedProxies);
const partySocket = config.party.kind === "socket" ? config.party.path : undefined;

trapUnhandledNodeErrors();
serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function serve(): Promise<void> {
  const servers = await listenOn(config.listen, config.port, (request, response) => {
    stripInternalHeaders(request);
    markRequest(request, trusted);
    if (config.party.kind !== "url" && isInternalPath(request.url)) response.writeHead(404).end();
    else handle(request, response);
  });
  for (const server of servers) attachUpgrade(server, partySocket);
  if (config.internalSocket && config.internalKey) {
    servers.push(listenInternally(config.internalSocket, config.internalKey, handle));
  }
  process.once("SIGTERM", () => end(servers));
  process.once("SIGINT", () => end(servers));
}

async function end(servers: readonly Server[]): Promise<void> {
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
  await runShutdown();
  await nitro.hooks.callHook("close");
  process.exit(0);
}

export default {};
