import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "#/server/database/connect.ts";

/** Any fixed number will do; two processes that start together take turns on it. */
const migrationLock = 7_224_001;

/**
 * Applies the named SQL files of `folder` that are not applied yet, in order, each in its own transaction.
 * Safe to call twice and from two processes. An applied file whose text changed is refused: migrations are never edited.
 * @returns the names applied now.
 */
export async function migrate(owner: Sql, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_.*\.sql$/.test(file)).sort();
  const connection = await owner.reserve();
  try {
    await connection`select pg_advisory_lock(${migrationLock})`;
    await connection.unsafe(
      `create schema if not exists scaiwave_migrations;
       create table if not exists scaiwave_migrations.applied (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const applied = new Map(
      (
        await connection<{ name: string; checksum: string }[]>`select name, checksum from scaiwave_migrations.applied`
      ).map((row) => [row.name, row.checksum]),
    );
    const fresh: string[] = [];
    for (const file of files) {
      const text = await readFile(join(folder, file), "utf8");
      const checksum = await sha256(text);
      const known = applied.get(file);
      if (known && known !== checksum) throw new Error(`Migration ${file} was edited after it was applied.`);
      if (known) continue;
      await apply(connection, file, text, checksum);
      fresh.push(file);
    }
    return fresh;
  } finally {
    await connection`select pg_advisory_unlock(${migrationLock})`.catch(() => {});
    connection.release();
  }
}

async function apply(connection: Awaited<ReturnType<Sql["reserve"]>>, file: string, text: string, checksum: string) {
  try {
    await connection.unsafe("begin");
    await connection.unsafe(text);
    await connection`insert into scaiwave_migrations.applied (name, checksum) values (${file}, ${checksum})`;
    await connection.unsafe("commit");
  } catch (error) {
    await connection.unsafe("rollback").catch(() => {});
    throw new Error(`Migration ${file} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}
