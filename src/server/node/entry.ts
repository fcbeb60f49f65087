import "#nitro-internal-pollyfills";
import type { Server } from "node:http";
import { toNodeListener } from "h3";
import { useNitroApp } from "nitropack/runtime";
import { trapUnhandledNodeErrors } from "nitropack/runtime/internal";
import { readConfig } from "#/server/config.ts";
import { markRequest, networksOf } from "#/server/node/client-address.ts";
import { inTurn } from "#/server/node/in-turn.ts";
import { hasSeveralHosts, isInternalPath, listenInternally, stripInternalHeaders } from "#/server/node/internal.ts";
import { listenOn } from "#/server/node/listen.ts";
import { Requests } from "#/server/node/requests.ts";
import { runDrain, runShutdown } from "#/server/node/shutdown.ts";
import { attachUpgrade } from "#/server/node/upgrade.ts";

// Takes the place of the stock Node entry of the web build: the public server, the upgrades of the party, and the internal socket.
const config = readConfig(process.env);
const nitro = useNitroApp();
const handle = toNodeListener(nitro.h3App);
const requests = new Requests();
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
    requests.follow(request, response, () => {
      if (hasSeveralHosts(request)) response.writeHead(400, { connection: "close" }).end();
      else if (config.party.kind !== "url" && isInternalPath(request.url)) response.writeHead(404).end();
      else inTurn(request, response, () => handle(request, response));
    });
  });
  for (const server of servers) attachUpgrade(server, partySocket);
  if (config.internalSocket && config.internalKey) {
    servers.push(listenInternally(config.internalSocket, config.internalKey, handle));
  }
  process.once("SIGTERM", () => end(servers));
  process.once("SIGINT", () => end(servers));
}

// Together within the three seconds after which the supervisor loses patience.
const answerLimitMs = 1_500;
const stopLimitMs = 1_200;

/** Takes nothing new, ends what only waits, lets what is being answered end, and then everything behind it. */
async function end(servers: readonly Server[]): Promise<void> {
  for (const server of servers) server.close();
  runDrain();
  const answered = requests.end(answerLimitMs);
  for (const server of servers) server.closeIdleConnections();
  await answered;
  await runShutdown(stopLimitMs);
  await nitro.hooks.callHook("close");
  process.exit(0);
}

export default {};
