import { BackupFault } from "./fault.ts";

const block = 512;
/** What the size field of a header holds; chunks are far smaller. */
const largestSize = 8 ** 11 - 1;

/** The header of a regular file in a POSIX archive (ustar). */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 100 || size > largestSize) throw new Error("The entry does not fit a plain header.");
  header.write(name, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** What follows `size` bytes of a body up to the next header. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

export const tarEnd = Buffer.alloc(2 * block);

export type TarEntry = { readonly name: string; readonly size: number };

/** Reads an archive in its order: a header, then its body, piece by piece. Holds one piece in memory. */
export class TarReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next entry, or undefined at the end of the archive. The body of the one before must have been read. */
  async next(): Promise<TarEntry | undefined> {
    const header = await this.#exactly(block);
    if (header.every((byte) => byte === 0)) {
      await this.#end();
      return undefined;
    }
    if (checksum(header) !== octal(header, 148, 8)) throw new BackupFault("damaged");
    // Regular files alone: links, folders and devices have no place in a backup.
    if (header[156] !== 0x30 || header.toString("latin1", 257, 262) !== "ustar" || header[345] !== 0) {
      throw new BackupFault("foreign");
    }
    const name = header.toString("utf8", 0, 100).replace(/\0+$/, "");
    return { name, size: octal(header, 124, 12) };
  }

  async *body(size: number): AsyncGenerator<Buffer> {
    let left = size;
    while (left > 0) {
      const piece = this.#rest.length > 0 ? this.#rest : await this.#more();
      const taken = piece.subarray(0, left);
      this.#rest = piece.subarray(taken.length);
      left -= taken.length;
      yield taken;
    }
    await this.#exactly(tarPadding(size).length);
  }

  async #end(): Promise<void> {
    await this.#exactly(block);
    const { done } = await this.#source.next();
    if (this.#rest.length > 0 || !done) throw new BackupFault("damaged");
  }

  async #exactly(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let have = 0;
    while (have < size) {
      const piece = this.#rest.length > 0 ? this.#rest : await this.#more();
      const taken = piece.subarray(0, size - have);
      this.#rest = piece.subarray(taken.length);
      pieces.push(taken);
      have += taken.length;
    }
    return Buffer.concat(pieces);
  }

  async #more(): Promise<Buffer> {
    const { done, value } = await this.#source.next();
    if (done) throw new BackupFault("truncated");
    return value;
  }
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let index = 0; index < block; index += 1) sum += index >= 148 && index < 156 ? 0x20 : header[index]!;
  return sum;
}

function octal(header: Buffer, start: number, length: number): number {
  const text = header.toString("latin1", start, start + length).replace(/[\0 ]+$/, "");
  if (!/^[0-7]{1,11}$/.test(text)) throw new BackupFault("damaged");
  return Number.parseInt(text, 8);
}
