import { SwError } from "#/domain/errors.ts";
import { readConfig } from "#/server/config.ts";
import { type ReconcileSummary, reconcile } from "#/server/identity/provider/reconcile.ts";
import type { ArgumentsOf } from "./command-line.ts";
import { StartError } from "./failure.ts";
import { withApp } from "./instance-database.ts";
import { untilStopped } from "./interruption.ts";
import { printJson, printTable } from "./output.ts";

type Synced = { tenant: string } & ({ summary: ReconcileSummary | null } | { error: string });

/** Reconciles every tenant, one after the other; one that fails keeps no other from its turn. */
export async function sync({ json }: ArgumentsOf<"sync">): Promise<void> {
  const config = readConfig(process.env);
  if (!config.provider?.apiUrl) {
    throw new StartError(
      "There is no ScaiKey to compare with: set SCAIWAVE_AUTH_MODE to `scaikey` or `hybrid`, and SCAIWAVE_SCAIKEY_URL.",
    );
  }
  const signal = untilStopped();
  const done = await withApp(config, async (app) => {
    const tenants = await app.database.system<{ tenant_id: string; slug: string }[]>`
      select tenant_id, slug from app.tenants where suspended_at is null order by slug`;
    const results: Synced[] = [];
    for (const { tenant_id, slug } of tenants) {
      signal.throwIfAborted();
      try {
        results.push({ tenant: slug, summary: await reconcile(app, tenant_id, signal) });
      } catch (error) {
        if (!(error instanceof SwError)) throw error;
        results.push({ tenant: slug, error: error.message });
      }
    }
    return results;
  });
  if (done.some((each) => "error" in each)) process.exitCode = 1;
  if (json) return printJson({ tenants: done });
  printTable(
    ["TENANT", "CREATED", "UPDATED", "CLOSED", "GROUPS", "REFUSED", "WITHHELD", ""],
    done.map((each) => {
      if ("error" in each) return [each.tenant, "-", "-", "-", "-", "-", "-", each.error];
      if (!each.summary) return [each.tenant, "-", "-", "-", "-", "-", "-", "Another process compares it now."];
      const { created, updated, deactivated, groups, refused, withheld } = each.summary;
      const word = withheld > 0 ? "Most people are missing at the provider: nobody was closed." : "";
      return [each.tenant, created, updated, deactivated, groups, refused, withheld, word];
    }),
  );
}
