import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { ProcessNotes } from "./leftovers.ts";

/** How to run one child, read anew at every start of it. */
export type ChildPlan = {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
  /** Where its output goes. */
  readonly output: Writable;
  /** How long it may take to end by itself after SIGTERM. */
  readonly endLimitMs: number;
  /** Runs before every start, for instance to take away a stale socket. */
  readonly prepare?: () => void;
};

export type Death = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Child = {
  readonly stop: () => Promise<void>;
  /** Ends it at once, so that it starts anew. */
  readonly restart: () => void;
  /** The first death after `runChild`, for who waits until it is ready. */
  readonly firstDeath: Promise<Death & { readonly tail: string }>;
};

const firstDelayMs = 50;
const longestDelayMs = 5_000;
const settledMs = 10_000;
const tailLength = 2_000;

/** Runs a child and starts it again whenever it dies, later and later while it keeps dying young. */
export function runChild(plan: ChildPlan, notes: ProcessNotes, onDeath: (death: Death) => void): Child {
  let stopping = false;
  let current: ChildProcess | undefined;
  let over: Promise<void> = Promise.resolve();
  let youngDeaths = 0;
  let restarting = false;
  const abort = new AbortController();
  const first = Promise.withResolvers<Death & { tail: string }>();

  const start = () => {
    plan.prepare?.();
    const startedAt = Date.now();
    const child = spawnOf(plan);
    current = child;
    if (child.pid) notes.keep(plan.name, child.pid, { group: true, signal: "KILL" });
    const tail = follow(child, plan.output);
    over = deathOf(child).then((death) => {
      notes.drop(plan.name);
      first.resolve({ ...death, tail: tail() });
      if (stopping) return;
      if (!restarting) onDeath(death);
      youngDeaths = restarting || Date.now() - startedAt > settledMs ? 1 : youngDeaths + 1;
      restarting = false;
      const wait = Math.min(longestDelayMs, firstDelayMs * 2 ** (youngDeaths - 1));
      void delay(wait, undefined, { signal: abort.signal }).then(start, () => undefined);
    });
  };

  start();
  return {
    firstDeath: first.promise,
    restart: () => {
      restarting = true;
      end(current, "SIGKILL");
    },
    stop: async () => {
      stopping = true;
      abort.abort();
      const killing = setTimeout(() => end(current, "SIGKILL"), plan.endLimitMs);
      end(current, "SIGTERM");
      await over;
      clearTimeout(killing);
      end(current, "SIGKILL");
    },
  };
}

/** Says how a child died, to follow its name in a sentence. */
export function causeOf({ code, signal }: Death): string {
  return signal ? `was ended by ${signal}` : `ended with code ${code ?? "unknown"}`;
}

// A session of its own: Ctrl-C in a terminal reaches the supervisor alone, which then ends its children in order.
function spawnOf(plan: ChildPlan): ChildProcess {
  return spawn(plan.command, plan.arguments, {
    cwd: plan.directory,
    env: plan.environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function deathOf(child: ChildProcess): Promise<Death> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: null, signal: null }));
  });
}

function follow(child: ChildProcess, output: Writable): () => string {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      tail = (tail + text).slice(-tailLength);
      output.write(text);
    });
  }
  return () => tail.trim();
}

function end(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (!child?.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
