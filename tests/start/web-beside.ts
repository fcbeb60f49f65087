import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { freePort, type Instance, root, until } from "./instance.ts";

export type Reply = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
};

/** A second built web process beside that of a running instance, on its database and party, with a port of its own. */
export class WebBeside {
  readonly port: number;
  readonly #child: ChildProcess;
  output = "";
  readonly exited: Promise<number | null>;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  }

  static async start(instance: Instance, environment: Record<string, string> = {}): Promise<WebBeside> {
    const pairs = readFileSync(`/proc/${instance.child("web").pid}/environ`, "utf8")
      .split("\0")
      .filter(Boolean);
    const given = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])); // biome-ignore format: one line
    // The socket on which the party asks stays the first one's.
    const { SCAIWAVE_WEB_SOCKET: _, ...neighbours } = given;
    const port = await freePort();
    const child = spawn(process.execPath, [join(root, ".output/server/index.mjs")], {
      cwd: root,
      env: { ...neighbours, PORT: String(port), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const web = new WebBeside(port, child);
    const healthy = async () =>
      (await web.ask("GET", "/health").catch(() => null))?.status === 200 ? true : undefined;
    await until(healthy, 15_000, () => web.output);
    return web;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.exited;
  }

  ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const host = `localhost:${this.port}`;
      const options = { host: "127.0.0.1", port: this.port, method, path, agent: false, timeout: 40_000 };
      const sent = request(
        { ...options, headers: { host, "content-type": "application/json", ...headers } },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on("data", (chunk: Buffer) => chunks.push(chunk));
          reply.on("error", reject);
          reply.on("end", () => {
            resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(chunks).toString() });
          });
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("not answered")));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    });
  }

  /** Calls a procedure as the demo's fixed person. */
  async call<T>(procedure: string, input: unknown): Promise<T> {
    const reply = await this.ask("POST", `/api/trpc/${procedure}`, bearer, input);
    if (reply.status !== 200) throw new Error(`${procedure} was answered with ${reply.status}: ${reply.text}`);
    return (JSON.parse(reply.text) as { result: { data: T } }).result.data;
  }

  async query<T>(procedure: string, input: unknown): Promise<T> {
    const path = `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const reply = await this.ask("GET", path, bearer);
    if (reply.status !== 200) throw new Error(`${procedure} was answered with ${reply.status}: ${reply.text}`);
    return (JSON.parse(reply.text) as { result: { data: T } }).result.data;
  }
}

export const bearer = { authorization: "Bearer mock-dev-token" };
