import { readConfig } from "#/server/config.ts";
import { reindexNotes } from "#/server/todos/reindex-notes.ts";
import type { ArgumentsOf } from "./command-line.ts";
import { withApp } from "./instance-database.ts";
import { printJson, printTable } from "./output.ts";

/** Works out again, tenant by tenant, what follows from the texts of notes. */
export async function reindexAllNotes({ json }: ArgumentsOf<"reindex notes">): Promise<void> {
  const tenants = await withApp(readConfig(process.env), async (app) => {
    const found = await app.database.system<{ tenant_id: string; slug: string }[]>`
      select tenant_id, slug from app.tenants order by slug`;
    const done: { tenant: string; notes: number }[] = [];
    for (const { tenant_id, slug } of found) done.push({ tenant: slug, notes: await reindexNotes(app, tenant_id) });
    return done;
  });
  if (json) return printJson({ tenants });
  printTable(
    ["TENANT", "NOTES"],
    tenants.map(({ tenant, notes }) => [tenant, notes]),
  );
}
