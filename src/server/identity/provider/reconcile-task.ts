import { SwError } from "#/domain/errors.ts";
import type { ProviderApp } from "#/server/identity/provider/provider.ts";
import { type ReconcileSummary, reconcile } from "#/server/identity/provider/reconcile.ts";
import type { PeriodicTask } from "#/server/jobs/schedule.ts";
import { log } from "#/server/log-lines.ts";

/**
 * The reconcile of every tenant each ten minutes, off the round minute at which everybody else's begins; nothing where
 * ScaiKey is not the provider. A tenant that fails is the next turn's work and keeps no other waiting.
 * `onSummary` hears of each that was done, for the metrics.
 */
export function reconcileTasks(
  app: ProviderApp,
  onSummary: (summary: ReconcileSummary) => void = () => {},
): PeriodicTask[] {
  if (!app.config.provider?.apiUrl) return [];
  const run = async (signal: AbortSignal) => {
    const tenants = await app.database.system<{ tenant_id: string }[]>`
      select tenant_id from app.tenants where suspended_at is null order by tenant_id`;
    for (const { tenant_id } of tenants) {
      if (signal.aborted) return;
      try {
        const summary = await reconcile(app, tenant_id, signal);
        if (summary) onSummary(summary);
        if (summary?.withheld)
          log.warn({ tenant_id, missing: summary.withheld }, "most people are missing; nobody is closed");
      } catch (error) {
        const reason = error instanceof SwError ? error.message : undefined;
        log.warn({ tenant_id, reason }, "the reconcile with ScaiKey failed");
      }
    }
  };
  return [{ name: "scaikey-reconcile", pattern: "3-59/10 * * * *", run }];
}
