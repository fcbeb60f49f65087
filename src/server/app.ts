import type { Gateways } from "#/server/ai/gateways.ts";
import type { PluginRegistry } from "#/server/ai/tools/registry.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Passwords } from "#/server/identity/passwords.ts";
import type { HeldTokens } from "#/server/identity/provider/held-tokens.ts";
import type { SessionSettings } from "#/server/identity/sessions.ts";
import type { SigningKeys } from "#/server/identity/signing-keys.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import type { LogWake } from "#/server/log/wake.ts";
import type { Mail } from "#/server/ports/mail/port.ts";
import type { Party } from "#/server/ports/party.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import type { Sealer } from "#/server/secrets/seal.ts";
import type { TenantFinder } from "#/server/tenants/find-tenant.ts";

/** Everything a running web process has, built once by `start.ts` and handed on as an argument. */
export type App = {
  config: Config;
  database: Database;
  tenants: TenantFinder;
  sessions: SessionSettings;
  wake: LogWake;
  limits: RateLimits;
  /** The realtime door; null where there is none. */
  party: Party | null;
  passwords: Passwords;
  mail: Mail;
  /** Where the bytes of files are. */
  storage: Storage;
  /** Where each tenant's models are. */
  gateways: Gateways;
  /** What AIs may be given. */
  plugins: PluginRegistry;
  /** What the identity provider gave for acting in people's names. */
  heldTokens: HeldTokens;
  /** Keeps secrets that must be used again. */
  sealer: Sealer;
  /** What access tokens are signed with. */
  keys: SigningKeys;
  now: () => Date;
  newId: () => string;
};

/** The scheme that browsers use to reach this instance: a demo on loopback is plain http, production is behind TLS. */
export function schemeOf(config: Config): "http" | "https" {
  return config.mode === "production" ? "https" : "http";
}
