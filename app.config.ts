import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@solidjs/start/config";
import type { App } from "h3";
import { browserBuild, leaveOut } from "./src/server/node/browser-bundle.ts";
import { completeDevServer, guardDevServer } from "./src/server/node/dev.ts";

const preset = process.env.NITRO_PRESET ?? (process.env.VERCEL ? "vercel" : "node-server");

// Nitro's tracing misses files that are reached only through the `module-sync` export condition.
const tracedByHand = ["async-function", "generator-function", "async-generator-function"]
  .map((name) => `node_modules/${name}/require.mjs`)
  .filter((file) => existsSync(file));

const app = defineConfig({
  middleware: "src/middleware.ts",
  vite: ({ router }: { router: string }) => ({
    plugins: router === "client" ? [leaveOut()] : [],
    css: { modules: { localsConvention: "camelCaseOnly" } },
    build: router === "client" ? browserBuild : { target: "es2022" },
    // The reload socket would listen on every address.
    server: { hmr: { host: "localhost" } },
  }),
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

type DevServer = { devApp: { h3App: App }; listener: { server: Server } };

app.hooks.hook("app:dev:server:created", ({ devApp }: DevServer) => guardDevServer(devApp.h3App));
app.hooks.hook("app:dev:server:listener:created", ({ devApp, listener }: DevServer) =>
  completeDevServer(devApp.h3App, listener.server, process.env),
);

export default app;
