import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, connect as dial, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batch, factsOf, id, message, person, room } from "../../party/testing/facts.ts";
import { until } from "../../party/testing/until.ts";
import { granted, refused, TestWeb } from "../../party/testing/web.ts";
import { TestParty } from "../../party/testing/workerd.ts";

const run = promisify(execFile);
let party: TestParty;
let port: string;
let folder: string;
const children: ChildProcess[] = [];
const web = new TestWeb(({ token }) =>
  token === "mock-dev-token"
    ? granted(factsOf(person(1), { tenant_id: id("0030"), room_ids: [room(1)] }))
    : refused(401, "SW_AUTH_INVALID_TOKEN"),
);

/** The clients dial a port, the party listens on a socket: the public server's pipe in between, without its rules. */
const pipe: Server = createServer((outside) => {
  const inside = dial(party.socket);
  outside.on("error", () => inside.destroy());
  inside.on("error", () => outside.destroy());
  outside.pipe(inside).pipe(outside);
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clients-"));
  party = await TestParty.build();
  await web.listen(party.webSocket);
  await party.start();
  await new Promise<void>((ready) => pipe.listen(0, "127.0.0.1", ready));
  port = String((pipe.address() as { port: number }).port);
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  pipe.close();
  await party.remove();
  await web.close();
  await rm(folder, { recursive: true, force: true });
});

let position = 0;
async function converse(command: string, args: string[]): Promise<void> {
  let output = "";
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const says = (words: string) =>
    until(
      () => output,
      (seen) => seen.includes(words),
    );
  await says("to localhost");
  const words = `message for ${command}`;
  const event = message(position + 1, room(1), person(2), words);
  expect((await party.hub(id("0030"), "publish", batch(position, [event], id("0030")))).status).toBe(200);
  position += 1;
  await says(`message: ${words}`);
  const turn = { room_id: room(1), participant_id: person(3), turn_id: id("0040"), thread_root_id: null };
  const frame = { type: "swp.ai.status", ...turn, status: "thinking" };
  await party.hub(id("0030"), "ephemeral", {
    frames: [{ audience: { kind: "room", room_id: room(1), also: [] }, frame }],
  });
  await says(`ai status: ${person(3)} thinking`);
}

test("the browser's WebSocket reads hello, messages and the status of an AI", async () => {
  await converse(process.execPath, [join(import.meta.dirname, "stream.js"), "ws", "127.0.0.1", port]);
});

/** A Python with `websockets`, or why there is none: a machine without Python or network still runs the other tests. */
async function python(): Promise<{ program: string } | { missing: string }> {
  try {
    await run("python3", ["-c", "import websockets"]);
    return { program: "python3" };
  } catch {
    try {
      await run("python3", ["-m", "venv", join(folder, "venv")], { timeout: 60_000 });
      await run(join(folder, "venv/bin/pip"), ["install", "--quiet", "websockets==15.0.1"], { timeout: 60_000 });
      return { program: join(folder, "venv/bin/python") };
    } catch (error) {
      return { missing: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
    }
  }
}

test("Python's websockets reads hello, messages and the status of an AI", { timeout: 150_000 }, async ({ skip }) => {
  const found = await python();
  if ("missing" in found) skip(`NOT RUN: no Python with websockets here (${found.missing})`);
  else await converse(found.program, [join(import.meta.dirname, "stream.py"), "ws", "127.0.0.1", port]);
});
