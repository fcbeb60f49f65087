import { existsSync, mkdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { drainPath, secretHeader } from "#/domain/stream/contract.ts";
import type { ChildPlan } from "./child.ts";
import { StartError } from "./failure.ts";
import { projectRoot } from "./paths.ts";

const drainLimitMs = 1_000;

type Place = {
  /** Folder of the bundle and its configuration. */
  readonly bundle: string;
  readonly dataDirectory: string;
  readonly partySocket: string;
  readonly webSocket: string;
  readonly internalKey: string;
  readonly output: Writable;
};

/** How to run the parties under workerd, with sockets instead of ports on both sides. */
export function partyPlan(place: Place): ChildPlan {
  const storage = join(place.dataDirectory, "party");
  mkdirSync(storage, { recursive: true, mode: 0o700 });
  return {
    name: "party",
    command: workerd(),
    arguments: [
      "serve",
      join(place.bundle, "config.capnp"),
      `--socket-addr=http=unix:${place.partySocket}`,
      `--external-addr=web=unix:${place.webSocket}`,
      `--directory-path=storage=${storage}`,
    ],
    environment: { SCAIWAVE_INTERNAL_KEY: place.internalKey },
    directory: place.bundle,
    output: place.output,
    // It drains without a bound while sockets are open, and refuses new ones meanwhile.
    endLimitMs: 2_000,
    prepare: () => rmSync(place.partySocket, { force: true }),
  };
}

/** Asks the parties to close every stream, so that their clients come back at once and workerd has nothing to wait for. */
export function drainParty(partySocket: string, internalKey: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { host: "party", [secretHeader]: internalKey };
    const options = { socketPath: partySocket, path: drainPath, method: "POST", headers, timeout: drainLimitMs };
    const asking = request(options, (response) => response.resume().once("close", resolve));
    asking.on("timeout", () => asking.destroy());
    asking.on("error", () => resolve());
    asking.end();
  });
}

// The package's own command is put in place by an install script, which npm may not run; its platform package needs none.
export function workerd(): string {
  const architecture = process.arch === "x64" ? "64" : process.arch;
  const program = join(projectRoot, `node_modules/@cloudflare/workerd-${process.platform}-${architecture}/bin/workerd`);
  if (!existsSync(program))
    throw new StartError(
      `There is no workerd for ${process.platform}-${process.arch} in node_modules: run npm install.`,
    );
  return program;
}
