import type { Sql } from "#/server/database/connect.ts";
import type { ReservedClient } from "#/server/database/transact.ts";
import { type Manifest, type TablePart, tableEntry, tablesWithoutRows } from "./manifest.ts";
import type { PartWriter } from "./write-archive.ts";

export type Table = { readonly name: string; readonly columns: readonly string[] };

/** What a backup holds of a database. */
export type Dump = Pick<Manifest, "tables" | "log_heads">;

/**
 * Writes every table of one moment, while others go on writing: one snapshot sees the same moment in all of them.
 */
export async function dumpTables(
  owner: Sql,
  write: PartWriter,
  tell: (table: string, bytes: number) => void,
  signal: AbortSignal,
): Promise<Dump> {
  const client = await owner.reserve();
  try {
    await client.unsafe("begin isolation level repeatable read read only; set local row_security = off");
    // Seen in the snapshot as well, so that the manifest is of the same moment.
    const heads = await client<{ tenant_id: string; position: string }[]>`
      select tenant_id, position from app.streams order by tenant_id`;
    const tables: TablePart[] = [];
    for (const table of await tablesOf(client)) tables.push(await dumpTable(client, table, write, tell, signal));
    await client.unsafe("commit");
    return { tables, log_heads: Object.fromEntries(heads.map((row) => [row.tenant_id, Number(row.position)])) };
  } catch (error) {
    await client.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Every table of ours with the columns that hold something of their own. */
export function tablesOf(client: ReservedClient): Promise<Table[]> {
  return client<Table[]>`
    select c.relnamespace::regnamespace || '.' || c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns
    from pg_class c
    where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app', 'instance') order by 1`;
}

async function dumpTable(
  client: ReservedClient,
  { name, columns }: Table,
  write: PartWriter,
  tell: (table: string, bytes: number) => void,
  signal: AbortSignal,
): Promise<TablePart> {
  let rows = 0;
  let bytes = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    if (tablesWithoutRows.has(name)) return;
    const source = await client.unsafe(`copy ${name} (${quoted(columns)}) to stdout`).readable();
    for await (const piece of source as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      // In the text form a line feed ends a row and nothing else: those of values are escaped.
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows += 1;
      bytes += piece.length;
      tell(name, bytes);
      yield piece;
    }
  };
  const written = await write((chunk) => tableEntry(name, chunk), counted());
  return { name, columns: [...columns], rows, ...written };
}

export function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}
