import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processStart } from "../../src/cli/process-identity.ts";

export const root = join(import.meta.dirname, "../..");

type Options = {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly user?: { readonly uid: number; readonly gid: number };
};

/** A process that was seen alive, told from a later one with the same id. */
export type Seen = { readonly pid: number; readonly start: string; readonly command: string };

/** One `scaiwave start` as a person runs it, in a process group of its own, on a free port and a temporary folder. */
export class Instance {
  readonly dataDirectory: string;
  readonly port: number;
  readonly #child: ChildProcess;
  #output = "";
  readonly exited: Promise<number>;

  private constructor(dataDirectory: string, port: number, options: Options) {
    this.dataDirectory = dataDirectory;
    this.port = port;
    const [program = process.execPath, ...rest] = options.command ?? [process.execPath, "src/cli/main.ts", "start"];
    this.#child = spawn(program, rest, {
      ...options.user,
      cwd: root,
      env: { ...process.env, PORT: String(port), SCAIWAVE_DATA: dataDirectory, ...options.environment },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.exited = new Promise((resolve) => this.#child.once("close", (code) => resolve(code ?? -1)));
  }

  static async launch(options: Options = {}): Promise<Instance> {
    const dataDirectory = options.dataDirectory ?? temporaryFolder(options.user);
    return new Instance(dataDirectory, options.port ?? (await freePort()), options);
  }

  static async ready(options: Options = {}): Promise<Instance> {
    const instance = await Instance.launch(options);
    await instance.untilReady();
    return instance;
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async untilReady(): Promise<void> {
    const ended = this.exited.then((code) => `ended with ${code}`);
    const ready = until(
      () => this.#output.includes("Ready in") || undefined,
      40_000,
      () => this.#output,
    );
    const outcome = await Promise.race([ended, ready]);
    if (typeof outcome === "string") throw new Error(`The instance ${outcome}:\n${this.#output}`);
  }

  /** What Ctrl-C does in a terminal: a signal to the whole group. */
  interrupt(): void {
    process.kill(-this.pid, "SIGINT");
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.interrupt();
    await this.exited;
  }

  /** Ends it and takes its folder away; for the end of a test. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  async healthStatus(): Promise<number> {
    try {
      const response = await fetch(`http://localhost:${this.port}/health`, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** Every process below this one, itself included. */
  family(): Seen[] {
    const everyone = processTable();
    const found = everyone.filter(({ pid }) => pid === this.pid);
    for (const parent of found) found.push(...everyone.filter(({ parent: id }) => id === parent.pid));
    return found;
  }

  child(part: "postgres" | "party" | "web"): Seen {
    const pattern = { postgres: /bin\/postgres /, party: /workerd serve/, web: /server\/index\.mjs/ }[part];
    const found = this.family().find(({ command }) => pattern.test(command));
    if (!found) throw new Error(`There is no ${part} process.`);
    return found;
  }
}

export function alive({ pid, start }: Seen): boolean {
  return processStart(pid) === start;
}

/** Waits for a condition, and fails with `explain` when it does not come. */
export async function until<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  limitMs: number,
  explain: () => string = () => "",
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${limitMs} ms. ${explain()}`);
    await delay(25);
  }
}

export function temporaryFolder(user?: Options["user"]): string {
  const folder = mkdtempSync(join(tmpdir(), "scaiwave-start-"));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen({ host: "127.0.0.1", port: 0 }, () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function processTable(): (Seen & { parent: number })[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      return fields[0] === "Z"
        ? []
        : [{ pid: Number(entry), parent: Number(fields[1]), start: fields[19] ?? "", command }];
    } catch {
      return [];
    }
  });
}
