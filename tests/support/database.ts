import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  openPool,
  type Sql,
} from "../../src/server/database/connect.ts";

export type TestDatabase = {
  database: Database;
  address: DatabaseAddress & { kind: "socket" };
  /** The superuser's connection: sees every tenant's rows. Only to prepare and to look behind the scenes. */
  owner: Sql;
  drop(): Promise<void>;
};

/** A fresh, migrated database of one's own on the run's server: a copy of the template, made in milliseconds. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const directory = inject("postgresDirectory");
  const maintenance = openPool({ kind: "socket", directory, database: "postgres" }, "owner", 1);
  await createFromTemplate(maintenance, name, inject("templateDatabase"));
  const address = { kind: "socket", directory, database: name } as const;
  const database = await openDatabase(address);
  const owner = openPool(address, "owner", 2);
  const drop = async () => {
    await Promise.all([database.close(), owner.end({ timeout: 2 })]);
    await maintenance.unsafe(`drop database ${name} with (force)`);
    await maintenance.end({ timeout: 2 });
  };
  return { database, address, owner, drop };
}

/** A template that somebody else copies at this moment is refused, and two test files may start at once. */
async function createFromTemplate(maintenance: Sql, name: string, template: string): Promise<void> {
  await maintenance.unsafe("select pg_advisory_lock(7224002)");
  try {
    await maintenance.unsafe(`create database ${name} template ${template}`);
  } finally {
    await maintenance.unsafe("select pg_advisory_unlock(7224002)");
  }
}
