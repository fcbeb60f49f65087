import { join } from "node:path";
import type { Config } from "#/server/config.ts";
import { type DatabaseAddress, openDatabase, openPool } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import { seedDemo } from "#/server/seed/demo.ts";
import { firstTenant } from "#/server/tenants/create-tenant.ts";
import { projectRoot } from "./paths.ts";

export type Preparation = { config: Config; empty: boolean };

/**
 * Runs at every start, before anything is served: migrations, the first tenant, and the people and rooms of a demo that has
 * none.
 * Safe twice and from two processes.
 *
 * @returns what to say about it in a few words
 */
export async function prepareDatabase(address: DatabaseAddress, { config, empty }: Preparation): Promise<string> {
  const applied = await migrateAll(address);
  const made = await populate(address, config, empty);
  if (made) return empty || config.mode === "production" ? "made, empty" : "made, with a demo in it";
  if (applied === 0) return "up to date";
  return `${applied} applied`;
}

async function migrateAll(address: DatabaseAddress): Promise<number> {
  const owner = openPool(address, "owner", 1);
  try {
    return (await migrate(owner, join(projectRoot, "drizzle"))).length;
  } finally {
    await owner.end({ timeout: 1 });
  }
}

async function populate(address: DatabaseAddress, config: Config, empty: boolean): Promise<boolean> {
  const database = await openDatabase(address);
  const { serverName } = config;
  try {
    if (config.mode === "demo") return await seedDemo(database, { serverName, now: new Date(), empty });
    const slug = serverName.split(".")[0]!;
    return (await firstTenant(database, new Date(), { slug, name: serverName, serverName })).made;
  } finally {
    await database.close();
  }
}
