import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DatabaseAddress, openPool } from "#/server/database/connect.ts";
import { StartError } from "./failure.ts";
import { lockFile } from "./file-lock.ts";

// Any number will do, as long as every version uses the same.
const advisoryLock = 7_224_101_900;

/**
 * Makes the data folder ours until this process ends, however it ends.
 *
 * @throws StartError when another instance has it, or when it cannot be made
 */
export function lockDataFolder(dataDirectory: string, address: string): void {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    if (lockFile(join(dataDirectory, "lock"))) {
      writeFileSync(join(dataDirectory, "instance.json"), JSON.stringify({ pid: process.pid, address }), {
        mode: 0o600,
      });
      return;
    }
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDirectory} cannot be used (${(error as Error).message}): choose another with SCAIWAVE_DATA.`,
    );
  }
  const holder = holderOf(dataDirectory);
  throw new StartError(
    `The data folder ${dataDirectory} is in use by another ScaiWave${holder}: end that, or choose another folder with SCAIWAVE_DATA.`,
  );
}

/** Who has a folder that a command works on, in the place of an address. */
const commandHolder = "a command";

/**
 * Takes the data folder for the time of a command, if nobody has it.
 *
 * @returns the release; or who has it, an instance that runs or another command
 */
export function borrowDataFolder(dataDirectory: string): (() => void) | "instance" | "command" {
  const release = lockFile(join(dataDirectory, "lock"));
  if (!release) return holderOf(dataDirectory).endsWith(`${commandHolder})`) ? "command" : "instance";
  const note = JSON.stringify({ pid: process.pid, address: commandHolder });
  writeFileSync(join(dataDirectory, "instance.json"), note, { mode: 0o600 });
  return release;
}

function holderOf(dataDirectory: string): string {
  try {
    const { pid, address } = JSON.parse(readFileSync(join(dataDirectory, "instance.json"), "utf8"));
    return ` (process ${Number(pid)}, ${String(address)})`;
  } catch {
    return "";
  }
}

/**
 * Makes the database ours as long as this process, or the database, lives: two data folders on one `DATABASE_URL`
 * would each hold half of the secrets.
 *
 * @returns the release
 * @throws StartError when another instance has it
 */
export async function lockDatabase(address: DatabaseAddress): Promise<() => Promise<void>> {
  const sql = openPool(address, "owner", 1);
  const release = () => sql.end({ timeout: 1 });
  // A killed supervisor's lock goes with its connection, a moment after it.
  for (let attempt = 0; attempt < 20; attempt++) {
    const [row] = await sql<[{ held: boolean }]>`select pg_try_advisory_lock(${advisoryLock}) as held`;
    if (row?.held) return release;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await release();
  throw new StartError("Another ScaiWave serves this database: end that, or set another DATABASE_URL.");
}
