import { z } from "zod";

/** Raised when an older program could not read what a newer one writes. */
export const formatVersion = 1;

/**
 * Rows that nobody misses: counters of attempts, and what lives for a minute. Sessions are kept: people stay signed in.
 */
export const tablesWithoutRows: ReadonlySet<string> = new Set([
  "instance.rate_limits",
  "app.stream_tickets",
  "app.provider_tokens",
]);

/** What of a data folder is not the instance itself, but its database's files, its lock and its logs. */
const besideTheInstance: ReadonlySet<string> = new Set([
  "postgres", "postgres.new", "party", "dev-party", "logs", "lock", "instance.json",
]); // biome-ignore format: one list

/** Whether a path below the data folder belongs into a backup, or may come out of one. */
export function isInstanceFile(path: string): boolean {
  const parts = path.split("/");
  const plain = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part));
  return plain && !besideTheInstance.has(parts[0]!);
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const table = z.strictObject({
  name: z.string().regex(/^(app|instance)\.[a-z_][a-z0-9_]{0,62}$/),
  columns: z.array(identifier).min(1).max(1_600),
  rows: count,
  bytes: count,
  sha256: digest,
});
const file = z.strictObject({
  path: z.string().max(1_000).refine(isInstanceFile),
  bytes: count,
  sha256: digest,
});

/** The first entry of a backup: what follows, in its order. Tables hold the text form of PostgreSQL's COPY. */
export const manifestForm = z.strictObject({
  format: z.literal("scaiwave-backup"),
  version: z.literal(formatVersion),
  product_version: z.string().max(100),
  created_at: z.iso.datetime(),
  mode: z.enum(["demo", "production"]),
  server_name: z.string().max(253),
  migrations: z
    .array(z.strictObject({ name: z.string().regex(/^\d{4}_[a-z0-9_]{1,200}\.sql$/), sha256: digest }))
    .max(10_000),
  tables: z.array(table).max(10_000),
  files: z.array(file).max(10_000_000),
  /** The head of each tenant's log in the snapshot. */
  log_heads: z.record(z.uuid(), count),
});
export type Manifest = z.infer<typeof manifestForm>;
export type TablePart = Manifest["tables"][number];
export type FilePart = Manifest["files"][number];

/** Larger parts are cut, so that one piece fits into memory. */
export const chunkBytes = 1_048_576;
export const maxManifestBytes = 256 * 1_048_576;

export const tableEntry = (name: string, chunk: number) => `tables/${name}/${numbered(chunk)}`;
export const fileEntry = (index: number, chunk: number) => `files/${numbered(index)}/${numbered(chunk)}`;

function numbered(value: number): string {
  return String(value).padStart(8, "0");
}
