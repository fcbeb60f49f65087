import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { read } from "#/server/database/transact.ts";
import { type Account, accountOf } from "#/server/identity/provider/account.ts";
import { identityOf } from "#/server/identity/provider/claims.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import type { GivenTokens } from "#/server/identity/provider/given-tokens.ts";
import { type Provider, type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { redeemCode, redirectPath, userInfo } from "#/server/identity/provider/redeem.ts";
import { requireTenantOfClaim } from "#/server/identity/provider/tenant-of-claim.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

export type Person = { participantId: string; roles: string[] };

/** What a program sends to `POST /v1/auth/login`, in the words of the wire. */
export type CodeGrant = { code: string; code_verifier: string; redirect_uri: string };

/**
 * Signs a program in with the code of an authorization request that it made itself. At the first time the account is made.
 * `address` is where the request came from, for the audit log.
 *
 * @throws SwError SW_AUTH_OIDC_FAILED (its cause is a ProviderFault), SW_AUTH_REDIRECT_MISMATCH, SW_NOT_FOUND without a
 * provider, and what `accountOf` throws
 */
export async function exchangeCode(
  app: ProviderApp,
  tenant: Tenant,
  grant: CodeGrant,
  address: string | null = null,
): Promise<Person & { tokens: GivenTokens }> {
  const provider = requireProvider(app);
  if (!isOwnRedirect(app, tenant, grant.redirect_uri)) throw new SwError("SW_AUTH_REDIRECT_MISMATCH");
  const { code, code_verifier: verifier, redirect_uri: redirectUri } = grant;
  const { who, tokens } = await redeemCode(provider, { code, verifier, redirectUri, nonce: null }).catch(
    asFailedSignIn,
  );
  const { participantId, roles } = await accountOf(app, tenant, who, address);
  return { participantId, roles, tokens };
}

/**
 * Whom an access token of the provider itself names in this tenant, with the moment it ends.
 *
 * @throws SwError SW_AUTH_INVALID_TOKEN, SW_AUTH_EXPIRED_TOKEN, SW_AUTH_TENANT_MISMATCH, SW_TENANT_NOT_FOUND,
 * SW_PARTICIPANT_NOT_FOUND for someone who has not registered yet (`ensureAccount`), SW_AUTH_DEACTIVATED, SW_UNAVAILABLE
 */
export async function verifyProviderToken(
  app: ProviderApp,
  tenant: Tenant,
  token: string,
): Promise<Person & { expiresAt: Date }> {
  const { who, expiresAt } = await accessTokenOf(app, tenant, token);
  const [row] = await read(app.database, tenant.id, (tx) =>
    tx.rows<{ id: string; roles: string[]; deactivated: boolean }>(sql`
      select p.id, to_jsonb(p.roles) as roles, p.deactivated_at is not null as deactivated
      from app.provider_accounts a join app.participants p on p.id = a.participant_id
      where a.issuer = ${who.issuer} and a.subject = ${who.subject}`),
  );
  if (!row) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  if (row.deactivated) throw new SwError("SW_AUTH_DEACTIVATED");
  return { participantId: row.id, roles: row.roles, expiresAt };
}

/**
 * Makes, or brings up to date, the account of whoever an access token of the provider names: `POST /v1/auth/register`.
 *
 * @throws SwError as `verifyProviderToken` (but for SW_PARTICIPANT_NOT_FOUND) and `accountOf`
 */
export async function ensureAccount(
  app: ProviderApp,
  tenant: Tenant,
  token: string,
  address: string | null = null,
): Promise<Account> {
  const { who, claims, provider } = await accessTokenOf(app, tenant, token);
  const metadata = await provider.metadata().catch(asRefusedToken);
  const told = await userInfo(metadata, token, who.subject).catch(asRefusedToken);
  const all = { ...told, ...claims };
  const complete = identityOf(who.issuer, who.subject, all, { roleTold: provider.config.name === "ScaiKey" });
  return accountOf(app, tenant, complete, address);
}

async function accessTokenOf(app: ProviderApp, tenant: Tenant, token: string) {
  const provider = providerOf(app);
  if (!provider) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const { claims } = await provider.verify(token).catch(asRefusedToken);
  // An ID token has our audience too, but says who signed in and permits nothing; one of a client names no person.
  const ofClient = claims.token_type === "client_credentials" || claims.sub === provider.config.clientId;
  if (claims.nonce !== undefined || claims.at_hash !== undefined || typeof claims.scope !== "string" || ofClient) {
    throw new SwError("SW_AUTH_INVALID_TOKEN");
  }
  const { issuer } = await provider.metadata().catch(asRefusedToken);
  const who = identityOf(issuer, claims.sub, claims, { roleTold: provider.config.name === "ScaiKey" });
  await requireTenantOfClaim(app, tenant, who.tenantClaim);
  return { who, claims, provider, expiresAt: new Date(claims.exp! * 1000) };
}

function requireProvider(app: ProviderApp): Provider {
  const provider = providerOf(app);
  if (!provider) throw new SwError("SW_NOT_FOUND");
  return provider;
}

/** Exactly our one redirect address, at this tenant's host; the provider compares it with the one of its own records. */
function isOwnRedirect({ config }: ProviderApp, tenant: Tenant, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host } = new URL(address);
  const scheme = config.mode === "production" ? "https:" : "http:";
  const loopback = config.mode === "demo" && tenant.serverName === config.serverName;
  const known = hostname === tenant.serverName || (loopback && (hostname === "127.0.0.1" || hostname === "[::1]"));
  return protocol === scheme && known && address === `${scheme}//${host}${redirectPath}`;
}

/** Whatever went wrong with the provider is one refusal to the person; the cause is for our log. */
export function asFailedSignIn(error: unknown): never {
  if (error instanceof ProviderFault) throw new SwError("SW_AUTH_OIDC_FAILED", undefined, { cause: error });
  throw error;
}

function asRefusedToken(error: unknown): never {
  if (!(error instanceof ProviderFault)) throw error;
  const code = {
    unreachable: "SW_UNAVAILABLE",
    expired: "SW_AUTH_EXPIRED_TOKEN",
    refused: "SW_AUTH_INVALID_TOKEN",
  } as const;
  throw new SwError(code[error.kind], undefined, { cause: error });
}
