import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Config, readConfig } from "#/server/config.ts";
import type { DatabaseAddress, Sql } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import type { ArgumentsOf } from "../command-line.ts";
import { StartError } from "../failure.ts";
import { withOwner } from "../instance-database.ts";
import { lockDatabase } from "../instance-lock.ts";
import { untilStopped } from "../interruption.ts";
import { migrationsFolder } from "../migrations.ts";
import { printJson } from "../output.ts";
import { ProgressLine } from "../progress-line.ts";
import { requireBypass } from "./database-rights.ts";
import { BackupFault, faultSentence } from "./fault.ts";
import { checkMigrations, loadTables, migrateAsThen } from "./load.ts";
import type { Manifest } from "./manifest.ts";
import { readArchive, type Visitor } from "./read-archive.ts";

export async function restore(args: ArgumentsOf<"restore">): Promise<void> {
  const config = readConfig(process.env);
  const file = resolve(args.file);
  if (!existsSync(file)) throw new StartError(`There is no file ${file}.`);
  const signal = untilStopped();
  const progress = new ProgressLine();
  const manifest = await restoreBackup(config, file, { signal, progress })
    .catch((error: unknown) => {
      throw error instanceof BackupFault ? new StartError(faultSentence(file, error)) : error;
    })
    .finally(() => progress.end());
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const facts = {
    rows,
    files: manifest.files.length,
    created_at: manifest.created_at,
    server_name: manifest.server_name,
  };
  if (args.json) return printJson(facts);
  console.log(`Restored ${rows} rows and ${facts.files} files as of ${manifest.created_at}.`);
  const how = manifest.mode === "demo" ? "It is a demo" : `It is ${manifest.server_name}`;
  const name =
    manifest.mode === "demo" ? "without SCAIWAVE_SERVER_NAME" : `with SCAIWAVE_SERVER_NAME=${manifest.server_name}`;
  console.log(`${how}: start it ${name}.`);
}

type Options = { signal: AbortSignal; progress: Pick<ProgressLine, "show"> };

/**
 * Fills the empty data folder and database of `config` from a backup, or leaves them empty.
 *
 * @throws BackupFault, StartError
 */
export async function restoreBackup(config: Config, file: string, { signal, progress }: Options): Promise<Manifest> {
  requireEmptyFolder(config.dataDirectory);
  const watched = (what: string): Visitor => ({
    table: ({ name }, body) => drain(body, () => tell(`${what} ${name}`)),
    file: ({ path }, body) => drain(body, () => tell(`${what} ${path}`)),
  });
  const tell = (text: string) => {
    signal.throwIfAborted();
    progress.show(text);
  };
  // All of it is read and compared before anything is touched.
  const manifest = await readArchive(file, watched("Checking"));
  checkMigrations(file, manifest);
  await withOwner(config, (owner, address) => intoEmpty(owner, address, { config, file, manifest, tell }), {
    make: true,
    alone: true,
  });
  return manifest;
}

type Work = { config: Config; file: string; manifest: Manifest; tell: (text: string) => void };

async function intoEmpty(owner: Sql, address: DatabaseAddress, work: Work): Promise<void> {
  await requireBypass(owner, "restore");
  const release = await lockDatabase(address);
  try {
    await requireEmptyDatabase(owner);
    try {
      await fill(owner, work);
    } catch (error) {
      await owner.unsafe("drop schema if exists app, instance, scaiwave_migrations cascade");
      removeFiles(work);
      throw error;
    }
  } finally {
    await release();
  }
}

async function fill(owner: Sql, { config, file, manifest, tell }: Work): Promise<void> {
  await migrateAsThen(owner, manifest);
  await loadTables(owner, manifest, async (into) => {
    // Read and compared once more: what is loaded is what was looked at, or nothing is.
    await readArchive(file, {
      table: (part, body) =>
        into(
          part,
          told(body, () => tell(`Loading ${part.name}`)),
        ),
      file: (part, body) => place(join(config.dataDirectory, part.path), body),
    });
  });
  await migrate(owner, migrationsFolder);
}

async function place(path: string, body: AsyncIterable<Buffer>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await pipeline(body, createWriteStream(path, { flags: "wx", mode: 0o600 }));
}

/** What a command itself leaves in a data folder. */
const traces = ["lock", "instance.json", "logs"];

function requireEmptyFolder(dataDirectory: string): void {
  if (!existsSync(dataDirectory)) return;
  const found = readdirSync(dataDirectory).filter((name) => !traces.includes(name));
  if (found.length === 0) return;
  throw new StartError(
    `The data folder ${dataDirectory} is not empty, and a restore never mixes two instances: set SCAIWAVE_DATA to an empty one.`,
  );
}

async function requireEmptyDatabase(owner: Sql): Promise<void> {
  const found = await owner`select from pg_namespace where nspname in ('app', 'instance', 'scaiwave_migrations')`;
  if (found.length === 0) return;
  throw new StartError(
    "The database of DATABASE_URL is not empty, and a restore never mixes two instances: use an empty one.",
  );
}

/** Takes away what was restored of the folder, which was empty before. */
function removeFiles({ config, manifest }: Work): void {
  const tops = new Set(manifest.files.map(({ path }) => path.split("/")[0]!));
  for (const name of tops) rmSync(join(config.dataDirectory, name), { recursive: true, force: true });
}

async function* told(body: AsyncIterable<Buffer>, tell: () => void): AsyncGenerator<Buffer> {
  for await (const piece of body) {
    tell();
    yield piece;
  }
}

async function drain(body: AsyncIterable<Buffer>, tell: () => void): Promise<void> {
  for await (const _ of told(body, tell));
}
