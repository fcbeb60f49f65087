import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, inject, test } from "vitest";
import { root, until } from "../start/instance.ts";
import type { Session } from "./support/http.ts";
import { makeRoom, type Room, say, signInByForm } from "./support/world.ts";

const run = promisify(execFile);
const children: ChildProcess[] = [];
let folder: string;
let bram: Session;
let room: Room;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scaiwave-clients-"));
  // The mock bearer is the first person of the tenant: Ana.
  bram = await signInByForm("bram");
  room = await makeRoom([bram, await signInByForm("ana")], "samples");
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Runs a sample with nothing but scheme, host and port given, and says something that it must print. */
async function listens(program: string, file: string): Promise<void> {
  let output = "";
  const child = spawn(program, [join(root, "tests/clients", file), "ws", "localhost", String(inject("port"))]);
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const says = (words: string) =>
    until(
      () => output.includes(words) || undefined,
      30_000,
      () => output,
    );
  await says("to localhost");
  await say(bram, room, `words for ${file}`);
  await says(`message: words for ${file}`);
}

test("the sample with the browser's WebSocket prints what is said in the demo", async () => {
  await listens(process.execPath, "stream.js");
});

async function pythonWithWebsockets(): Promise<string | undefined> {
  const own = join(folder, "venv/bin/python");
  const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["python3", () => run("python3", ["-c", "import websockets"])],
    [own, () => run("python3", ["-m", "venv", join(folder, "venv")], { timeout: 60_000 })],
  ];
  for (const [program, prepare] of attempts) {
    try {
      await prepare();
      if (program === own)
        await run(own, ["-m", "pip", "install", "--quiet", "websockets==15.0.1"], { timeout: 60_000 });
      return program;
    } catch {
      // The next way, or none: a machine without Python or network still runs the other journeys.
    }
  }
  return undefined;
}

test("the sample with Python's websockets prints what is said in the demo", { timeout: 150_000 }, async ({ skip }) => {
  const python = await pythonWithWebsockets();
  if (!python) return skip("There is no Python with websockets on this machine.");
  await listens(python, "stream.py");
});
