import { readConfig } from "#/server/config.ts";
import { migrate } from "#/server/database/migrate.ts";
import { withOwner } from "./instance-database.ts";
import { migrationsFolder } from "./migrations.ts";
import { printJson } from "./output.ts";

export async function migrateDatabase({ json }: { json?: boolean | undefined }): Promise<void> {
  const config = readConfig(process.env);
  const applied = await withOwner(config, (owner) => migrate(owner, migrationsFolder), { make: true });
  if (json) return printJson({ applied });
  for (const name of applied) console.log(`Applied ${name}.`);
  if (applied.length === 0) console.log("The database is up to date.");
}
