import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildParty, partyFiles } from "../../party/build.ts";
import { StartError } from "./failure.ts";
import { lockFile } from "./file-lock.ts";
import { outputDirectory, projectRoot } from "./paths.ts";

const inputs = ["src", "party", "public", "app.config.ts", "package.json", "package-lock.json", "tsconfig.json"];
const hashFile = join(outputDirectory, ".build-hash");
const logFile = join(projectRoot, "node_modules/.cache/scaiwave/build.log");
const lockPath = join(projectRoot, "node_modules/.cache/scaiwave/build.lock");

/** What every build must leave behind. */
const outputs = ["server/index.mjs", "public/_build", ...partyFiles.map((file) => `party/${file}`)];

/** Hash over everything that a build reads. */
function inputsHash(): string {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const input of inputs) {
    for (const file of filesBelow(input)) hash.update(`\0${file}\0`).update(readFileSync(join(projectRoot, file)));
  }
  return hash.digest("hex");
}

/** Whether the build that is there was made from just these inputs. */
export function isBuilt(hash = inputsHash()): boolean {
  if (!existsSync(hashFile) || readFileSync(hashFile, "utf8") !== hash) return false;
  return outputs.every((file) => existsSync(join(outputDirectory, file)));
}

/**
 * Builds the web server and the party bundle into `.output`, unless another process has just done so.
 *
 * @throws StartError with the end of the log when the build fails
 */
export async function buildAll(signal?: AbortSignal, onStart?: (pid: number) => void): Promise<void> {
  mkdirSync(join(projectRoot, "node_modules/.cache/scaiwave"), { recursive: true });
  const release = await waitForLock(signal);
  try {
    if (process.env.VERCEL) return await buildForVercel(signal, onStart);
    const hash = inputsHash();
    if (isBuilt(hash)) return;
    rmSync(hashFile, { force: true });
    await buildWeb(signal, onStart);
    await buildParty(join(outputDirectory, "party")).catch((error: Error) => {
      throw new StartError(`The party's bundle failed: ${error.message}`);
    });
    const missing = outputs.find((file) => !existsSync(join(outputDirectory, file)));
    if (missing) throw new StartError(`The build left no .output/${missing}; its log is ${logFile}.`);
    writeFileSync(hashFile, hash);
  } finally {
    release();
  }
}

/** On Vercel the web server is the platform's one function, and the party runs elsewhere. */
async function buildForVercel(signal: AbortSignal | undefined, onStart?: (pid: number) => void): Promise<void> {
  await buildWeb(signal, onStart);
  if (!existsSync(join(projectRoot, ".vercel/output/functions/__fallback.func/index.mjs"))) {
    throw new StartError(`The build left no function for Vercel; its log is ${logFile}.`);
  }
}

async function waitForLock(signal: AbortSignal | undefined): Promise<() => void> {
  for (;;) {
    signal?.throwIfAborted();
    const release = lockFile(lockPath);
    if (release) return release;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function buildWeb(signal: AbortSignal | undefined, onStart: ((pid: number) => void) | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const builder = spawn(process.execPath, [join(projectRoot, "node_modules/vinxi/bin/cli.mjs"), "build"], {
      cwd: projectRoot,
      env: { ...process.env, NODE_ENV: "production" },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (builder.pid) onStart?.(builder.pid);
    let log = "";
    for (const stream of [builder.stdout, builder.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        log += text;
      });
    }
    const abort = () => builder.pid && process.kill(-builder.pid, "SIGKILL");
    signal?.addEventListener("abort", abort, { once: true });
    builder.once("error", reject);
    builder.once("close", (code) => {
      signal?.removeEventListener("abort", abort);
      writeFileSync(logFile, log);
      if (signal?.aborted) return reject(signal.reason);
      if (code === 0) return resolve();
      reject(new StartError(`The build failed, and says (all of it in ${logFile}):\n\n${complaint(log)}\n`));
    });
  });
}

/** The part of a log that says what went wrong: from the first error on, or its end. */
function complaint(log: string): string {
  const lines = log.trim().split("\n");
  const first = lines.findIndex((line) => /\berror\b|failed/i.test(line));
  return (first >= 0 ? lines.slice(first, first + 15) : lines.slice(-15)).join("\n");
}

function filesBelow(path: string): string[] {
  const absolute = join(projectRoot, path);
  if (!existsSync(absolute)) return [];
  if (path.includes(".") && !path.endsWith("/")) return [path];
  return readdirSync(absolute, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|^README\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
    .sort();
}
