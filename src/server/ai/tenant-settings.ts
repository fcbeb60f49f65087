import { sql } from "drizzle-orm";
import type { UpdateAiSettingsInput } from "#/domain/ai/inputs.ts";
import type { AiSettings } from "#/domain/ai/settings.ts";
import { SwError } from "#/domain/errors.ts";
import { aiSettings } from "#/server/ai/tables.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { dropHeldTokens } from "#/server/identity/provider/held-tokens.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";

/** Seals a tenant's key with the instance's; what it answers is worth nothing without that. */
export type Seal = (tenantId: string, secret: string) => Uint8Array;

type Stored = Pick<AiSettings, "gateway_url" | "credentials" | "default_model" | "models" | "hidden"> & {
  has_gateway_key: boolean;
};

const defaults: Stored = {
  gateway_url: null,
  has_gateway_key: false,
  credentials: "tenant",
  default_model: null,
  models: null,
  hidden: false,
};

/** What the tenant's admins decided for all of its AIs, with the product's own choice where they have not. */
export function readAiSettings(ctx: Context, instanceGateway: boolean): Promise<AiSettings> {
  return reading(ctx, async (tx) => shown(await storedSettings(tx), instanceGateway));
}

export async function storedSettings(tx: Reader): Promise<Stored> {
  const [row] = await tx.rows<Stored>(sql`
    select gateway_url, gateway_key is not null as has_gateway_key, credentials, default_model, to_jsonb(models) as models,
      hidden
    from app.ai_settings`);
  return row ?? defaults;
}

function shown(stored: Stored, instanceGateway: boolean): AiSettings {
  return { ...stored, answers: stored.gateway_url ? "tenant" : instanceGateway ? "instance" : "demo" };
}

/**
 * Changes what is given. The key is kept sealed, and goes with its gateway: with another address, and without a new key,
 * there is none, so that whoever changes the address cannot have the old key sent there.
 */
export function updateAiSettings(
  ctx: Context,
  { instanceGateway, seal }: { instanceGateway: boolean; seal: Seal },
  input: UpdateAiSettingsInput,
): Promise<AiSettings> {
  return writing(ctx, async (tx) => {
    // Two admins at once change one after the other, so that neither puts the other's back.
    await tx.rows(sql`select from app.tenants for no key update`);
    const before = await storedSettings(tx);
    const { gateway_key, ...plain } = input;
    const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
    const wanted: Stored = { ...before, ...given };
    if (wanted.models && wanted.default_model && !wanted.models.includes(wanted.default_model)) {
      throw new SwError("SW_BAD_REQUEST", "The default model has to be one of those that may be used.");
    }
    const moved = originOf(wanted.gateway_url) !== originOf(before.gateway_url);
    const key = gateway_key === undefined ? (moved ? null : undefined) : gateway_key;
    const sealed = key ? seal(tx.tenantId, key) : key === undefined ? undefined : null;
    const after: Stored = {
      ...wanted,
      has_gateway_key: sealed === undefined ? before.has_gateway_key : sealed !== null,
    };
    const columns = {
      gatewayUrl: after.gateway_url,
      ...(sealed === undefined ? {} : { gatewayKey: sealed }),
      credentials: after.credentials,
      defaultModel: after.default_model,
      models: after.models,
      hidden: after.hidden,
      updatedAt: ctx.now(),
    };
    await tx
      .insert(aiSettings)
      .values({ tenantId: tx.tenantId, plugins: {}, ...columns })
      .onConflictDoUpdate({ target: aiSettings.tenantId, set: columns });
    if (before.credentials === "person" && after.credentials === "tenant") await dropHeldTokens(tx);
    const changed = (Object.keys(after) as (keyof Stored)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    if (changed.length > 0 || gateway_key !== undefined) {
      const details = Object.fromEntries(changed.map((name) => [name, { before: before[name], after: after[name] }]));
      audit(tx, auditorOf(ctx), {
        action: "ai.settings_changed",
        target: { type: "tenant", id: tx.tenantId },
        details: { ...details, ...(gateway_key ? { gateway_key: "replaced" } : {}) },
      });
    }
    return tx.emit([], () => shown(after, instanceGateway));
  });
}

function originOf(url: string | null): string | null {
  return url && new URL(url).origin;
}
