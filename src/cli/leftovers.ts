import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processGone, processStart } from "./process-identity.ts";

/**
 * Notes beside the sockets of which processes belong to this instance: `target signal pid start`. They serve two: the
 * guard, which ends them when the supervisor is killed, and the next start, which ends what the guard did not.
 */
export type ProcessNotes = {
  readonly keep: (name: string, pid: number, how: { readonly group: boolean; readonly signal: "KILL" | "INT" }) => void;
  readonly drop: (name: string) => void;
};

export function processNotes(runDirectory: string): ProcessNotes {
  const file = (name: string) => join(runDirectory, `${name}.pid`);
  return {
    keep: (name, pid, { group, signal }) => {
      writeFileSync(file(name), `${group ? -pid : pid} ${signal} ${pid} ${processStart(pid) ?? "gone"}\n`, {
        mode: 0o600,
      });
    },
    drop: (name) => rmSync(file(name), { force: true }),
  };
}

/** Ends what an earlier supervisor left. A noted id that now belongs to another process is never touched. */
export async function endLeftovers(runDirectory: string): Promise<void> {
  for (const name of readdirSync(runDirectory).filter((entry) => entry.endsWith(".pid"))) {
    const file = join(runDirectory, name);
    const [target, signal, id, ...start] = readFileSync(file, "utf8").trim().split(" ");
    const pid = Number(id);
    if (signal === "KILL" && processStart(pid) === start.join(" ")) {
      process.kill(Number(target), "SIGKILL");
      await processGone(pid, 5_000);
    }
    rmSync(file, { force: true });
  }
}

// Reads one line; when the pipe ends without one, its supervisor was killed and its children must not outlive it.
const guardScript = `read -r line && exit 0
for file in "$1"/*.pid; do
  [ -f "$file" ] && read -r target signal rest < "$file" && kill -s "$signal" -- "$target" 2>/dev/null
done`;

/**
 * Starts the guard: a shell that does nothing until this process is gone, in a session of its own so that neither
 * Ctrl-C nor a killed process group takes it along.
 *
 * @returns the orderly end
 */
export function startGuard(runDirectory: string): () => void {
  let over = false;
  let guard: ChildProcess;
  const start = () => {
    guard = spawn("/bin/sh", ["-c", guardScript, "sh", runDirectory], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      cwd: "/",
    });
    guard.stdin?.on("error", () => undefined);
    guard.once("exit", () => {
      if (!over) start();
    });
  };
  start();
  return () => {
    over = true;
    guard.stdin?.end("over\n");
  };
}
