import { sql } from "drizzle-orm";
import { z } from "zod";
import { SwError } from "#/domain/errors.ts";
import { signInInput } from "#/domain/identity/inputs.ts";
import type { TokenSet } from "#/domain/identity/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { issuerOf } from "#/server/identity/access-tokens.ts";
import { authFeatures, takesPasswords } from "#/server/identity/auth-features.ts";
import { exchangeCode } from "#/server/identity/provider/exchange-code.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import type { HeldTokens } from "#/server/identity/provider/held-tokens.ts";
import { type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { redirectPath } from "#/server/identity/provider/redeem.ts";
import { refreshTokens, startProgramSession, type TokenDoor } from "#/server/identity/refresh-tokens.ts";
import { type PasswordCheck, verifyPassword } from "#/server/identity/verify-password.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** What the grants need of the running app. */
export type Grants = TokenDoor & ProviderApp & PasswordCheck & { heldTokens: Pick<HeldTokens, "keep"> };
/** A program that asks for tokens: where it is, and what it calls itself. */
export type Client = { address: string; userAgent: string | null };

const secret = z.string().min(1).max(4_096);
export const codeGrant = z.strictObject({
  code: secret,
  redirect_uri: z.string().max(2_000),
  // RFC 7636, section 4.1: without it a stolen code would be enough.
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
});
export const refreshGrant = z.strictObject({ refresh_token: secret });
export const tokenRequest = z.discriminatedUnion("grant_type", [
  z.strictObject({
    grant_type: z.literal("password"),
    username: z.string().min(1).max(320),
    password: z.string().min(1).max(1_000),
  }),
  refreshGrant.extend({ grant_type: z.literal("refresh_token") }),
]);
export type TokenRequest = z.infer<typeof tokenRequest>;

export type AuthConfig = {
  issuer: string;
  /** Null where no identity provider is: then there is no browser flow for programs. */
  authorization_endpoint: string | null;
  token_endpoint: string;
  jwks_uri: string;
  scopes_supported: string[];
  redirect_uri: string;
  grant_types: ("authorization_code" | "password" | "refresh_token")[];
};

/** What a program must know to sign in here. With a provider, `issuer` and `authorization_endpoint` are the provider's. */
export async function authConfig(app: Grants, tenant: Tenant): Promise<AuthConfig> {
  const base = issuerOf(app.config, tenant);
  const provider = providerOf(app);
  const [metadata, mayUsePassword] = await Promise.all([
    provider?.metadata().catch(asUnavailable),
    mayGrantByPassword(app, tenant),
  ]);
  return {
    issuer: metadata?.issuer ?? base,
    authorization_endpoint: metadata?.authorization_endpoint ?? null,
    token_endpoint: `${base}/v1/auth/token`,
    jwks_uri: `${base}/v1/auth/jwks.json`,
    scopes_supported: ["openid", "profile", "email"],
    redirect_uri: `${base}${redirectPath}`,
    grant_types: [
      ...(provider ? (["authorization_code"] as const) : []),
      ...(mayUsePassword ? (["password"] as const) : []),
      "refresh_token",
    ],
  };
}

/**
 * Tokens for the code of an identity provider.
 * @throws SwError SW_AUTH_OIDC_FAILED, SW_AUTH_REDIRECT_MISMATCH, SW_AUTH_DEACTIVATED, SW_RATE_LIMIT_EXCEEDED
 */
export async function grantByCode(
  app: Grants,
  tenant: Tenant,
  client: Client,
  grant: z.infer<typeof codeGrant>,
): Promise<TokenSet> {
  await app.limits.consume("secret_address", tenant.id, client.address);
  if (!providerOf(app)) throw new SwError("SW_AUTH_OIDC_FAILED", "This server has no identity provider.");
  const { participantId, tokens } = await exchangeCode(app, tenant, grant, client.address);
  const sessionId = app.newId();
  const own = await startProgramSession(app, tenant, participantId, client.userAgent, sessionId);
  await app.heldTokens.keep({ tenantId: tenant.id, participantId }, sessionId, tokens);
  return own;
}

/**
 * Tokens for a name and a password, where the tenant allows it, or for a refresh token.
 * @throws SwError SW_AUTH_GRANT_DISABLED, SW_AUTH_BAD_CREDENTIALS, SW_AUTH_INVALID_TOKEN, SW_RATE_LIMIT_EXCEEDED
 */
export async function grantTokens(
  app: Grants,
  tenant: Tenant,
  client: Client,
  request: TokenRequest,
): Promise<TokenSet> {
  if (request.grant_type === "refresh_token") return grantByRefresh(app, tenant, client, request.refresh_token);
  if (!(await mayGrantByPassword(app, tenant))) throw new SwError("SW_AUTH_GRANT_DISABLED");
  const login = signInInput.parse({ login: request.username, password: request.password });
  const { participantId } = await verifyPassword(app, tenant, login, client.address);
  return startProgramSession(app, tenant, participantId, client.userAgent);
}

/** New tokens for a refresh token, which is spent with that. */
export async function grantByRefresh(
  app: Grants,
  tenant: Tenant,
  { address }: Client,
  refreshToken: string,
): Promise<TokenSet> {
  await app.limits.consume("secret_address", tenant.id, address);
  return refreshTokens(app, tenant, refreshToken, address);
}

export type Registered = {
  participant_id: string;
  tenant_id: string;
  display_name: string;
  local_id: string;
  fqid: string;
  personal_workspace_id: string | null;
};

/** Who the caller is here, for a program that has just got its first token. */
export async function registered(ctx: Context): Promise<Registered> {
  const { participantId, tenantId, serverName } = ctx.actor;
  const [row] = await reading(ctx, (tx) =>
    tx.rows<Pick<Registered, "display_name" | "local_id" | "personal_workspace_id">>(sql`
      select display_name, local_id, personal_workspace_id from app.participants
      where id = ${participantId} and deactivated_at is null`),
  );
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return { participant_id: participantId, tenant_id: tenantId, ...row, fqid: `@${row.local_id}:${serverName}` };
}

async function mayGrantByPassword({ config, database }: Grants, tenant: Tenant): Promise<boolean> {
  if (!takesPasswords(config)) return false;
  const features = await read(database, tenant.id, (tx) => authFeatures(tx, config));
  return features.password_grant_enabled;
}

function asUnavailable(error: unknown): never {
  if (error instanceof ProviderFault) throw new SwError("SW_UNAVAILABLE", undefined, { cause: error });
  throw error;
}
