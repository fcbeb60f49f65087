import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * When a process began, as the system says it, or undefined when there is none. Only for comparing: a process id is
 * used again by others, the pair of id and start is not.
 */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform !== "linux") {
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim() ||
        undefined
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A killed process is shown as dead while its last threads still hold its files and ports.
    const over = fields[0] === "Z" && readdirSync(`/proc/${pid}/task`).length <= 1;
    return over ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Waits until a process is gone, whosever child it is. @returns whether it went within `limitMs` */
export async function processGone(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (processStart(pid) !== undefined) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Sends a signal and does not mind a process that has just gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
