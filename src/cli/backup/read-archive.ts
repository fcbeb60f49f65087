import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { BackupFault } from "./fault.ts";
import {
  type FilePart,
  fileEntry,
  formatVersion,
  type Manifest,
  manifestForm,
  maxManifestBytes,
  type TablePart,
  tableEntry,
} from "./manifest.ts";
import { type TarEntry, TarReader } from "./tar.ts";

export type Visitor = {
  readonly table: (part: TablePart, body: AsyncIterable<Buffer>) => Promise<void>;
  readonly file: (part: FilePart, body: AsyncIterable<Buffer>) => Promise<void>;
};

const look: Visitor = { table: (_, body) => drain(body), file: (_, body) => drain(body) };

/**
 * Reads a whole backup in its order and compares all of it with its manifest; the visitor gets each part while it is
 * read, and a part that differs fails at its end. Without a visitor it only looks.
 *
 * @throws BackupFault
 */
export async function readArchive(path: string, visitor: Visitor = look): Promise<Manifest> {
  const raw = createReadStream(path);
  const gunzip = createGunzip();
  raw.on("error", (error) => gunzip.destroy(error));
  raw.pipe(gunzip);
  try {
    const tar = new TarReader(gunzip);
    const manifest = await readManifest(tar);
    let entry = await tar.next();
    const part = (name: (chunk: number) => string, expected: TablePart | FilePart) =>
      checked(expected, async function* () {
        for (let chunk = 1; entry?.name === name(chunk); chunk += 1) {
          yield* tar.body(entry.size);
          entry = await tar.next();
        }
      });
    for (const table of manifest.tables) {
      await visitor.table(
        table,
        part((chunk) => tableEntry(table.name, chunk), table),
      );
    }
    for (const [index, file] of manifest.files.entries()) {
      await visitor.file(
        file,
        part((chunk) => fileEntry(index + 1, chunk), file),
      );
    }
    if (entry) throw new BackupFault("damaged");
    return manifest;
  } catch (error) {
    throw asFault(error);
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}

async function readManifest(tar: TarReader): Promise<Manifest> {
  const entry = await tar.next().catch((error: unknown) => {
    const fault = asFault(error);
    // Some other file, however it fails to be an archive.
    throw fault instanceof BackupFault && fault.kind !== "truncated" ? new BackupFault("foreign") : fault;
  });
  if (entry?.name !== "manifest.json" || entry.size > maxManifestBytes) throw new BackupFault("foreign");
  const document = await parsed(tar, entry);
  const { format, version } = (document ?? {}) as { format?: unknown; version?: unknown };
  if (format !== "scaiwave-backup") throw new BackupFault("foreign");
  if (typeof version === "number" && version > formatVersion) throw new BackupFault("newer");
  const manifest = manifestForm.safeParse(document);
  if (!manifest.success) throw new BackupFault("damaged");
  return manifest.data;
}

async function parsed(tar: TarReader, { size }: TarEntry): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of tar.body(size)) pieces.push(piece);
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    throw new BackupFault("foreign");
  }
}

/** Hands a part on, and fails at its end, or as soon as it is too long, when it is not what the manifest says. */
async function* checked(
  { bytes, sha256 }: { bytes: number; sha256: string },
  body: () => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let seen = 0;
  for await (const piece of body()) {
    hash.update(piece);
    seen += piece.length;
    if (seen > bytes) throw new BackupFault("damaged");
    yield piece;
  }
  if (seen !== bytes || hash.digest("hex") !== sha256) throw new BackupFault("damaged");
}

async function drain(body: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of body);
}

function asFault(error: unknown): unknown {
  const { code } = error as { code?: unknown };
  if (code === "Z_BUF_ERROR") return new BackupFault("truncated");
  if (typeof code === "string" && code.startsWith("Z_")) return new BackupFault("damaged");
  return error;
}
