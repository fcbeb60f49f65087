import { execFileSync } from "node:child_process";
import { StartError } from "./failure.ts";

export type SystemUser = { readonly uid: number; readonly gid: number };

/**
 * The user that PostgreSQL runs as when we are root, because it refuses root: `postgres` where the machine has one or
 * lets us make one, else `nobody`.
 */
export function databaseUser(): SystemUser {
  return lookUp("postgres") ?? (makeUser("postgres") ? lookUp("postgres") : undefined) ?? lookUp("nobody") ?? fail();
}

function lookUp(name: string): SystemUser | undefined {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function makeUser(name: string): boolean {
  try {
    execFileSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", name], {
      stdio: "pipe",
    });
    return true;
  } catch {
    return false;
  }
}

function fail(): never {
  throw new StartError(
    "PostgreSQL does not run as root and this machine has no other user for it: start as another user, or set DATABASE_URL.",
  );
}
