import { createHash } from "node:crypto";
import { CodeChallengeMethod, OAuth2Client, OAuth2Tokens } from "arctic";
import { type Identity, identityOf } from "#/server/identity/provider/claims.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { fetchJson } from "#/server/identity/provider/fetch-json.ts";
import { type GivenTokens, givenTokens } from "#/server/identity/provider/given-tokens.ts";
import type { Metadata } from "#/server/identity/provider/metadata.ts";
import type { Provider } from "#/server/identity/provider/provider.ts";

/** The one address of ours that the provider sends people back to, below the scheme and host. */
export const redirectPath = "/v1/auth/login";

export type Attempt = { state: string; nonce: string; verifier: string };

/**
 * Where the browser goes to sign in: an authorization code with PKCE (S256), a state and a nonce. `offline` asks for a
 * refresh token too, which by OpenID Connect Core (section 11) needs the person's consent each time.
 */
export async function authorizationUrl(
  provider: Provider,
  redirectUri: string,
  attempt: Attempt,
  { offline = false }: { offline?: boolean } = {},
): Promise<URL> {
  const { authorization_endpoint: endpoint, scopes_supported: supported } = await provider.metadata();
  const asksOffline = offline && supported?.includes("offline_access") === true;
  const client = new OAuth2Client(provider.config.clientId, provider.config.clientSecret, redirectUri);
  const scopes = ["openid", "profile", "email", ...(supported?.includes("groups") ? ["groups"] : [])];
  if (asksOffline) scopes.push("offline_access");
  const { S256 } = CodeChallengeMethod;
  const url = client.createAuthorizationURLWithPKCE(endpoint, attempt.state, S256, attempt.verifier, scopes);
  url.searchParams.set("nonce", attempt.nonce);
  if (asksOffline) url.searchParams.set("prompt", "consent");
  return url;
}

/** Who signed in, and the tokens by which the provider lets us act for them. */
export type Redeemed = { readonly who: Identity; readonly tokens: GivenTokens };

/**
 * Exchanges a code and answers who signed in, from verified tokens. `nonce` is null for a program, which made the
 * authorization request itself; PKCE ties the code to it all the same.
 *
 * @throws ProviderFault
 */
export async function redeemCode(
  provider: Provider,
  grant: { code: string; verifier: string; redirectUri: string; nonce: string | null },
): Promise<Redeemed> {
  const metadata = await provider.metadata();
  const tokens = await exchange(provider, metadata, grant);
  const accessToken = tokenIn(() => tokens.accessToken(), "access token");
  const idToken = tokenIn(() => tokens.idToken(), "ID token");
  const { claims, algorithm } = await provider.verify(idToken);
  if (grant.nonce !== null && claims.nonce !== grant.nonce) {
    throw new ProviderFault("refused", "The ID token answers another sign-in: its nonce is not ours.");
  }
  if (claims.at_hash !== undefined && claims.at_hash !== halfHash(accessToken, algorithm)) {
    throw new ProviderFault("refused", "The access token is not the one that the ID token vouches for.");
  }
  const access = await accessClaims(provider, accessToken, claims.sub);
  const complete = claims.email !== undefined && claims.name !== undefined;
  const more = complete ? {} : await userInfo(metadata, accessToken, claims.sub);
  const who = identityOf(metadata.issuer, claims.sub, { ...access, ...more, ...claims }, { roleTold: access !== null });
  return { who, tokens: givenTokens(tokens.data) };
}

/**
 * The exchange itself is ours: Arctic's has no limit of time or size and follows redirects with the code in hand.
 * Credentials are encoded as RFC 6749 section 2.3.1 says.
 */
async function exchange(
  { config }: Provider,
  metadata: Metadata,
  { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string },
): Promise<OAuth2Tokens> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const { status, json } = await fetchJson(metadata.token_endpoint, tokenRequest(config, metadata, body));
  if (status !== 200 || typeof json !== "object" || json === null) {
    const told = (json as { error?: unknown } | null)?.error;
    const reason = typeof told === "string" && /^[a-z_]{1,40}$/.test(told) ? told : `status ${status}`;
    throw new ProviderFault("refused", `The provider refused the code (${reason}).`);
  }
  return new OAuth2Tokens(json);
}

/** A request to the token endpoint with our credentials, by Basic unless the provider only takes them in the body. */
export function tokenRequest(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  { token_endpoint_auth_methods_supported: methods }: Metadata,
  body: URLSearchParams,
): { method: "POST"; headers: Record<string, string>; body: URLSearchParams } {
  if (methods && !methods.includes("client_secret_basic") && methods.includes("client_secret_post")) {
    body.set("client_id", clientId);
    body.set("client_secret", clientSecret);
    return { method: "POST", headers: {}, body };
  }
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(":");
  return { method: "POST", headers: { authorization: `Basic ${btoa(credentials)}` }, body };
}

function tokenIn(take: () => string, what: string): string {
  try {
    return take();
  } catch {
    throw new ProviderFault("refused", `The provider's answer has no ${what}.`);
  }
}

/**
 * ScaiKey names tenant and role in its access tokens, which are JWTs for us; of another provider the access token is
 * opaque to a client. Null when there is nothing that we may believe.
 */
async function accessClaims(provider: Provider, token: string, subject: string): Promise<Told | null> {
  if (provider.config.name !== "ScaiKey" || token.split(".").length !== 3) return null;
  const { claims } = await provider.verify(token);
  if (claims.sub !== subject) throw new ProviderFault("refused", "The two tokens are about two people.");
  const { tenant_id, role } = claims;
  return { tenant_id, role };
}

type Told = Record<string, unknown>;

/** What the ID token left out. Its subject must be the same, or a stolen access token could dress up as someone else. */
export async function userInfo(metadata: Metadata, accessToken: string, subject: string): Promise<Told> {
  if (!metadata.userinfo_endpoint) return {};
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status, json } = await fetchJson(metadata.userinfo_endpoint, { headers });
  if (status !== 200 || typeof json !== "object" || json === null) return {};
  const told = json as Told;
  if (told.sub !== subject) throw new ProviderFault("refused", "The user information is about someone else.");
  const { email, email_verified, name, given_name, family_name, preferred_username, groups } = told;
  return { email, email_verified, name, given_name, family_name, preferred_username, groups };
}

/** The left half of the token's hash, by the hash of the signature (OpenID Connect Core 1.0, section 3.1.3.6). */
function halfHash(token: string, algorithm: string): string {
  const digest = createHash(algorithm.startsWith("Ed") ? "sha512" : "sha256")
    .update(token)
    .digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
