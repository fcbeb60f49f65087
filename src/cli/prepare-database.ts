import { join } from "node:path";
import type { Config } from "#/server/config.ts";
import { type DatabaseAddress, openDatabase, openPool } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import { renewSetupCode } from "#/server/identity/setup-code.ts";
import { isSetUpHere } from "#/server/identity/sign-in-page.ts";
import { seedAssistants } from "#/server/seed/assistants.ts";
import { seedDemo } from "#/server/seed/demo.ts";
import { firstTenant } from "#/server/tenants/create-tenant.ts";
import { projectRoot } from "./paths.ts";

export type Preparation = { config: Config; empty: boolean };

export type Prepared = {
  /** What to say about it in a few words. */
  summary: string;
  /** The code that makes the first owner; null where there is one, or none is made this way. */
  setupCode: string | null;
};

/**
 * Runs at every start, before anything is served: migrations, the first tenant, and the people and rooms of a demo that has
 * none. While a production instance has no owner, each start makes a new code for its first one.
 * Safe twice and from two processes.
 */
export async function prepareDatabase(address: DatabaseAddress, { config, empty }: Preparation): Promise<Prepared> {
  const applied = await migrateAll(address);
  const { made, setupCode } = await populate(address, config, empty);
  if (made)
    return { summary: empty || config.mode === "production" ? "made, empty" : "made, with a demo in it", setupCode };
  return { summary: applied === 0 ? "up to date" : `${applied} applied`, setupCode };
}

async function migrateAll(address: DatabaseAddress): Promise<number> {
  const owner = openPool(address, "owner", 1);
  try {
    return (await migrate(owner, join(projectRoot, "drizzle"))).length;
  } finally {
    await owner.end({ timeout: 1 });
  }
}

type Population = { made: boolean; setupCode: string | null };

async function populate(address: DatabaseAddress, config: Config, empty: boolean): Promise<Population> {
  const database = await openDatabase(address);
  const { serverName } = config;
  const now = new Date();
  try {
    if (config.mode === "demo") return { made: await seedDemo(database, { serverName, now, empty }), setupCode: null };
    const slug = serverName.split(".")[0]!;
    const { tenantId, made } = await firstTenant(database, now, { slug, name: serverName, serverName });
    if (made) await seedAssistants(database, tenantId, { serverName, now: () => now });
    const setupCode = isSetUpHere(config, { serverName }) ? await renewSetupCode(database, tenantId, now) : null;
    return { made, setupCode };
  } finally {
    await database.close();
  }
}
