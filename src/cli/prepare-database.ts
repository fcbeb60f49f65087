import { join } from "node:path";
import type { Config } from "#/server/config.ts";
import { type DatabaseAddress, openDatabase, openPool } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import { seedDemo } from "#/server/seed/demo.ts";
import { projectRoot } from "./paths.ts";

export type Preparation = { config: Config; empty: boolean };

/**
 * Runs at every start, before anything is served: migrations, and in a demo that holds nothing yet its people and rooms.
 * Safe twice and from two processes.
 *
 * @returns what to say about it in a few words
 */
export async function prepareDatabase(address: DatabaseAddress, { config, empty }: Preparation): Promise<string> {
  const applied = await migrateAll(address);
  const seeded = config.mode === "demo" && (await seed(address, config, empty));
  if (seeded) return empty ? "made, empty" : "made, with a demo in it";
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

async function seed(address: DatabaseAddress, config: Config, empty: boolean): Promise<boolean> {
  const database = await openDatabase(address);
  try {
    return await seedDemo(database, { serverName: config.serverName, now: new Date(), empty });
  } finally {
    await database.close();
  }
}
