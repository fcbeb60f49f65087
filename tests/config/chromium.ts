import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * Path of a Chromium for the browser tests: `CHROMIUM_PATH`, one on this machine, or one installed now where that is
 * root's right on Debian.
 *
 * @throws with what is missing and what to do
 */
export async function chromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (runnable(given)) return given;
    throw new Error(`CHROMIUM_PATH=${given} is not a program that can be run.`);
  }
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium for the browser tests.");
    execFileSync("apt-get", ["update"], { stdio: "inherit" });
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
      env: environment,
    });
    const fresh = installed();
    if (fresh) return fresh;
  }
  throw new Error(
    "The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH to one.",
  );
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = names.flatMap((name) => [`/usr/bin/${name}`, ...folders.map((folder) => join(folder, name))]);
  return [...candidates, macChrome].find(runnable);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
