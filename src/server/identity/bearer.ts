import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Actor } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { isOurs, type Proven, verifyAccessToken } from "#/server/identity/access-tokens.ts";
import { personalPrefix, verifyPersonalToken } from "#/server/identity/personal-tokens.ts";
import { refreshPrefix } from "#/server/identity/refresh-tokens.ts";
import type { SigningKeys } from "#/server/identity/signing-keys.ts";
import { isTicket } from "#/server/identity/stream-ticket.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** What an identity provider adds: access tokens that it signed itself, as bearers of ours. */
export type ProviderTokens = {
  /**
   * Whom a token of the provider names in this tenant, as a `Proven` whose actor has no session; null when the provider
   * did not issue it. With `admit` an account is made at first sight, otherwise an unknown one is SW_AUTH_INVALID_TOKEN.
   */
  verifyProviderToken(tenant: Tenant, token: string, options: { admit: boolean }): Promise<Proven | null>;
};

/** Where credentials are checked. */
export type Verifier = {
  database: Database;
  config: Config;
  keys: SigningKeys;
  now: () => Date;
  provider?: ProviderTokens | null | undefined;
};

/**
 * Whom a bearer token names in this tenant. What has the form of a JWT or the prefix of one of our secrets is always
 * verified, never mocked; any other bearer is the fixed demo person, in the mode `mock` of a demo alone.
 * @throws SwError SW_AUTH_INVALID_TOKEN, SW_AUTH_EXPIRED_TOKEN, SW_AUTH_TENANT_MISMATCH
 */
export async function proveBearer(
  verifier: Verifier,
  tenant: Tenant,
  token: string,
  { admit = false }: { admit?: boolean } = {},
): Promise<Proven> {
  if (token.split(".").length === 3) {
    if (await isOurs(verifier.keys, token)) return verifyAccessToken(verifier, tenant, token);
    const proven = await verifier.provider?.verifyProviderToken(tenant, token, { admit });
    if (!proven) throw new SwError("SW_AUTH_INVALID_TOKEN");
    return proven;
  }
  if (token.startsWith(personalPrefix)) return verifyPersonalToken(verifier, tenant, token);
  const { mode, authMode } = verifier.config;
  const mocked = mode === "demo" && authMode === "mock" && !token.startsWith(refreshPrefix) && !isTicket(token);
  if (!mocked) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return { actor: await mockActor(verifier, tenant), expiresAt: null };
}

/** As `proveBearer`, for whoever answers at once and does not ask for how long it holds. */
export async function actorOfBearer(verifier: Verifier, tenant: Tenant, token: string): Promise<Actor> {
  return (await proveBearer(verifier, tenant, token)).actor;
}

async function mockActor(verifier: Verifier, tenant: Tenant): Promise<Actor> {
  const person = await fixedPerson(verifier, tenant);
  if (!person) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return {
    tenantId: tenant.id,
    serverName: tenant.serverName,
    participantId: person.id,
    roles: person.roles,
    sessionId: null,
    credential: "mock",
    scopes,
    address: null,
  };
}

/** The first person of the tenant stands in for every mock bearer. */
async function fixedPerson(verifier: Verifier, tenant: Tenant): Promise<{ id: string; roles: string[] } | undefined> {
  const rows = await read(verifier.database, tenant.id, (tx) =>
    tx.rows<{ id: string; roles: string[] }>(sql`
      select id, to_jsonb(roles) as roles from app.participants
      where participant_type = 'human' and deactivated_at is null order by created_at, id limit 1`),
  );
  return rows[0];
}
