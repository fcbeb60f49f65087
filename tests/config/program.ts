import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that tests need and npm does not bring. */
export type Wanted = {
  /** As a sentence calls it. */
  readonly title: string;
  readonly names: readonly string[];
  /** Its package in Debian. */
  readonly debian: string;
  /** Variable that names another one. */
  readonly variable: string;
  /** Where it may be beside the search path. */
  readonly elsewhere?: readonly string[];
};

/**
 * Path of a program: the one that its variable names, one on this machine, or one installed now where that is root's
 * right on Debian.
 *
 * @throws with what is missing and what to do
 */
export function findProgram(wanted: Wanted): string {
  const given = process.env[wanted.variable];
  if (given) {
    if (runnable(given)) return given;
    throw new Error(`${wanted.variable}=${given} is not a program that can be run.`);
  }
  const found = installed(wanted) ?? install(wanted);
  if (found) return found;
  const { title, debian, variable } = wanted;
  throw new Error(`These tests need ${title}: install it (apt-get install ${debian}) or set ${variable} to one.`);
}

function install(wanted: Wanted): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log(`Installing ${wanted.title} for the tests.`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // No service of a freshly installed package may start: tests start what they need.
  const how = ["--yes", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"];
  execFileSync("apt-get", ["update"], { stdio: "inherit" });
  execFileSync("apt-get", ["install", ...how, wanted.debian], {
    stdio: "inherit",
    env: { ...environment, RUNLEVEL: "1" },
  });
  return installed(wanted);
}

function installed({ names, elsewhere = [] }: Wanted): string | undefined {
  const folders = ["/usr/bin", "/usr/sbin", ...(process.env.PATH ?? "").split(delimiter)];
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(runnable);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
