import { sql } from "drizzle-orm";
import type { TenantSettings, UpdateSettingsInput } from "#/domain/tenants/settings.ts";
import type { Config } from "#/server/config.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { authFeatures } from "#/server/identity/auth-features.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";

/** What the tenant's admins have decided, with the product's own choice where they have not. */
export function readSettings(ctx: Context, config: Config): Promise<TenantSettings> {
  return reading(ctx, (tx) => settingsOf(tx, config));
}

/** Changes what the input names and nothing else. The name shows everywhere within seconds. */
export function updateSettings(ctx: Context, config: Config, input: UpdateSettingsInput): Promise<TenantSettings> {
  return writing(ctx, async (tx) => {
    // Two admins at once change one after the other, so that neither puts the other's back.
    await tx.rows(sql`select from app.tenants for no key update`);
    const before = await settingsOf(tx, config);
    const after: TenantSettings = {
      name: input.name ?? before.name,
      registration: input.registration ?? before.registration,
      registration_domains: [...new Set(input.registration_domains ?? before.registration_domains)],
      password_grant_enabled: input.password_grant_enabled ?? before.password_grant_enabled,
    };
    const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    if (changed.length === 0) return tx.emit([], () => after);
    // Only what was decided: what was not goes on following the product.
    const auth = Object.fromEntries(changed.filter((key) => key !== "name").map((key) => [key, after[key]]));
    await tx.rows(sql`
      update app.tenants set name = ${after.name},
        features = jsonb_set(features, '{auth}', coalesce(features -> 'auth', '{}') || ${JSON.stringify(auth)}::text::jsonb)
      where tenant_id = ${tx.tenantId}`);
    audit(tx, auditorOf(ctx), {
      action: "settings.changed",
      target: { type: "tenant", id: tx.tenantId },
      details: Object.fromEntries(changed.map((key) => [key, { before: before[key], after: after[key] }])),
    });
    return tx.emit([], () => after);
  });
}

const keys = ["name", "registration", "registration_domains", "password_grant_enabled"] as const;

async function settingsOf(tx: Reader, config: Config): Promise<TenantSettings> {
  const [[tenant], features] = await Promise.all([
    tx.rows<{ name: string }>(sql`select name from app.tenants`),
    authFeatures(tx, config),
  ]);
  return { name: tenant!.name, ...features };
}
