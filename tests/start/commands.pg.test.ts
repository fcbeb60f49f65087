import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { alive, Instance, root, until } from "./instance.ts";

const running: Instance[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scaiwave-commands-"));
});
afterEach(async () => {
  for (const instance of running.splice(0)) await instance.remove();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Answer = { status: number; stdout: string; stderr: string };

/** Runs a command as a person does, with its output piped. */
function scaiwave(data: string, ...args: string[]): Promise<Answer> {
  const env = { ...process.env, SCAIWAVE_DATA: data };
  return new Promise((resolve) => {
    execFile(process.execPath, ["src/cli/scaiwave.js", ...args], { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

async function jsonOf<T>(data: string, ...args: string[]): Promise<T> {
  const answer = await scaiwave(data, ...args, "--json");
  expect(answer).toMatchObject({ status: 0, stderr: "" });
  return JSON.parse(answer.stdout) as T;
}

async function started(options: Parameters<typeof Instance.launch>[0] = {}): Promise<Instance> {
  const instance = await Instance.launch(options);
  running.push(instance);
  await instance.untilReady();
  return instance;
}

function get(
  { port }: Instance,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

const isOneSentence = ({ stderr }: Answer) => stderr.trim().split("\n").length === 1 && !stderr.includes("    at ");
type Tenants = { tenants: { slug: string; host: string; suspended: boolean; messages: number }[] };

describe("beside an instance that runs", () => {
  test("an operator makes a tenant, suspends it within five seconds and resumes it, and the instance does not notice", async () => {
    const instance = await started();
    const family = instance.family();
    const data = instance.dataDirectory;
    const beta = { host: `beta.localhost:${instance.port}` };
    const answers = async () => (await get(instance, "/sign-in", beta)).status;
    const unknown = await get(instance, "/sign-in", { host: `nobody.localhost:${instance.port}` });
    expect(await answers()).toBe(unknown.status);

    expect(await jsonOf(data, "tenant", "create", "--slug", "beta", "--name", "Beta")).toMatchObject({
      host: "beta.localhost",
    });
    expect(await answers()).toBe(200);
    const again = await scaiwave(data, "admin", "create-tenant", "--slug", "beta", "--name", "Beta");
    expect(again).toMatchObject({ status: 1, stdout: "" });
    expect(isOneSentence(again)).toBe(true);

    expect(await scaiwave(data, "tenant", "suspend", "beta")).toMatchObject({ status: 0 });
    await until(async () => ((await answers()) === unknown.status ? true : undefined), 30_000);
    expect((await get(instance, "/sign-in", beta)).body).toBe(
      (await get(instance, "/sign-in", { host: `nobody.localhost:${instance.port}` })).body,
    );
    const { tenants } = await jsonOf<Tenants>(data, "tenant", "list");
    expect(tenants.map(({ slug, suspended }) => [slug, suspended])).toEqual([
      ["acme", false],
      ["beta", true],
      ["linden", false],
    ]);
    expect(await scaiwave(data, "tenant", "resume", "beta")).toMatchObject({ status: 0 });
    await until(async () => ((await answers()) === 200 ? true : undefined), 30_000);
    expect(family.every(alive)).toBe(true);
    expect(await instance.healthStatus()).toBe(200);
  });

  test("a backup is taken, restored into an empty folder, and what starts there is the same instance", async () => {
    const first = await started();
    const data = first.dataDirectory;
    const made = await scaiwave(data, "token", "create", "--tenant", "linden", "--who", "ana", "--name", "test");
    expect(made).toMatchObject({ status: 0 });
    const headers = { authorization: `Bearer ${made.stdout.trim()}` };
    const whoIs = (instance: Instance) => get(instance, "/v1/me", { ...headers, host: `localhost:${instance.port}` });
    const me = await whoIs(first);
    expect(me.status).toBe(200);

    const file = join(folder, "backup.tar.gz");
    const taken = await jsonOf<{ rows: number }>(data, "backup", file);
    expect(taken.rows).toBeGreaterThan(200);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await scaiwave(data, "backup", file)).toMatchObject({ status: 1, stdout: "" });
    const tenants = await jsonOf<Tenants>(data, "tenant", "list");
    await first.stop();

    const elsewhere = join(folder, "elsewhere");
    expect(await jsonOf(elsewhere, "restore", file)).toMatchObject({ rows: taken.rows, server_name: "localhost" });
    expect(await jsonOf<Tenants>(elsewhere, "tenant", "list")).toEqual(tenants);
    const second = await started({ dataDirectory: elsewhere });
    const again = await whoIs(second);
    expect(again.status).toBe(200);
    expect(JSON.parse(again.body).data).toMatchObject({ participant_id: JSON.parse(me.body).data.participant_id });

    const over = await scaiwave(elsewhere, "restore", file);
    expect(over).toMatchObject({ status: 1 });
    expect(over.stderr).toContain("is not empty");
    expect(await whoIs(second)).toMatchObject({ status: 200 });
  }, 150_000);

  test("a restore from something else says so in a sentence and leaves no folder", async () => {
    const file = join(folder, "picture.tar.gz");
    writeFileSync(file, readFileSync(join(root, "package.json")));
    const nowhere = join(folder, "nowhere");
    const answer = await scaiwave(nowhere, "restore", file);
    expect(answer).toEqual({ status: 1, stdout: "", stderr: `${file} is not a backup of ScaiWave.\n` });
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe("without an instance that runs", () => {
  test("a command starts the database for itself and ends it again", async () => {
    const data = join(folder, "alone");
    const none = await scaiwave(data, "tenant", "list");
    expect(none).toMatchObject({ status: 1, stdout: "" });
    expect(none.stderr).toContain("There is no instance in the data folder");
    expect(isOneSentence(none)).toBe(true);
    expect(existsSync(data)).toBe(false);

    expect((await jsonOf<{ applied: string[] }>(data, "migrate")).applied.length).toBeGreaterThan(8);
    expect(await jsonOf(data, "migrate")).toEqual({ applied: [] });
    expect(await scaiwave(data, "seed")).toMatchObject({ status: 0 });
    expect(await scaiwave(data, "seed")).toMatchObject({ status: 1 });
    expect(existsSync(join(data, "postgres/postmaster.pid"))).toBe(false);
  });

  test("two commands at once take turns", async () => {
    const data = join(folder, "turns");
    await scaiwave(data, "migrate");
    await scaiwave(data, "seed");
    const lists = await Promise.all([1, 2, 3].map(() => scaiwave(data, "tenant", "list")));
    expect(lists.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(lists.map(({ stdout }) => stdout)).size).toBe(1);
  });

  test("the doctor finds nothing wrong with it, and says what is wrong with another", async () => {
    const data = join(folder, "turns");
    type Report = { status: string; parts: { part: string; state: string; advice?: string }[] };
    const well = await jsonOf<Report>(data, "doctor");
    expect(well.status).toBe("ok");
    expect(well.parts.filter(({ state }) => state === "problem")).toEqual([]);

    const env = { ...process.env, SCAIWAVE_DATA: data, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const ill = await new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, ["src/cli/scaiwave.js", "doctor", "--json"], { cwd: root, env });
      let output = "";
      child.stdout.on("data", (text: Buffer) => {
        output += text.toString();
      });
      child.once("close", (code) => resolve({ code, output }));
    });
    expect(ill.code).toBe(1);
    const problems = (JSON.parse(ill.output) as Report).parts.filter(({ state }) => state === "problem");
    expect(problems.map(({ part }) => part)).toEqual(["database"]);
  });

  test("a worker ends in order when it is told to", async () => {
    const data = join(folder, "turns");
    const child = spawn(process.execPath, ["src/cli/scaiwave.js", "worker"], {
      cwd: root,
      env: { ...process.env, SCAIWAVE_DATA: data },
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
    });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    await until(() => (output.includes("The worker runs") ? true : undefined), 30_000);
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(readdirSync(join(data, "postgres"))).not.toContain("postmaster.pid");
  });

  test("a command that is called wrongly ends with 2 and one that is asked for help with 0, without colours", async () => {
    const data = join(folder, "never");
    const wrong = await scaiwave(data, "tenant", "create", "--slg", "x");
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect(isOneSentence(wrong)).toBe(true);
    const help = await scaiwave(data, "--help");
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toContain("tenant create");
    expect(help.stdout + wrong.stderr).not.toContain("\u001b");
    expect(existsSync(data)).toBe(false);
  });
});
