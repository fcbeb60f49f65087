import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { heldBytes } from "../../../tests/support/held-memory.ts";
import { type BackupFault, faultSentence } from "./fault.ts";
import { chunkBytes, fileEntry, isInstanceFile, type Manifest, tableEntry } from "./manifest.ts";
import { readArchive } from "./read-archive.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";
import { writeArchive } from "./write-archive.ts";

const folder = mkdtempSync(join(tmpdir(), "scaiwave-archive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
async function* inPieces(bytes: Buffer, size = 7_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const facts = {
  format: "scaiwave-backup" as const,
  version: 1 as const,
  product_version: "0.1.0",
  created_at: "2026-11-21T09:00:00.000Z",
  mode: "production" as const,
  server_name: "chat.example.org",
  migrations: [{ name: "0001_tenants_and_the_log.sql", sha256: "0".repeat(64) }],
  log_heads: {},
};

const rows = Buffer.from("1\tone\n2\ttwo\n");
const long = Buffer.alloc(3 * chunkBytes + 17, "row\n");
const mail = Buffer.from("Subject: hello\n");

let made = 0;
const fresh = () => {
  made += 1;
  return join(folder, `${made}.tar.gz`);
};
async function archive(path = fresh()): Promise<string> {
  await writeArchive(path, { force: false }, async (write): Promise<Manifest> => {
    const parts = [];
    for (const [name, bytes] of [
      ["app.events", long],
      ["app.rooms", Buffer.alloc(0)],
      ["instance.settings", rows],
    ] as const) {
      const written = await write((chunk) => tableEntry(name, chunk), inPieces(bytes));
      parts.push({ name, columns: ["a", "b"], rows: 2, ...written });
    }
    const file = { path: "mail/1.eml", ...(await write((chunk) => fileEntry(1, chunk), inPieces(mail))) };
    return { ...facts, tables: parts, files: [file] };
  });
  return path;
}

/** An archive made by hand, of any entries whatever. */
function forged(
  entries: readonly (readonly [name: string, bytes: Buffer | string, change?: (header: Buffer) => void])[],
) {
  const blocks = entries.flatMap(([name, content, change]) => {
    const bytes = Buffer.from(content);
    const header = tarHeader(name, bytes.length);
    change?.(header);
    return [header, bytes, tarPadding(bytes.length)];
  });
  const path = fresh();
  writeFileSync(path, gzipSync(Buffer.concat([...blocks, tarEnd])));
  return path;
}

const manifestOf = (more: object) => JSON.stringify({ ...facts, tables: [], files: [], ...more });
const kindOf = (path: string): Promise<string> =>
  readArchive(path).then(
    () => "none",
    (error: BackupFault) => error.kind ?? String(error),
  );

describe("a backup file", () => {
  test("gives back, in order, what was written, the manifest first", async () => {
    const path = await archive();
    const seen: [string, string][] = [];
    const keep = async (name: string, body: AsyncIterable<Buffer>) => {
      const pieces: Buffer[] = [];
      for await (const piece of body) pieces.push(piece);
      seen.push([name, sha256(Buffer.concat(pieces))]);
    };
    const manifest = await readArchive(path, {
      table: ({ name }, body) => keep(name, body),
      file: ({ path: name }, body) => keep(name, body),
    });
    expect(seen).toEqual([
      ["app.events", sha256(long)],
      ["app.rooms", sha256(Buffer.alloc(0))],
      ["instance.settings", sha256(rows)],
      ["mail/1.eml", sha256(mail)],
    ]);
    expect(manifest).toMatchObject({ server_name: "chat.example.org", tables: [{ bytes: long.length }, {}, {}] });
    expect(gunzipSync(readFileSync(path)).toString("latin1", 0, 13)).toBe("manifest.json");
  });

  test("can be read by nobody else, and leaves nothing beside it", async () => {
    const path = await archive();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => /part/.test(name))).toEqual([]);
  });

  test("is never written over another that came there meanwhile", async () => {
    const path = await archive();
    const before = readFileSync(path);
    await expect(archive(path)).rejects.toThrow("exists");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("that fails half-way has no name and leaves no trace", async () => {
    const path = join(folder, "failed.tar.gz");
    const half = async function* () {
      yield long;
      throw new Error("the database went away");
    };
    const writing = writeArchive(path, { force: false }, async (write) => {
      await write((chunk) => tableEntry("app.events", chunk), half());
      throw new Error("not reached");
    });
    await expect(writing).rejects.toThrow("the database went away");
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith("failed"))).toEqual([]);
  });
});

describe("what is not a whole backup is refused", () => {
  test("wherever it is cut", async () => {
    const path = await archive();
    const whole = readFileSync(path);
    const cut = join(folder, "cut.tar.gz");
    const kinds = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      writeFileSync(cut, whole.subarray(0, Math.floor((whole.length * step) / 40)));
      kinds.add(await kindOf(cut));
    }
    writeFileSync(cut, whole.subarray(0, whole.length - 1));
    kinds.add(await kindOf(cut));
    expect([...kinds]).toEqual(["truncated"]);
  });

  test("wherever a byte of it is another", async () => {
    const path = await archive();
    const whole = readFileSync(path);
    const bad = join(folder, "bad.tar.gz");
    for (let at = 30; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const copy = Buffer.from(whole);
      copy[at] = copy[at]! ^ 0x40;
      writeFileSync(bad, copy);
      expect(await kindOf(bad)).toMatch(/^(damaged|truncated|foreign|newer)$/);
    }
  });

  test.each([
    ["a text", Buffer.from("hello")],
    ["a picture", Buffer.concat([Buffer.from("\x89PNG\r\n"), Buffer.alloc(4_000, 7)])],
    ["a compressed text", gzipSync(Buffer.alloc(4_000, "hello "))],
  ])("when it is %s", async (_, bytes) => {
    const path = join(folder, "foreign");
    writeFileSync(path, bytes);
    expect(await kindOf(path)).toBe("foreign");
  });

  test("when another program wrote its manifest, or a newer version did", async () => {
    expect(await kindOf(forged([["README", "hello"]]))).toBe("foreign");
    expect(await kindOf(forged([["manifest.json", "{"]]))).toBe("foreign");
    expect(await kindOf(forged([["manifest.json", manifestOf({ format: "other" })]]))).toBe("foreign");
    expect(await kindOf(forged([["manifest.json", manifestOf({ version: 2, shape: "new" })]]))).toBe("newer");
    expect(await kindOf(forged([["manifest.json", manifestOf({ version: 0 })]]))).toBe("damaged");
    expect(faultSentence("x.tar.gz", { kind: "newer" } as BackupFault)).toBe(
      "x.tar.gz was written by a newer ScaiWave: restore it with that version.",
    );
  });

  const part = (bytes: Buffer) => ({ bytes: bytes.length, sha256: sha256(bytes) });
  const withFile = (path: string) => manifestOf({ files: [{ path, ...part(mail) }] });

  test.each([
    "../outside",
    "mail/../../outside",
    "/etc/passwd",
    "mail//x",
    "a\\..\\b",
    "postgres/PG_VERSION",
    "lock",
    "",
  ])("when a file would go to `%s`", async (path) => {
    expect(isInstanceFile(path)).toBe(false);
    expect(
      await kindOf(
        forged([
          ["manifest.json", withFile(path)],
          [fileEntry(1, 1), mail],
        ]),
      ),
    ).toBe("damaged");
  });

  test("when it holds what the manifest does not name, or not in that order", async () => {
    const good = forged([
      ["manifest.json", withFile("mail/1.eml")],
      [fileEntry(1, 1), mail],
    ]);
    expect(await kindOf(good)).toBe("none");
    expect(await kindOf(forged([["manifest.json", withFile("mail/1.eml")]]))).toBe("damaged");
    expect(
      await kindOf(
        forged([
          ["manifest.json", withFile("mail/1.eml")],
          [fileEntry(2, 1), mail],
        ]),
      ),
    ).toBe("damaged");
    expect(
      await kindOf(
        forged([
          ["manifest.json", withFile("mail/1.eml")],
          [fileEntry(1, 1), mail],
          ["../evil", "x"],
        ]),
      ),
    ).toBe("damaged");
    expect(
      await kindOf(
        forged([
          ["manifest.json", withFile("mail/1.eml")],
          [fileEntry(1, 1), "Subject: hellO\n"],
        ]),
      ),
    ).toBe("damaged");
    expect(
      await kindOf(
        forged([
          ["manifest.json", withFile("mail/1.eml")],
          [fileEntry(1, 1), Buffer.alloc(9_000)],
        ]),
      ),
    ).toBe("damaged");
  });

  test("when an entry is a link", async () => {
    const link = (header: Buffer) => {
      header.write("2", 156);
      header.write("/etc/passwd", 157);
      header.write("        ", 148);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    };
    const path = forged([
      ["manifest.json", withFile("mail/1.eml")],
      [fileEntry(1, 1), "", link],
    ]);
    expect(await kindOf(path)).toBe("foreign");
  });
});

test("two hundred megabytes pass through a few", async () => {
  const path = join(folder, "large.tar.gz");
  const piece = Buffer.alloc(64 * 1024, "a row of a large table\n");
  const count = 3_200;
  const before = await heldBytes();
  const seen: number[] = [];
  const many = async function* () {
    for (let index = 0; index < count; index += 1) {
      if (index % 400 === 399) seen.push(await heldBytes());
      yield piece;
    }
  };
  await writeArchive(path, { force: false }, async (write) => {
    const written = await write((chunk) => tableEntry("app.events", chunk), many());
    return { ...facts, tables: [{ name: "app.events", columns: ["a"], rows: 1, ...written }], files: [] };
  });
  const manifest = await readArchive(path);
  expect(manifest.tables[0]!.bytes).toBe(piece.length * count);
  // Half of it has passed then, and more.
  expect(Math.min(...seen.slice(-4)) - before).toBeLessThan(60_000_000);
  expect((await heldBytes()) - before).toBeLessThan(60_000_000);
});
