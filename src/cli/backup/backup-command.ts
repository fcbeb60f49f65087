import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Config, readConfig } from "#/server/config.ts";
import type { Sql } from "#/server/database/connect.ts";
import type { ArgumentsOf } from "../command-line.ts";
import { StartError } from "../failure.ts";
import { withOwner } from "../instance-database.ts";
import { untilStopped } from "../interruption.ts";
import { appliedMigrations, requireCurrent } from "../migrations.ts";
import { bytesInWords, printJson } from "../output.ts";
import { projectRoot } from "../paths.ts";
import { ProgressLine } from "../progress-line.ts";
import { requireBypass } from "./database-rights.ts";
import { dumpTables } from "./dump.ts";
import { type FilePart, fileEntry, formatVersion, isInstanceFile, type Manifest } from "./manifest.ts";
import { existsSentence, type PartWriter, writeArchive } from "./write-archive.ts";

export async function backup(args: ArgumentsOf<"backup">): Promise<void> {
  const config = readConfig(process.env);
  const file = resolve(args.file);
  const force = args.force === true;
  checkTarget(config, file, force);
  const signal = untilStopped();
  const progress = new ProgressLine();
  const manifest = await writeBackup(config, file, { force, signal, progress }).finally(() => progress.end());
  const { size } = await stat(file);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const facts = { file, bytes: size, rows, files: manifest.files.length, created_at: manifest.created_at };
  if (args.json) return printJson(facts);
  console.log(`${file}: ${rows} rows and ${facts.files} files as of ${facts.created_at}, ${bytesInWords(size)}.`);
  console.log("It holds every message and secret of the instance: keep it as safe as the instance itself.");
}

function checkTarget(config: Config, file: string, force: boolean): void {
  if (!existsSync(dirname(file))) throw new StartError(`There is no folder ${dirname(file)}.`);
  if (existsSync(file) && !force) throw new StartError(existsSentence(file));
  if (file.startsWith(config.dataDirectory + sep)) {
    throw new StartError("A backup in the data folder goes with it, and into the next backup: choose another place.");
  }
}

type Options = { force: boolean; signal: AbortSignal; progress: Pick<ProgressLine, "show"> };

/** Writes the instance as it is at one moment into `file`, and answers what is in it. */
export function writeBackup(config: Config, file: string, { force, signal, progress }: Options): Promise<Manifest> {
  return withOwner(config, async (owner) => {
    await requireBypass(owner, "backup");
    await requireCurrent(owner);
    let manifest: Manifest | undefined;
    await writeArchive(file, { force }, async (write) => {
      const createdAt = new Date().toISOString();
      const tell = (table: string, bytes: number) => progress.show(`${table}: ${bytesInWords(bytes)}`);
      const { tables, log_heads } = await dumpTables(owner, write, tell, signal);
      const files = await writeFiles(config.dataDirectory, write, signal);
      manifest = {
        format: "scaiwave-backup",
        version: formatVersion,
        product_version: JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version,
        created_at: createdAt,
        ...(await firstHost(owner)),
        migrations: await appliedMigrations(owner),
        tables,
        files,
        log_heads,
      };
      return manifest;
    });
    return manifest!;
  });
}

async function writeFiles(dataDirectory: string, write: PartWriter, signal: AbortSignal): Promise<FilePart[]> {
  const files: FilePart[] = [];
  for (const path of instanceFiles(dataDirectory)) {
    signal.throwIfAborted();
    const index = files.length + 1;
    const source = createReadStream(join(dataDirectory, path));
    const written = await write((chunk) => fileEntry(index, chunk), source);
    files.push({ path, ...written });
  }
  return files;
}

/** The instance's own files below its data folder, by their paths with `/`. Links and sockets are none. */
function instanceFiles(dataDirectory: string): string[] {
  if (!existsSync(dataDirectory)) return [];
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!isInstanceFile(relative(dataDirectory, path).replaceAll(sep, "/"))) return [];
      if (entry.isDirectory()) return walk(path);
      // A file that is being written has this ending, and is gone or whole a moment later.
      return entry.isFile() && !entry.name.endsWith(".part") ? [path] : [];
    });
  return walk(dataDirectory).map((path) => relative(dataDirectory, path).replaceAll(sep, "/"));
}

/** The oldest tenant's host is the name of the instance, whatever the command was told. */
async function firstHost(owner: Sql): Promise<Pick<Manifest, "mode" | "server_name">> {
  const [row] = await owner<{ name: string }[]>`
    select server_name as name from app.tenants order by created_at, tenant_id limit 1`;
  const name = row?.name ?? "localhost";
  return { mode: name === "localhost" ? "demo" : "production", server_name: name };
}
