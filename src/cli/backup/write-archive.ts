import { createHash } from "node:crypto";
import { once } from "node:events";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import { StartError } from "../failure.ts";
import { chunkBytes, type Manifest } from "./manifest.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

export type Written = { readonly bytes: number; readonly sha256: string };

/** Writes a part under the names of its chunks. */
export type PartWriter = (name: (chunk: number) => string, source: AsyncIterable<Buffer>) => Promise<Written>;

/**
 * Writes an archive and gives it its name when all of it is on the disk. `fill` writes the parts and answers the manifest,
 * which comes first in the file all the same: the parts are compressed into a file beside it, and gzip allows one
 * compressed run to follow another.
 */
export async function writeArchive(
  file: string,
  { force }: { force: boolean },
  fill: (write: PartWriter) => Promise<Manifest>,
): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  const parts = `${file}.${process.pid}.parts`;
  try {
    const manifest = await writeParts(parts, fill);
    await join(partial, manifest, parts);
    await giveName(partial, file, force);
  } finally {
    for (const path of [partial, parts]) await rm(path, { force: true });
  }
}

async function writeParts(path: string, fill: (write: PartWriter) => Promise<Manifest>): Promise<Manifest> {
  const gzip = createGzip({ level: 4 });
  const failed = pipeline(gzip, createWriteStream(path, { flags: "wx", mode: 0o600 }));
  // Told at the end, or by the write that waits meanwhile.
  failed.catch(() => {});
  const put = async (bytes: Buffer) => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, "drain"), failed]);
  };
  try {
    const manifest = await fill((name, source) => writePart(put, name, source));
    await put(tarEnd);
    gzip.end();
    await failed;
    return manifest;
  } catch (error) {
    gzip.destroy();
    await failed.catch(() => {});
    throw error;
  }
}

async function writePart(
  put: (bytes: Buffer) => Promise<void>,
  name: (chunk: number) => string,
  source: AsyncIterable<Buffer>,
): Promise<Written> {
  const hash = createHash("sha256");
  let bytes = 0;
  let chunk = 0;
  for await (const piece of inChunks(source)) {
    hash.update(piece);
    bytes += piece.length;
    chunk += 1;
    for (const each of [tarHeader(name(chunk), piece.length), piece, tarPadding(piece.length)]) await put(each);
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function* inChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    held.push(piece);
    size += piece.length;
    if (size < chunkBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

async function join(path: string, manifest: Manifest, parts: string): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  const first = gzipSync(Buffer.concat([tarHeader("manifest.json", text.length), text, tarPadding(text.length)]));
  const target = createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
  target.write(first);
  await pipeline(createReadStream(parts), target);
}

async function giveName(partial: string, file: string, force: boolean): Promise<void> {
  try {
    // A link refuses to replace what has come there meanwhile; a rename would not.
    if (force) await rename(partial, file);
    else await link(partial, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new StartError(existsSentence(file));
    // Some file systems know no links.
    if (code !== "EPERM" && code !== "ENOTSUP") throw error;
    await rename(partial, file);
  }
  const folder = await open(dirname(file), constants.O_RDONLY);
  await folder.sync().finally(() => folder.close());
}

export function existsSentence(file: string): string {
  return `${file} exists: choose another name, or replace it with --force.`;
}
