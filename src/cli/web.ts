import { join } from "node:path";
import type { Writable } from "node:stream";
import type { Config } from "#/server/config.ts";
import type { ChildPlan } from "./child.ts";
import { outputDirectory, projectRoot } from "./paths.ts";

type Place = {
  readonly config: Config;
  readonly databaseSocket: string | undefined;
  readonly partySocket: string | undefined;
  readonly webSocket: string;
  readonly internalKey: string;
  readonly output: Writable;
};

/** How to run the built web server. */
export function builtWebPlan(place: Place): ChildPlan {
  return plan(place, [join(outputDirectory, "server/index.mjs")], { NODE_ENV: "production" });
}

/** How to run the web server from source, with reload. */
export function devWebPlan(place: Place): ChildPlan {
  const [host = "127.0.0.1"] = place.config.listen;
  const program = join(projectRoot, "node_modules/vinxi/bin/cli.mjs");
  return plan(place, [program, "dev", "--port", String(place.config.port)], { NODE_ENV: "development", HOST: host });
}

function plan(place: Place, command: readonly string[], extra: Readonly<Record<string, string>>): ChildPlan {
  const neighbours = {
    SCAIWAVE_DATA: place.config.dataDirectory,
    SCAIWAVE_DATABASE_SOCKET: place.databaseSocket,
    SCAIWAVE_PARTY_SOCKET: place.partySocket,
    SCAIWAVE_WEB_SOCKET: place.webSocket,
    SCAIWAVE_INTERNAL_KEY: place.internalKey,
  };
  return {
    name: "web",
    command: process.execPath,
    arguments: ["--enable-source-maps", ...command],
    environment: { ...process.env, ...extra, ...neighbours },
    directory: projectRoot,
    output: place.output,
    endLimitMs: 3_000,
  };
}
