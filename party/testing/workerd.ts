import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { hubPath, secretHeader } from "#/domain/stream/contract.ts";
import { buildParty } from "../build.ts";
import { secretVariable } from "../secret.ts";
import { until } from "./until.ts";

export const secret = "a-secret-of-the-tests-that-is-long-enough";

export type Answer = { status: number; body: unknown };

/** The real party under a real workerd, on unix sockets in a folder of its own. */
export class TestParty {
  readonly folder: string;
  readonly webSocket: string;
  output = "";
  readonly #sockets: string;
  #process: ChildProcess | null = null;

  private constructor(folder: string) {
    this.folder = folder;
    this.#sockets = folder;
    this.webSocket = join(folder, "web.sock");
  }

  static async build(): Promise<TestParty> {
    const party = new TestParty(await mkdtemp(join(tmpdir(), "party-")));
    await buildParty(join(party.folder, "bundle"));
    await mkdir(join(party.folder, "storage"));
    return party;
  }

  get socket(): string {
    return join(this.#sockets, "party.sock");
  }

  async start(): Promise<void> {
    await rm(this.socket, { force: true });
    const architecture = process.arch === "x64" ? "64" : process.arch;
    const program = new URL(
      `../../node_modules/@cloudflare/workerd-${process.platform}-${architecture}/bin/workerd`,
      import.meta.url,
    ).pathname;
    const child = spawn(
      program,
      [
        "serve",
        join(this.folder, "bundle", "config.capnp"),
        `--socket-addr=http=unix:${this.socket}`,
        `--external-addr=web=unix:${this.webSocket}`,
        `--directory-path=storage=${join(this.folder, "storage")}`,
      ],
      { env: { [secretVariable]: secret }, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.#process = child;
    await until(
      () => this.ask("GET", "/health").catch(() => null),
      (answer) => answer?.status === 200,
    );
  }

  /** Ends workerd at once, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  connect(query: string, headers: Record<string, string> = {}, path = "/v1/stream"): WebSocket {
    return new WebSocket(`ws+unix://${this.socket}:${path}${query}`, { headers: { host: "localhost", ...headers } });
  }

  hub(tenantId: string, action: "publish" | "ephemeral" | "presence", body: unknown): Promise<Answer> {
    return this.ask("POST", hubPath(tenantId, action), body, { [secretHeader]: secret });
  }

  ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { socketPath: this.socket, method, path, headers: { host: "party", ...headers }, timeout: 10_000 },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, body: parse(text) });
          });
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
