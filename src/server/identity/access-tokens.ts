import { sql } from "drizzle-orm";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { SwError } from "#/domain/errors.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import { id } from "#/domain/ids.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Actor } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import type { SigningKeys } from "#/server/identity/signing-keys.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

export const accessTokenLifeSeconds = 3_600;
/** How far the clocks of those who verify may differ. */
const skewSeconds = 60;
/** RFC 9068, so that no other JWT of ours could ever pass as an access token. */
const tokenType = "at+jwt";
const algorithm = "EdDSA";

/** A credential that was found good, and until when at most. */
export type Proven = { actor: Actor; expiresAt: Date | null };

type Issuing = { keys: SigningKeys; config: Config; now: () => Date; newId: () => string };
type Verifying = { keys: SigningKeys; config: Config; database: Database; now: () => Date };

/** Who signs for a tenant: the address at which it is reached, as configured. Production is behind TLS on its usual port. */
export function issuerOf(
  { mode, port }: Pick<Config, "mode" | "port">,
  { serverName }: Pick<Tenant, "serverName">,
): string {
  if (mode === "production") return `https://${serverName}`;
  return `http://${serverName}${port === 80 ? "" : `:${port}`}`;
}

/** A token that speaks for the participant in this tenant for an hour, as long as the session lives. */
export async function signAccessToken(
  { keys, config, now, newId }: Issuing,
  tenant: Tenant,
  { participantId, sessionId }: { participantId: string; sessionId: string },
): Promise<string> {
  const { kid, key } = await keys.signing();
  const seconds = Math.floor(now().getTime() / 1000);
  return new SignJWT({ sid: sessionId, tenant_id: tenant.id })
    .setProtectedHeader({ alg: algorithm, typ: tokenType, kid })
    .setIssuer(issuerOf(config, tenant))
    .setAudience(tenant.serverName)
    .setSubject(participantId)
    .setJti(newId())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + accessTokenLifeSeconds)
    .sign(key);
}

/** Whether we have signed this token, by its header alone: the one algorithm of ours and the name of a key of ours. */
export async function isOurs(keys: SigningKeys, token: string): Promise<boolean> {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === algorithm && typeof kid === "string" && (await keys.verifying(kid)) !== null;
  } catch {
    return false;
  }
}

/**
 * Whom one of our access tokens names in this tenant. A token of another tenant is SW_AUTH_TENANT_MISMATCH before
 * anything of this one is read; one that is over is SW_AUTH_EXPIRED_TOKEN. A token whose session ended or whose owner was
 * deactivated is dead at once: the session is looked up each time.
 * @throws SwError SW_AUTH_INVALID_TOKEN for everything else
 */
export async function verifyAccessToken(verifying: Verifying, tenant: Tenant, token: string): Promise<Proven> {
  const claims = await verifiedClaims(verifying, token);
  if (claims.tenant_id !== tenant.id) throw new SwError("SW_AUTH_TENANT_MISMATCH");
  const [subject, session] = [id.safeParse(claims.sub).data, id.safeParse(claims.sid).data];
  const issuedHere = claims.iss === issuerOf(verifying.config, tenant) && claims.aud === tenant.serverName;
  if (!issuedHere || !subject || !session || claims.exp === undefined) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const roles = await rolesInSession(verifying, tenant.id, subject, session);
  return {
    actor: {
      tenantId: tenant.id,
      serverName: tenant.serverName,
      participantId: subject,
      sessionId: session,
      roles,
      credential: "access_token",
      scopes,
      address: null,
    },
    expiresAt: new Date(claims.exp * 1000),
  };
}

async function verifiedClaims({ keys, now }: Verifying, token: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? null : await keys.verifying(kid);
        if (!key) throw new SwError("SW_AUTH_INVALID_TOKEN");
        return key;
      },
      // Nothing is taken from the token's header but the name of the key: "none" and HS256 with our public key fail here.
      {
        algorithms: [algorithm],
        typ: tokenType,
        currentDate: now(),
        clockTolerance: skewSeconds,
        requiredClaims: ["iss", "aud", "sub", "exp", "iat", "jti"],
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new SwError("SW_AUTH_EXPIRED_TOKEN");
    if (error instanceof errors.JOSEError) throw new SwError("SW_AUTH_INVALID_TOKEN");
    throw error;
  }
}

async function rolesInSession(
  { database, now }: Verifying,
  tenantId: string,
  participantId: string,
  sessionId: string,
): Promise<string[]> {
  const [row] = await read(database, tenantId, (tx) =>
    tx.rows<{ roles: string[] }>(sql`
      select to_jsonb(p.roles) as roles from app.sessions s join app.participants p on p.id = s.participant_id
      where s.id = ${sessionId} and s.participant_id = ${participantId} and s.kind = 'program'
        and s.expires_at > ${now().toISOString()}::timestamptz and p.deactivated_at is null`),
  );
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return row.roles;
}
