import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildAll, isBuilt } from "../../src/cli/build.ts";
import { Instance, root, until } from "../start/instance.ts";
import { allBlocks, type Block, placeOf } from "./blocks.ts";
import { at, shapeFaults } from "./shape.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "docs-snippets-"));
const children: ChildProcess[] = [];
/** What the reader has exported so far, and the answer on their screen. */
const reader: Record<string, string> = {};
let last: unknown;
let instance: Instance;

beforeAll(async () => {
  if (!isBuilt()) await buildAll();
  instance = await Instance.ready();
  const { stdout } = await run("bash", ["-c", "command -v curl"]);
  mkdirSync(join(folder, "bin"));
  // Tells the status of the answer, which the reader sees by `-i` if they want to.
  writeFileSync(join(folder, "bin/curl"), `#!/bin/sh\nexec ${stdout.trim()} -w '\\n%{http_code}' "$@"\n`);
  chmodSync(join(folder, "bin/curl"), 0o755);
}, 400_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await instance?.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The reader's own addresses and folders in the place of those that the page shows. */
function adapted(code: string): string {
  return code
    .replaceAll("http://localhost:3000", `http://localhost:${instance.port}`)
    .replaceAll("scaiwave-monday.tar.gz", join(folder, "scaiwave-monday.tar.gz"))
    .replaceAll("/srv/scaiwave", join(folder, "restored"));
}

async function shell(code: string): Promise<string> {
  const { PORT: _, SCAIWAVE_DATA: __, ...environment } = process.env;
  const env = {
    ...environment,
    ...reader,
    PORT: String(instance.port),
    SCAIWAVE_DATA: instance.dataDirectory,
    PATH: [join(folder, "bin"), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
  };
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", adapted(code)], { cwd: root, env, timeout: 120_000 });
  return stdout;
}

async function curl(block: Block): Promise<void> {
  const output = await shell(block.code);
  const end = output.lastIndexOf("\n");
  if (end >= 0 && /^\d{3}$/.test(output.slice(end + 1))) {
    const text = output.slice(0, end);
    expect(output.slice(end + 1), text).toBe(block.marks.status ?? "200");
    last = text.startsWith("{") ? JSON.parse(text) : text;
  } else last = output.trimStart().startsWith("{") ? JSON.parse(output) : output;
}

function keep(block: Block): void {
  for (const [, name, value] of block.code.matchAll(/^export (\w+)=(\S+)/gm)) reader[name!] = adapted(value!);
  const { keep: kept, same } = block.marks;
  if (kept) {
    const [name = "", path = ""] = kept.split(":");
    expect(at(last, path), `${path} of ${JSON.stringify(last)}`).toBeTypeOf("string");
    reader[name] = String(at(last, path));
  }
  if (same) {
    const [name = "", path = ""] = same.split(":");
    expect(at(last, path)).toBe(reader[name]);
  }
}

const files: Record<string, string> = { python: "follow.py", ts: "follow.ts" };
const labels = new Set(["", "cli", "health", "metrics", "restore"]);

async function perform(block: Block): Promise<void> {
  const { language, marks, code } = block;
  if (language === "bash" && "norun" in marks) await run("bash", ["-n", "-c", code]);
  else if (language === "bash" && marks.given) {
    expect(reader).toHaveProperty(marks.given);
    await run("bash", ["-n", "-c", code]);
    const { [marks.given]: value } = reader;
    for (const [, name, shown] of code.matchAll(/^export (\w+)=(\S+)/gm)) reader[name!] ??= adapted(shown!);
    reader[marks.given] = value!;
  } else if (language === "bash" && "run" in marks && labels.has(marks.run ?? "")) {
    await curl(block);
    keep(block);
  } else if (language === "json" && "response" in marks) expect(shapeFaults(JSON.parse(code), last)).toEqual([]);
  else if (language === "json") expect(() => JSON.parse(code)).not.toThrow();
  else if (files[language] && marks.run === "follow") {
    mkdirSync(join(folder, language), { recursive: true });
    writeFileSync(join(folder, language, files[language]), adapted(code));
  } else if (language === "ini") expect(code).toMatch(/^(\[\w+\]|[\w-]+=.*|scrape_configs:|\s.*|\n)+$/);
  else expect(["text", "http", "console", "bash"], placeOf(block)).toContain(language);
}

describe("the documentation", () => {
  for (const block of allBlocks.filter(({ marks }) => !/^follow-|^python-package$/.test(marks.run ?? ""))) {
    const { run: label, norun } = block.marks;
    const what = norun ? `not run: ${norun}` : label === undefined ? "read" : `run${label && ` as ${label}`}`;
    test(`${placeOf(block)} (${block.language}, ${what})`, () => perform(block), 150_000);
  }

  test("follow.ts has no type error", async () => {
    const options = [
      "--noEmit",
      "--strict",
      "--target",
      "esnext",
      "--module",
      "esnext",
      "--moduleResolution",
      "bundler",
    ];
    const types = ["--skipLibCheck", "--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const file = join(folder, "ts", "follow.ts");
    const { stdout } = await run(join(root, "node_modules/.bin/tsc"), [
      "--ignoreConfig",
      ...options,
      ...types,
      file,
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  }, 60_000);

  test("follow.ts shows what is said, and what it missed", () => follows("ts", process.execPath), 60_000);

  test("follow.py shows what is said, and what it missed", async ({ skip }) => {
    const found = await python();
    if ("missing" in found) skip(`NOT RUN: no Python with websockets here (${found.missing})`);
    else await follows("python", found.program);
  }, 150_000);
});

/** A Python with the package that the page says, or why there is none. */
async function python(): Promise<{ program: string } | { missing: string }> {
  const wanted = allBlocks
    .find(({ marks }) => marks.run === "python-package")!
    .code.trim()
    .split(" ")
    .slice(1);
  try {
    await run("python3", ["-m", "venv", join(folder, "venv")], { timeout: 60_000 });
    await run(join(folder, "venv/bin/pip"), [...wanted, "--quiet"], { timeout: 60_000 });
    return { program: join(folder, "venv/bin/python") };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}

async function follows(language: "ts" | "python", program: string): Promise<void> {
  const file = files[language]!;
  const first = start(program, file, language);
  await first.says("connected to localhost");
  await say(`heard by ${file}`);
  await first.says(`message: heard by ${file}`);
  await first.stop();
  await say(`missed by ${file}`);
  const second = start(program, file, language);
  await second.says(`message: missed by ${file}`);
  expect(second.output()).not.toContain("heard by");
  await second.stop();
}

function start(program: string, file: string, language: string) {
  let output = "";
  const child = spawn(program, [file], {
    cwd: join(folder, language),
    env: { ...process.env, ...reader },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return {
    output: () => output,
    says: (words: string) =>
      until(
        () => output.includes(words) || undefined,
        20_000,
        () => output,
      ),
    stop: () =>
      new Promise<void>((done) => {
        child.once("close", () => done());
        child.kill("SIGKILL");
      }),
  };
}

async function say(body: string): Promise<void> {
  const response = await fetch(`${reader.SERVER}/v1/rooms/${reader.ROOM}/send`, {
    method: "POST",
    headers: { authorization: `Bearer ${reader.TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ content: { msgtype: "swp.text", body } }),
  });
  expect(response.status).toBe(200);
}

const systemd = existsSync("/usr/bin/systemd-analyze");
test.skipIf(!systemd)("systemd takes the service and the nightly backup as they are shown", async () => {
  const units = allBlocks.filter(({ marks }) => /systemd\/system/.test(marks.title ?? ""));
  expect(units.length).toBe(2);
  mkdirSync(join(folder, "units"));
  for (const { marks, code } of units)
    writeFileSync(join(folder, "units", marks.title!.split("/").at(-1)!), code.replace("/opt/scaiwave", root));
  const names = units.map(({ marks }) => join(folder, "units", marks.title!.split("/").at(-1)!));
  const { stderr } = await run("systemd-analyze", ["verify", "--man=no", ...names]).catch(
    (error: { stderr: string }) => error,
  );
  expect(stderr.split("\n").filter((line) => line.includes(join(folder, "units")))).toEqual([]);
});
