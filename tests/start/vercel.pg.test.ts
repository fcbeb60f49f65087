import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, until } from "./instance.ts";

const output = join(root, ".vercel/output");
const server = `
  import { createServer } from "node:http";
  const { default: handler } = await import(process.argv[1]);
  const listening = createServer(handler).listen(0, "127.0.0.1", () => console.log("port " + listening.address().port));`;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(root, "src/cli/scaiwave.js"), "build"], {
    cwd: root,
    env: { ...process.env, VERCEL: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
}, 300_000);
afterAll(() => rmSync(join(root, ".vercel"), { recursive: true, force: true }));

let running: ChildProcess | undefined;
afterAll(() => running?.kill("SIGKILL"));

/** The built function behind Node's own server, with no environment but what Vercel itself sets. */
async function serve(): Promise<string> {
  const handler = join(output, "functions/__fallback.func/index.mjs");
  running = spawn(process.execPath, ["--input-type=module", "--eval", server, handler], {
    env: { PATH: process.env.PATH ?? "", VERCEL: "1", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [running.stdout, running.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const port = await until(
    () => /port (\d+)/.exec(said)?.[1],
    20_000,
    () => said,
  );
  return `http://127.0.0.1:${port}`;
}

test("the Vercel build runs on our Node and hands every address but files to the one function", () => {
  const config = JSON.parse(readFileSync(join(output, "functions/__fallback.func/.vc-config.json"), "utf8"));
  expect(config.runtime).toBe("nodejs24.x");
  const { routes } = JSON.parse(readFileSync(join(output, "config.json"), "utf8"));
  expect(routes.at(-1)).toEqual({ src: "/(.*)", dest: "/__fallback" });
});

test("without configuration every door answers with the one sentence that says what is missing", async () => {
  const address = await serve();
  for (const path of [
    "/",
    "/sign-in",
    "/docs",
    "/v1/me",
    "/v1/sync",
    "/v1/auth/config",
    "/api/trpc/views.overview",
    "/health",
  ]) {
    const answer = await fetch(`${address}${path}`);
    const body = await answer.text();
    expect([path, answer.status], body).toEqual([path, 503]);
    expect(body, path).toContain(
      "On Vercel there is no disk, no child process and no demo: set SCAIWAVE_SERVER_NAME, DATABASE_URL, SCAIWAVE_PARTY_URL and SCAIWAVE_PARTY_SECRET.",
    );
  }
});
