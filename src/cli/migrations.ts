import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "#/server/database/connect.ts";
import { StartError } from "./failure.ts";
import { projectRoot } from "./paths.ts";

export const migrationsFolder = join(projectRoot, "drizzle");

export type Migration = { readonly name: string; readonly sha256: string };

/** The migrations that this version knows, in order. */
export function knownMigrations(): Migration[] {
  const files = readdirSync(migrationsFolder).filter((file) => /^\d{4}_.*\.sql$/.test(file));
  return files.sort().map((name) => ({
    name,
    sha256: createHash("sha256")
      .update(readFileSync(join(migrationsFolder, name)))
      .digest("hex"),
  }));
}

/** Those applied to a database, in order; none where it has no tables of ours yet. */
export async function appliedMigrations(owner: Sql): Promise<Migration[]> {
  const [found] = await owner<{ there: boolean }[]>`
    select to_regclass('scaiwave_migrations.applied') is not null as there`;
  if (!found?.there) return [];
  return owner<Migration[]>`select name, checksum as sha256 from scaiwave_migrations.applied order by name`;
}

/** @throws StartError when the database is older or newer than this version */
export async function requireCurrent(owner: Sql): Promise<void> {
  const applied = new Set((await appliedMigrations(owner)).map(({ name }) => name));
  const known = knownMigrations().map(({ name }) => name);
  const stranger = [...applied].find((name) => !known.includes(name));
  if (stranger) throw new StartError(`A newer ScaiWave made this database (${stranger}): use that version.`);
  if (known.some((name) => !applied.has(name))) {
    throw new StartError("The database is older than this version: run `scaiwave migrate`, or `scaiwave start`.");
  }
}
