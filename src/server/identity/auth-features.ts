import { sql } from "drizzle-orm";
import * as z from "zod/mini";
import { registrationModes, type TenantSettings } from "#/domain/tenants/settings.ts";
import type { Config } from "#/server/config.ts";
import type { Reader } from "#/server/database/transact.ts";

export type AuthFeatures = Pick<TenantSettings, "registration" | "registration_domains" | "password_grant_enabled">;

/** Whether people have passwords here at all: not where a provider alone knows them, nor where one click is enough. */
export function takesPasswords({ authMode }: Pick<Config, "authMode">): boolean {
  return authMode === "local" || authMode === "hybrid";
}

const stored = z.object({
  registration: z.catch(z.optional(z.enum(registrationModes)), undefined),
  registration_domains: z.catch(z.optional(z.array(z.string())), undefined),
  password_grant_enabled: z.catch(z.optional(z.boolean()), undefined),
});

/** `features.auth` of the tenant's row. What was never set: nobody registers by themselves, but in a demo everybody. */
export async function authFeatures(tx: Reader, config: Pick<Config, "mode">): Promise<AuthFeatures> {
  const [row] = await tx.rows<{ auth: unknown }>(sql`
    select coalesce(features -> 'auth', '{}') as auth from app.tenants where tenant_id = ${tx.tenantId}`);
  const given = stored.safeParse(row?.auth).data;
  return {
    registration: given?.registration ?? (config.mode === "demo" ? "open" : "closed"),
    registration_domains: given?.registration_domains ?? [],
    password_grant_enabled: given?.password_grant_enabled ?? false,
  };
}

/** Whether a mail address may register without being invited. Domains are compared whole: `evil-example.com` is not ours. */
export function mayRegister({ registration, registration_domains }: AuthFeatures, email: string): boolean {
  if (registration !== "domains") return registration === "open";
  return registration_domains.includes(email.slice(email.lastIndexOf("@") + 1));
}
