import { desc, eq, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { CreateTokenInput, RevokeTokenInput } from "#/domain/identity/inputs.ts";
import type { NewPersonalToken, PersonalToken } from "#/domain/identity/schema.ts";
import type { Scope } from "#/domain/identity/scopes.ts";
import { isAdmin } from "#/domain/participants/roles.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import { read, transact } from "#/server/database/transact.ts";
import type { Proven } from "#/server/identity/access-tokens.ts";
import { sessionsEnded } from "#/server/identity/deactivate-participant.ts";
import { hashSecret, newSecret } from "#/server/identity/secrets.ts";
import { personalTokens } from "#/server/identity/tables.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Told by its prefix, so that scanners of repositories and logs recognise one that got out. */
export const personalPrefix = "swp_";
const maxTokens = 50;
const dayMs = 24 * 3_600_000;
/** Its use is noted so often at most: a busy program costs no write a call. */
const noteUseEveryMs = 5 * 60_000;

/** One's own personal tokens, newest first; never their secrets, which nobody knows. */
export async function listTokens(ctx: Context): Promise<PersonalToken[]> {
  const rows = await reading(ctx, (tx) =>
    tx
      .select()
      .from(personalTokens)
      .where(eq(personalTokens.participantId, ctx.actor.participantId))
      .orderBy(desc(personalTokens.createdAt), desc(personalTokens.id))
      .limit(maxTokens),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes as Scope[],
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
  }));
}

/** Makes a personal token; its secret is in this answer and nowhere else. More than 50 are SW_TENANT_CAPACITY. */
export function createToken(ctx: Context, input: CreateTokenInput): Promise<NewPersonalToken> {
  const { participantId, tenantId, roles } = ctx.actor;
  const wanted = [...new Set(input.scopes)];
  // Given to a member it would wait for the day on which they become an admin.
  if (wanted.includes("admin") && !isAdmin(roles)) throw new SwError("SW_AUTH_INSUFFICIENT_PERMISSION");
  return writing(ctx, async (tx) => {
    // Locked, so that those who make tokens at once count each other's, and a deactivation waits or is seen.
    const [owner] = await tx.rows(sql`
      select id from app.participants where id = ${participantId} and deactivated_at is null for update`);
    if (!owner) throw new SwError("SW_AUTH_INVALID_TOKEN");
    const held = await tx.rows(sql`select id from app.personal_tokens where participant_id = ${participantId}`);
    if (held.length >= maxTokens) throw new SwError("SW_TENANT_CAPACITY", `At most ${maxTokens} tokens a person.`);

    const now = ctx.now();
    const token = `${personalPrefix}${newSecret()}`;
    const made: PersonalToken = {
      id: ctx.newId(),
      name: input.name,
      scopes: wanted,
      created_at: now.toISOString(),
      last_used_at: null,
      expires_at:
        input.expires_in_days === null ? null : new Date(now.getTime() + input.expires_in_days * dayMs).toISOString(),
    };
    await tx.rows(sql`
      insert into app.personal_tokens (tenant_id, id, participant_id, name, secret_hash, scopes, created_at, expires_at)
      values (${tenantId}, ${made.id}, ${participantId}, ${made.name}, decode(${hex(token)}, 'hex'),
        ${`{${wanted.join(",")}}`}::text[], ${made.created_at}::timestamptz, ${made.expires_at}::timestamptz)`);
    audit(tx, auditorOf(ctx), {
      action: "token.created",
      target: { type: "personal_token", id: made.id },
      details: { scopes: wanted, expires_at: made.expires_at },
    });
    return tx.emit([], () => ({ ...made, token }));
  });
}

/** Revokes one of one's own tokens: dead with the commit, and its live sockets close. */
export function revokeToken(ctx: Context, { token_id }: RevokeTokenInput): Promise<null> {
  const { participantId } = ctx.actor;
  return writing(ctx, async (tx) => {
    const gone = await tx.rows(sql`
      delete from app.personal_tokens where id = ${token_id} and participant_id = ${participantId} returning id`);
    if (gone.length === 0) throw new SwError("SW_TOKEN_NOT_FOUND");
    audit(tx, auditorOf(ctx), { action: "token.revoked", target: { type: "personal_token", id: token_id } });
    return tx.emit(sessionsEnded(auditorOf(ctx), participantId, [token_id]), () => null);
  });
}

type Holder = {
  id: string;
  participant_id: string;
  scopes: Scope[];
  roles: string[];
  stale: boolean;
  expires_ms: string | null;
};

/**
 * Whom a personal token names in this tenant, with no more than its scopes.
 * @throws SwError SW_AUTH_INVALID_TOKEN, SW_AUTH_EXPIRED_TOKEN
 */
export async function verifyPersonalToken(
  { database, now }: { database: Database; now: () => Date },
  tenant: Tenant,
  token: string,
): Promise<Proven> {
  const at = now();
  const before = new Date(at.getTime() - noteUseEveryMs).toISOString();
  const [holder] = await read(database, tenant.id, (tx) =>
    tx.rows<Holder>(sql`
      select t.id, t.participant_id, to_jsonb(t.scopes) as scopes, to_jsonb(p.roles) as roles,
        coalesce(t.last_used_at < ${before}::timestamptz, true) as stale,
        (extract(epoch from t.expires_at) * 1000)::bigint as expires_ms
      from app.personal_tokens t join app.participants p on p.id = t.participant_id
      where t.secret_hash = decode(${hex(token)}, 'hex') and p.deactivated_at is null`),
  );
  if (!holder) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const expiresAt = holder.expires_ms === null ? null : new Date(Number(holder.expires_ms));
  if (expiresAt !== null && expiresAt <= at) throw new SwError("SW_AUTH_EXPIRED_TOKEN");
  if (holder.stale) await noteUse(database, tenant.id, at, holder.id);
  return {
    actor: {
      tenantId: tenant.id,
      serverName: tenant.serverName,
      participantId: holder.participant_id,
      sessionId: holder.id,
      roles: holder.roles,
      credential: "personal_token",
      scopes: holder.scopes,
      address: null,
    },
    expiresAt,
  };
}

async function noteUse(database: Database, tenantId: string, now: Date, tokenId: string): Promise<void> {
  await transact(database, tenantId, now, async (tx) => {
    await tx.rows(sql`
      update app.personal_tokens set last_used_at = ${now.toISOString()}::timestamptz where id = ${tokenId}`);
    return tx.emit([], () => undefined);
  });
}

function hex(secret: string): string {
  return Buffer.from(hashSecret(secret)).toString("hex");
}
