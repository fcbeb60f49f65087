import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@solidjs/start/config";
import { type EventHandler, toNodeListener } from "h3";
import { isInternalPath, listenInternally, stripInternalHeaders } from "./src/server/node/internal.ts";
import { attachUpgrade } from "./src/server/node/upgrade.ts";

const preset = process.env.NITRO_PRESET ?? (process.env.VERCEL ? "vercel" : "node-server");

// Nitro's tracing misses files that are reached only through the `module-sync` export condition.
const tracedByHand = ["async-function", "generator-function", "async-generator-function"]
  .map((name) => `node_modules/${name}/require.mjs`)
  .filter((file) => existsSync(file));

const app = defineConfig({
  vite: {
    css: { modules: { localsConvention: "camelCaseOnly" } },
    build: { target: "es2022" },
  },
  server: {
    preset,
    esbuild: { options: { target: "es2022" } },
    compressPublicAssets: { gzip: true, brotli: true },
    // Nitro bundles the entry by itself and does not read the `imports` of package.json.
    alias: { "#": fileURLToPath(new URL("./src", import.meta.url)) },
    externals: { traceInclude: tracedByHand },
    ...(preset === "node-server"
      ? { entry: fileURLToPath(new URL("./src/server/node/entry.ts", import.meta.url)) }
      : {}),
  },
});

type DevApp = { h3App: Parameters<typeof toNodeListener>[0] };

app.hooks.hook("app:dev:server:created", ({ devApp }: { devApp: DevApp }) => {
  const guard: EventHandler = (event) => {
    if (internalRequests.has(event.node.req)) return;
    stripInternalHeaders(event.node.req);
    if (isInternalPath(event.node.req.url)) event.node.res.writeHead(404).end();
  };
  devApp.h3App.stack.unshift({ route: "/", handler: guard });
});

app.hooks.hook(
  "app:dev:server:listener:created",
  ({ devApp, listener }: { devApp: DevApp; listener: { server: Server } }) => {
    const handle = toNodeListener(devApp.h3App);
    attachUpgrade(listener.server, process.env.SCAIWAVE_PARTY_SOCKET);
    const { SCAIWAVE_WEB_SOCKET: socket, SCAIWAVE_INTERNAL_KEY: key } = process.env;
    if (socket && key) {
      listenInternally(socket, key, (request, response) => {
        internalRequests.add(request);
        handle(request, response);
      });
    }
  },
);

const internalRequests = new WeakSet<object>();

export default app;
