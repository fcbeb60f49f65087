import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import type { ReservedClient } from "#/server/database/transact.ts";
import { StartError } from "../failure.ts";
import { knownMigrations, migrationsFolder } from "../migrations.ts";
import { quoted, tablesOf } from "./dump.ts";
import type { Manifest, TablePart } from "./manifest.ts";

/** @throws StartError when this version cannot make the tables of the backup */
export function checkMigrations(file: string, manifest: Manifest): void {
  const known = knownMigrations();
  for (const [index, { name, sha256 }] of manifest.migrations.entries()) {
    const ours = known[index];
    if (!ours) throw new StartError(`${file} was written by a newer ScaiWave (${name}): restore it with that version.`);
    if (ours.name !== name || ours.sha256 !== sha256) {
      throw new StartError(`${file} comes from another line of ScaiWave: its tables (${name}) are not ours.`);
    }
  }
}

/** Makes the tables as they were when the backup was written. */
export async function migrateAsThen(owner: Sql, manifest: Manifest): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "scaiwave-restore-"));
  try {
    for (const { name } of manifest.migrations) copyFileSync(join(migrationsFolder, name), join(folder, name));
    await migrate(owner, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type ForeignKey = { readonly name: string; readonly table: string; readonly definition: string };

/**
 * Loads every table in one transaction: all of it, or nothing. Rows refer to each other in circles, so that the foreign
 * keys are taken away before and made again after, which checks every row.
 *
 * @param load hands each table's rows to the function it is given, in the order of the backup
 */
export async function loadTables(
  owner: Sql,
  manifest: Manifest,
  load: (into: (table: TablePart, body: AsyncIterable<Buffer>) => Promise<void>) => Promise<void>,
): Promise<void> {
  const client = await owner.reserve();
  try {
    await client.unsafe("begin; set local row_security = off");
    const tables = await tablesOf(client);
    checkTables(manifest, tables);
    await client.unsafe(`truncate ${tables.map(({ name }) => name).join(", ")}`);
    const keys = await foreignKeys(client);
    for (const { table, name } of keys) await client.unsafe(`alter table ${table} drop constraint "${name}"`);
    await load((table, body) => copyIn(client, table, body));
    for (const key of keys) {
      await client.unsafe(`alter table ${key.table} add constraint "${key.name}" ${key.definition}`);
    }
    await compareCounts(client, manifest);
    await client.unsafe("commit");
    await client.unsafe("analyze");
  } catch (error) {
    await client.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function copyIn(client: ReservedClient, { name, columns }: TablePart, body: AsyncIterable<Buffer>) {
  const target: Writable = await client.unsafe(`copy ${name} (${quoted(columns)}) from stdin`).writable();
  await pipeline(Readable.from(body, { objectMode: false }), target);
}

function checkTables(manifest: Manifest, tables: readonly { name: string; columns: readonly string[] }[]): void {
  const shape = (each: { name: string; columns: readonly string[] }) => `${each.name}(${each.columns.join()})`;
  if (manifest.tables.map(shape).join() !== tables.map(shape).join()) {
    throw new StartError(
      "The tables of the backup are not those that its migrations make: it was not written by ScaiWave.",
    );
  }
}

function foreignKeys(client: ReservedClient): Promise<ForeignKey[]> {
  return client<ForeignKey[]>`
    select conname as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace::regnamespace::text in ('app', 'instance') order by 2, 1`;
}

async function compareCounts(client: ReservedClient, manifest: Manifest): Promise<void> {
  for (const { name, rows } of manifest.tables) {
    const [found] = await client.unsafe<{ count: string }[]>(`select count(*) from ${name}`);
    if (Number(found!.count) !== rows) {
      throw new StartError(`The restore of ${name} has ${found!.count} rows where the backup has ${rows}.`);
    }
  }
}
