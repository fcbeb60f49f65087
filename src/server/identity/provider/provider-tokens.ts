import { sql } from "drizzle-orm";
import { decodeJwt } from "jose";
import { SwError } from "#/domain/errors.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import { read } from "#/server/database/transact.ts";
import type { Proven } from "#/server/identity/access-tokens.ts";
import type { ProviderTokens } from "#/server/identity/bearer.ts";
import { accountOf } from "#/server/identity/provider/account.ts";
import { type Identity, identityOf } from "#/server/identity/provider/claims.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { type Provider, type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { userInfo } from "#/server/identity/provider/redeem.ts";
import { requireTenantOfClaim } from "#/server/identity/provider/tenant-of-claim.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

type Person = { participantId: string; roles: string[] };

/**
 * Access tokens that the provider signed itself, as bearers of ours; null without a provider. An account that was closed
 * is SW_AUTH_DEACTIVATED, a token of another tenant SW_AUTH_TENANT_MISMATCH or SW_TENANT_NOT_FOUND, and a provider that
 * can't be reached SW_UNAVAILABLE: the token may be good.
 */
export function providerTokens(app: ProviderApp): ProviderTokens | null {
  const provider = providerOf(app);
  if (!provider) return null;
  return {
    verifyProviderToken: async (tenant, token, { admit }) => {
      if (!(await isOfProvider(provider, token))) return null;
      const { who, expiresAt } = await accessTokenOf(provider, token).catch(asRefusedToken);
      const person = admit ? await admitted(app, provider, tenant, token, who) : await known(app, tenant, who);
      return proven(tenant, person, expiresAt);
    },
  };
}

/** By what the token says itself; whether that is true is checked after. */
async function isOfProvider(provider: Provider, token: string): Promise<boolean> {
  try {
    const { iss } = decodeJwt(token);
    return iss === (await provider.metadata()).issuer;
  } catch (error) {
    if (error instanceof ProviderFault) throw new SwError("SW_UNAVAILABLE", undefined, { cause: error });
    return false;
  }
}

async function accessTokenOf(provider: Provider, token: string): Promise<{ who: Identity; expiresAt: Date }> {
  const { claims } = await provider.verify(token);
  // An ID token has our audience too, but says who signed in and permits nothing; one of a client names no person.
  const ofClient = claims.token_type === "client_credentials" || claims.sub === provider.config.clientId;
  if (claims.nonce !== undefined || claims.at_hash !== undefined || typeof claims.scope !== "string" || ofClient) {
    throw new ProviderFault("refused", "The token is not an access token of a person.");
  }
  const { issuer } = await provider.metadata();
  const who = identityOf(issuer, claims.sub, claims, { roleTold: provider.config.name === "ScaiKey" });
  return { who, expiresAt: new Date(claims.exp! * 1000) };
}

async function known(app: ProviderApp, tenant: Tenant, who: Identity): Promise<Person> {
  await requireTenantOfClaim(app, tenant, who.tenantClaim);
  const [row] = await read(app.database, tenant.id, (tx) =>
    tx.rows<{ id: string; roles: string[]; deactivated: boolean }>(sql`
      select p.id, to_jsonb(p.roles) as roles, p.deactivated_at is not null as deactivated
      from app.provider_accounts a join app.participants p on p.id = a.participant_id
      where a.issuer = ${who.issuer} and a.subject = ${who.subject}`),
  );
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN", "Nobody here has this account yet: register it first.");
  if (row.deactivated) throw new SwError("SW_AUTH_DEACTIVATED");
  return { participantId: row.id, roles: row.roles };
}

/** Makes the account, or brings it up to date. An access token says little of a person, so the provider is asked. */
async function admitted(
  app: ProviderApp,
  provider: Provider,
  tenant: Tenant,
  token: string,
  who: Identity,
): Promise<Person> {
  await requireTenantOfClaim(app, tenant, who.tenantClaim);
  const metadata = await provider.metadata().catch(asRefusedToken);
  const more = await userInfo(metadata, token, who.subject).catch(asRefusedToken);
  const { email, emailVerified, name, username, groups } = identityOf(who.issuer, who.subject, more, {
    roleTold: false,
  });
  const told = {
    ...(email ? { email, emailVerified } : {}),
    ...(name ? { name } : {}),
    ...(username ? { username } : {}),
  };
  return accountOf(app, tenant, { ...who, ...told, groups: groups ?? who.groups }, null);
}

function proven(tenant: Tenant, { participantId, roles }: Person, expiresAt: Date): Proven {
  const { id: tenantId, serverName } = tenant;
  const actor = {
    tenantId,
    serverName,
    participantId,
    roles,
    sessionId: null,
    credential: "access_token" as const,
    scopes,
    address: null,
  };
  return { actor, expiresAt };
}

function asRefusedToken(error: unknown): never {
  if (!(error instanceof ProviderFault)) throw error;
  const codes = {
    unreachable: "SW_UNAVAILABLE",
    expired: "SW_AUTH_EXPIRED_TOKEN",
    refused: "SW_AUTH_INVALID_TOKEN",
  } as const;
  throw new SwError(codes[error.kind], undefined, { cause: error });
}
