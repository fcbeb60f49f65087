import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { TokenSet } from "#/domain/identity/schema.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { accessTokenLifeSeconds, signAccessToken } from "#/server/identity/access-tokens.ts";
import { sessionsEnded } from "#/server/identity/deactivate-participant.ts";
import { hashSecret, newSecret } from "#/server/identity/secrets.ts";
import type { SigningKeys } from "#/server/identity/signing-keys.ts";
import { audit } from "#/server/log/audit.ts";
import type { LogWake } from "#/server/log/wake.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Told by its prefix, so that scanners of repositories and logs recognise one that got out. */
export const refreshPrefix = "swr_";

const dayMs = 24 * 3_600_000;
/** A program that is silent for so long signs in anew. */
const idleLifeMs = 30 * dayMs;
/** And everyone does after so long, however busy. */
const familyLifeMs = 180 * dayMs;
/**
 * A token that comes again so soon after its use is a double submit: two workers of one program, or a retry after a lost
 * answer. It gets nothing, so a thief gains nothing by being quick; but it does not end the family either, or every slow
 * network would sign programs out. If a thief was first, the rightful program's next attempt comes later and ends it.
 */
const doubleSubmitMs = 10_000;

export type TokenDoor = {
  database: Database;
  config: Config;
  keys: SigningKeys;
  wake: Pick<LogWake, "advanced">;
  now: () => Date;
  newId: () => string;
};

/** Starts the session of a program for someone who has just proven who they are, and answers its first tokens. */
export async function startProgramSession(
  door: TokenDoor,
  tenant: Tenant,
  participantId: string,
  userAgent: string | null,
  sessionId: string = door.newId(),
): Promise<TokenSet> {
  const now = door.now();
  const refresh = `${refreshPrefix}${newSecret()}`;
  const expires = new Date(now.getTime() + idleLifeMs).toISOString();
  await transact(door.database, tenant.id, now, async (tx) => {
    // Locked against a deactivation at this moment: a session is not made for an account that is being closed.
    const made = await tx.rows(sql`
      insert into app.sessions
        (tenant_id, id, participant_id, secret_hash, kind, user_agent, created_at, last_used_at, expires_at)
      select ${tenant.id}, ${sessionId}, p.id, decode(${hex(refresh)}, 'hex'), 'program', ${userAgent?.slice(0, 400) ?? null},
        ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, ${expires}::timestamptz
      from (select id from app.participants where id = ${participantId} and deactivated_at is null for key share) p
      returning id`);
    if (made.length === 0) throw new SwError("SW_AUTH_INVALID_TOKEN");
    return tx.emit([], () => undefined);
  });
  return tokenSet(door, tenant, participantId, sessionId, refresh);
}

type Family = { id: string; participant_id: string; created_ms: string };
type Spent = { session_id: string; participant_id: string; spent_ms: string };
type Turn = { family: Family; refresh: string } | "refused" | "ended";

/**
 * Exchanges a refresh token for new tokens; it is spent with that. One that was spent before ends its whole family, for
 * either the thief or the robbed holds what came of it.
 * @param address where it came from, for the audit log
 * @throws SwError SW_AUTH_INVALID_TOKEN for whatever cannot be exchanged
 */
export async function refreshTokens(
  door: TokenDoor,
  tenant: Tenant,
  given: string,
  address: string | null,
): Promise<TokenSet> {
  if (!given.startsWith(refreshPrefix) || given.length > 100) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const now = door.now();
  const turn = await transact(door.database, tenant.id, now, async (tx) => {
    const family = await currentFamily(tx, given, now);
    if (family) {
      const refresh = await rotate(tx, family, given, now);
      return tx.emit<Turn>([], () => ({ family, refresh }));
    }
    const spent = await spentBefore(tx, given);
    if (!spent || now.getTime() - Number(spent.spent_ms) < doubleSubmitMs) return tx.emit<Turn>([], () => "refused");
    return endFamily(tx, door, spent, address);
  });
  if (turn === "ended") door.wake.advanced(tenant.id);
  if (typeof turn === "string") throw new SwError("SW_AUTH_INVALID_TOKEN");
  return tokenSet(door, tenant, turn.family.participant_id, turn.family.id, turn.refresh);
}

/** The session whose valid token this is, locked: of two at once the second finds it spent. */
async function currentFamily(tx: Writer, given: string, now: Date): Promise<Family | undefined> {
  const [family] = await tx.rows<Family>(sql`
    select s.id, s.participant_id, (extract(epoch from s.created_at) * 1000)::bigint as created_ms
    from app.sessions s join app.participants p on p.id = s.participant_id
    where s.secret_hash = decode(${hex(given)}, 'hex') and s.kind = 'program'
      and s.expires_at > ${now.toISOString()}::timestamptz and p.deactivated_at is null
    for update of s`);
  return family;
}

async function rotate(tx: Writer, family: Family, given: string, now: Date): Promise<string> {
  const refresh = `${refreshPrefix}${newSecret()}`;
  const ends = Math.min(now.getTime() + idleLifeMs, Number(family.created_ms) + familyLifeMs);
  tx.alongside(sql`
    insert into app.spent_refresh_tokens (tenant_id, secret_hash, session_id, spent_at)
    values (${tx.tenantId}, decode(${hex(given)}, 'hex'), ${family.id}, ${now.toISOString()}::timestamptz)`);
  await tx.rows(sql`
    update app.sessions set secret_hash = decode(${hex(refresh)}, 'hex'), last_used_at = ${now.toISOString()}::timestamptz,
      expires_at = ${new Date(ends).toISOString()}::timestamptz where id = ${family.id}`);
  return refresh;
}

async function spentBefore(tx: Writer, given: string): Promise<Spent | undefined> {
  const [spent] = await tx.rows<Spent>(sql`
    select t.session_id, s.participant_id, (extract(epoch from t.spent_at) * 1000)::bigint as spent_ms
    from app.spent_refresh_tokens t join app.sessions s on s.id = t.session_id
    where t.secret_hash = decode(${hex(given)}, 'hex') for update of s`);
  return spent;
}

async function endFamily(tx: Writer, door: TokenDoor, spent: Spent, address: string | null) {
  const { session_id: id, participant_id: participantId } = spent;
  // The account's own act as far as anybody knows; who really did it is what the line is for.
  const by = { newId: door.newId, now: door.now, actorId: participantId, address };
  await tx.rows(sql`delete from app.sessions where id = ${id}`);
  audit(tx, by, { action: "token.reuse_detected", target: { type: "session", id } });
  return tx.emit<Turn>(sessionsEnded(by, participantId, [id]), () => "ended");
}

async function tokenSet(
  door: TokenDoor,
  tenant: Tenant,
  participantId: string,
  sessionId: string,
  refresh_token: string,
): Promise<TokenSet> {
  const access_token = await signAccessToken(door, tenant, { participantId, sessionId });
  return { access_token, refresh_token, token_type: "Bearer", expires_in: accessTokenLifeSeconds };
}

function hex(secret: string): string {
  return Buffer.from(hashSecret(secret)).toString("hex");
}
