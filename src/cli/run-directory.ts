import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A unix socket's path has 108 bytes on Linux and 104 on macOS; the longest name below takes 50.
const longestBase = 54;

/**
 * Where the sockets of a data folder live: short, and always the same for the same folder, so that what a killed
 * supervisor left can be found again.
 */
export function socketPath(dataDirectory: string, suffix = ""): string {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const name = createHash("sha256").update(realpathSync(dataDirectory)).digest("hex").slice(0, 16);
  const base = tmpdir().length <= longestBase ? tmpdir() : "/tmp";
  return join(base, `scaiwave-${name}${suffix}`);
}
