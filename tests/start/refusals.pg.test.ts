import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort, Instance, root, temporaryFolder } from "./instance.ts";

const running: Instance[] = [];

afterEach(async () => {
  for (const instance of running.splice(0)) await instance.remove();
});

/** Runs a start that must not succeed. @returns what it said */
async function refused(...options: Parameters<typeof Instance.launch>): Promise<string> {
  const instance = await Instance.launch(...options);
  running.push(instance);
  expect(await instance.exited).toBe(1);
  return instance.output.trim();
}

function isOneSentence(text: string): boolean {
  return text.split("\n").length === 1 && text.endsWith(".") && !text.includes("    at ");
}

test("a taken port is named in one sentence, before anything is built or started", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  try {
    const said = await refused({ port });
    expect(said).toContain(`Port ${port} is taken`);
    expect(isOneSentence(said)).toBe(true);
  } finally {
    other.close();
  }
});

test("a data folder that another instance uses is refused in one sentence, and the other runs on", async () => {
  const first = await Instance.ready();
  running.push(first);

  const said = await refused({ dataDirectory: first.dataDirectory });

  expect(said).toContain(`is in use by another ScaiWave (process ${first.pid}, http://localhost:${first.port})`);
  expect(isOneSentence(said)).toBe(true);
  expect(await first.healthStatus()).toBe(200);
});

test.each([
  ["PORT", "80a", "PORT must be a whole number"],
  ["PORT", "0", "PORT must be a whole number"],
  ["HOST", "0.0.0.0", "HOST=0.0.0.0 would show a demo"],
  ["DATABASE_URL", "mysql://x", "DATABASE_URL must look like postgres://"],
  ["SCAIWAVE_SEVER_NAME", "chat.example.org", "SCAIWAVE_SEVER_NAME is not a setting"],
  ["SCAIWAVE_AUTH_MODE", "none", "SCAIWAVE_AUTH_MODE must be"],
])("%s=%s is refused in one sentence", async (name, value, sentence) => {
  const said = await refused({ environment: { [name]: value } });
  expect(said).toContain(sentence);
  expect(isOneSentence(said)).toBe(true);
});

test("a data folder that cannot be made is refused in one sentence", async () => {
  const said = await refused({ dataDirectory: "/dev/null/data" });
  expect(said).toContain("The data folder /dev/null/data cannot be used");
  expect(isOneSentence(said)).toBe(true);
});

test("a Node that is too old is refused in one sentence", () => {
  const pretend = "Object.defineProperty(process, 'version', { value: 'v20.1.0' }); import('./src/cli/scaiwave.js')";
  const { status, stderr } = spawnSync(process.execPath, ["--eval", pretend], { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("ScaiWave needs Node 24 or newer and this is v20.1.0");
  expect(isOneSentence(stderr.trim())).toBe(true);
});

const machineNode = "/usr/bin/node";
const isOld =
  existsSync(machineNode) && Number(execFileSync(machineNode, ["-p", "process.versions.node.split('.')[0]"])) < 24;

test.runIf(isOld)("the machine's own old Node says the same sentence", () => {
  const { status, stderr } = spawnSync(machineNode, ["src/cli/scaiwave.js", "start"], { cwd: root, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("ScaiWave needs Node 24 or newer");
});

test.runIf(isOld)("npm start works where the machine's own Node is old", async () => {
  const dataDirectory = temporaryFolder();
  const path = `/usr/local/bin:/usr/bin:/bin`;
  const instance = await Instance.launch({ command: ["npm", "start"], dataDirectory, environment: { PATH: path } });
  running.push(instance);
  await instance.untilReady();
  expect(await instance.healthStatus()).toBe(200);
  await instance.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});
