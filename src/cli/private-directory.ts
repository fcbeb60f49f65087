import { chownSync, lstatSync, mkdirSync } from "node:fs";
import { StartError } from "./failure.ts";

type Owner = { readonly uid: number; readonly gid: number };

/**
 * Makes a folder that only its owner may enter. In a shared place such as /tmp somebody else may have made it first,
 * so one that exists is used only if it is a folder, the owner's, and closed to others.
 */
export function privateDirectory(path: string, owner: Owner | undefined): string {
  try {
    mkdirSync(path, { mode: 0o700 });
    if (owner) chownSync(path, owner.uid, owner.gid);
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const found = lstatSync(path);
  const uid = owner?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StartError(`${path} exists and is not a private folder of this user: remove it and start again.`);
  }
  return path;
}
