import { SwError } from "#/domain/errors.ts";
import { accountOf } from "#/server/identity/provider/account.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { type Provider, type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { redeemCode, redirectPath } from "#/server/identity/provider/redeem.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

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
): Promise<{ participantId: string; roles: string[] }> {
  const provider = requireProvider(app);
  if (!isOwnRedirect(app, tenant, grant.redirect_uri)) throw new SwError("SW_AUTH_REDIRECT_MISMATCH");
  const { code, code_verifier: verifier, redirect_uri: redirectUri } = grant;
  const who = await redeemCode(provider, { code, verifier, redirectUri, nonce: null }).catch(asFailedSignIn);
  const { participantId, roles } = await accountOf(app, tenant, who, address);
  return { participantId, roles };
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
