import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { storageContract } from "#/server/ports/storage/contract.ts";
import { diskStorage } from "#/server/ports/storage/disk.ts";

const folder = () => mkdtempSync(join(tmpdir(), "scaiwave-storage-"));

storageContract("disk", async () => {
  const directory = folder();
  return { storage: diskStorage(directory), end: async () => rmSync(directory, { recursive: true }) };
});

test("only this user may read what is on disk, and nothing half-written stays", async () => {
  const directory = folder();
  const tenant = "0199aaaa-0000-7000-8000-000000000001";
  await diskStorage(directory).put(`${tenant}/a`, Buffer.from("x"));
  expect(readdirSync(join(directory, tenant))).toEqual(["a"]);
  expect(statSync(join(directory, tenant)).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, tenant, "a")).mode & 0o777).toBe(0o600);
  rmSync(directory, { recursive: true });
});
