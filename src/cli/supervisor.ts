import { randomBytes } from "node:crypto";
import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "#/server/config.ts";
import { watchParty } from "../../party/build.ts";
import { buildAll, isBuilt } from "./build.ts";
import { type Child, causeOf, runChild } from "./child.ts";
import { runDatabase } from "./database.ts";
import { StartError } from "./failure.ts";
import { isHealthy } from "./health-probe.ts";
import { lockDataFolder } from "./instance-lock.ts";
import { endLeftovers, type ProcessNotes, processNotes, startGuard } from "./leftovers.ts";
import { drainParty, partyPlan } from "./party.ts";
import { outputDirectory } from "./paths.ts";
import { checkPort } from "./ports.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { privateDirectory } from "./private-directory.ts";
import { bold, dim, say, step } from "./progress.ts";
import { socketPath } from "./run-directory.ts";
import { signInHint } from "./sign-in-hint.ts";
import { builtWebPlan, devWebPlan } from "./web.ts";

type Mode = "built" | "dev";

/** What has been started so far and must be ended, the latest first. */
type Endings = (() => Promise<unknown> | unknown)[];

const readyLimitMs = { built: 60_000, dev: 180_000 };

/**
 * Runs an instance until `signal` aborts, and returns when nothing of it is left.
 *
 * @throws StartError with one sentence when it cannot run
 */
export async function supervise(
  config: Config,
  mode: Mode,
  signal: AbortSignal,
  { empty }: { empty: boolean },
): Promise<void> {
  const endings: Endings = [];
  try {
    await bringUp({ config, mode, empty }, signal, endings);
    await aborted(signal);
    say("\nEnding.");
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const end of endings.reverse()) await Promise.resolve(end()).catch((error: unknown) => console.error(error));
  }
}

type Run = { config: Config; mode: Mode; empty: boolean };

async function bringUp({ config, mode, empty }: Run, signal: AbortSignal, endings: Endings): Promise<void> {
  const address = addressOf(config);
  const startedAt = performance.now();
  lockDataFolder(config.dataDirectory, address);
  const runDirectory = privateDirectory(socketPath(config.dataDirectory), undefined);
  await endLeftovers(runDirectory);
  endings.push(() => rmSync(runDirectory, { recursive: true, force: true }));
  await checkPort(config.listen, config.port);
  say(`\n${bold("ScaiWave")} ${dim(config.mode === "demo" ? "demo" : config.serverName)}\n`);

  endings.push(startGuard(runDirectory));
  const notes = processNotes(runDirectory);

  if (mode === "built" && !isBuilt()) {
    const note = (pid: number) => notes.keep("build", pid, { group: true, signal: "KILL" });
    const build = () => buildAll(signal, note).finally(() => notes.drop("build"));
    await step("Build", build, () => "web server and party");
  }
  const database = await step(
    "Database",
    () => runDatabase(config, runDirectory, say),
    (running) => running.description,
  );
  endings.push(database.stop);
  signal.throwIfAborted();
  const { setupCode } = await step(
    "Migrations",
    () => prepareDatabase(database.address, { config, empty }),
    ({ summary }) => summary,
  );
  signal.throwIfAborted();

  const neighbours: Neighbours = {
    config,
    mode,
    notes,
    endings,
    databaseSocket: database.socketDirectory,
    partySocket: join(runDirectory, "party.sock"),
    webSocket: join(runDirectory, "web.sock"),
    internalKey: config.internalKey ?? randomBytes(32).toString("hex"),
  };
  if (config.party.kind === "embedded") await startParty(neighbours);
  await step("Web", () => startWeb(neighbours, signal));

  say(`\n  Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s at ${bold(address)}\n`);
  for (const line of signInHint(config, { empty, setupCode })) say(`  ${line}`);
  say(dim("\n  Ctrl-C ends everything.\n"));
}

type Neighbours = {
  readonly config: Config;
  readonly mode: Mode;
  readonly notes: ProcessNotes;
  readonly endings: Endings;
  readonly databaseSocket: string | undefined;
  readonly partySocket: string;
  readonly webSocket: string;
  readonly internalKey: string;
};

async function startParty({ config, mode, notes, endings, ...sockets }: Neighbours): Promise<void> {
  const { dataDirectory } = config;
  const bundle = mode === "built" ? join(outputDirectory, "party") : join(dataDirectory, "dev-party");
  let party: Child | undefined;
  if (mode === "dev") endings.push(await watchParty(bundle, () => party?.restart()));
  const output = createWriteStream(join(dataDirectory, "logs/party.log"), { mode: 0o600 });
  const plan = partyPlan({ ...sockets, bundle, dataDirectory, output });
  party = runChild(plan, notes, (death) => say(`Realtime ${causeOf(death)}; starting it again.`));
  const { stop } = party;
  endings.push(async () => {
    await drainParty(sockets.partySocket, sockets.internalKey);
    await stop();
  });
}

async function startWeb(neighbours: Neighbours, signal: AbortSignal): Promise<void> {
  const { config, mode, notes, endings } = neighbours;
  // Held back until it is ready, so that a failed start ends in one sentence and not in two stories.
  const output = new PassThrough();
  const partySocket = config.party.kind === "embedded" ? neighbours.partySocket : undefined;
  const plan = (mode === "built" ? builtWebPlan : devWebPlan)({ ...neighbours, partySocket, output });
  let isReady = false;
  const web = runChild(plan, notes, (death) => {
    if (isReady) say(`The web server ${causeOf(death)}; starting it again.`);
  });
  endings.push(web.stop);
  const failure = web.firstDeath.then((death) => {
    if (!isReady) throw new StartError(`The web server ${causeOf(death)}:\n${death.tail}`);
  });
  await Promise.race([failure, untilHealthy(config, Date.now() + readyLimitMs[mode], signal)]);
  isReady = true;
  output.pipe(process.stdout, { end: false });
}

async function untilHealthy(config: Config, deadline: number, signal: AbortSignal): Promise<void> {
  while (!(await isHealthy(config))) {
    signal.throwIfAborted();
    if (Date.now() > deadline) throw new StartError("The web server runs, but /health does not say that all is well.");
    await delay(50, undefined, { signal });
  }
}

function addressOf({ mode, serverName, port }: Config): string {
  return `http://${mode === "demo" ? "localhost" : serverName}${port === 80 ? "" : `:${port}`}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
