import { join } from "node:path";
import { type DatabaseAddress, openPool } from "#/server/database/connect.ts";
import { migrate } from "#/server/database/migrate.ts";
import { projectRoot } from "./paths.ts";

/**
 * Runs at every start, before anything is served: migrations now, a demo's seed later. Safe twice and from two processes.
 *
 * @returns what to say about it in a few words
 */
export async function prepareDatabase(address: DatabaseAddress): Promise<string> {
  const owner = openPool(address, "owner", 1);
  try {
    // postgres.js never reserves a connection that has run nothing yet when types are not fetched.
    await owner`select 1`;
    const applied = await migrate(owner, join(projectRoot, "drizzle"));
    if (applied.length === 0) return "up to date";
    return applied.length === 1 ? "1 applied" : `${applied.length} applied`;
  } finally {
    await owner.end({ timeout: 1 });
  }
}
