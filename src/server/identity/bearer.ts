import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { type Actor, innerActor } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { isOurs, type Proven, verifyAccessToken } from "#/server/identity/access-tokens.ts";
import { personalPrefix, verifyPersonalToken } from "#/server/identity/personal-tokens.ts";
import { type Person, verifyProviderToken } from "#/server/identity/provider/exchange-code.ts";
import type { ProviderApp } from "#/server/identity/provider/provider.ts";
import { refreshPrefix } from "#/server/identity/refresh-tokens.ts";
import type { SigningKeys } from "#/server/identity/signing-keys.ts";
import { isTicket } from "#/server/identity/stream-ticket.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Where credentials are checked. The running app is one. */
export type Verifier = ProviderApp & { keys: SigningKeys };

/**
 * Whom a bearer token names in this tenant. What has the form of a JWT or the prefix of one of our secrets is always
 * verified, never mocked; any other bearer is the fixed demo person, in the mode `mock` of a demo alone.
 * @throws SwError SW_AUTH_INVALID_TOKEN, SW_AUTH_EXPIRED_TOKEN, SW_AUTH_TENANT_MISMATCH, and what `verifyProviderToken` throws
 */
export async function proveBearer(verifier: Verifier, tenant: Tenant, token: string): Promise<Proven> {
  if (token.split(".").length === 3) {
    if (await isOurs(verifier.keys, token)) return verifyAccessToken(verifier, tenant, token);
    return provenByProvider(tenant, await verifyProviderToken(verifier, tenant, token));
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

/** A token that the identity provider signed itself: it has no session here, and ends when it says. */
function provenByProvider(tenant: Tenant, person: Person & { expiresAt: Date }): Proven {
  const { participantId, roles, expiresAt } = person;
  const actor: Actor = {
    ...innerActor({ tenantId: tenant.id, participantId, serverName: tenant.serverName, roles }),
    credential: "access_token",
  };
  return { actor, expiresAt };
}

async function mockActor(verifier: Verifier, tenant: Tenant): Promise<Actor> {
  const person = await fixedPerson(verifier, tenant);
  if (!person) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const { serverName } = tenant;
  const actor = innerActor({ tenantId: tenant.id, participantId: person.id, serverName, roles: person.roles });
  return { ...actor, credential: "mock" };
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
