import { sql } from "drizzle-orm";
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from "lucia";
import type { Database } from "#/server/database/connect.ts";
import { type Reader, read, transact, type Writer } from "#/server/database/transact.ts";
import { hashSecret } from "#/server/identity/secrets.ts";

/** `used_ms` is when it was last seen in use, as far as that was written down. */
type SessionAttributes = { public_id: string; user_agent: string | null; used_ms: number };
type UserAttributes = { roles: string[] };

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionAttributes, UserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}

type Row = {
  public_id: string;
  participant_id: string;
  expires_ms: string;
  used_ms: string;
  user_agent: string | null;
  roles: string[];
};

/**
 * Lucia's storage for one tenant. What Lucia calls the session's id is the secret in the cookie; only its hash is kept.
 * Every statement runs under the tenant's row-level security, so a cookie of another tenant finds nothing.
 */
export function sessionAdapter(database: Database, tenantId: string, now: () => Date): Adapter {
  const reading = <T>(work: (tx: Reader) => Promise<T>) => read(database, tenantId, work);
  const writing = (work: (tx: Writer) => Promise<unknown>) =>
    transact(database, tenantId, now(), async (tx) => {
      await work(tx);
      return tx.emit([], () => undefined);
    });

  return {
    getSessionAndUser: (secret) =>
      reading(async (tx) => {
        const hash = Buffer.from(hashSecret(secret)).toString("hex");
        const [row] = await tx.rows<Row>(sql`
          select s.id as public_id, s.participant_id, (extract(epoch from s.expires_at) * 1000)::bigint as expires_ms,
            (extract(epoch from coalesce(s.last_used_at, s.created_at)) * 1000)::bigint as used_ms,
            s.user_agent, to_jsonb(p.roles) as roles
          from app.sessions s join app.participants p on p.id = s.participant_id
          where s.secret_hash = decode(${hash}, 'hex') and s.kind = 'browser' and p.deactivated_at is null`);
        return row ? [toSession(secret, row), toUser(row)] : [null, null];
      }),
    getUserSessions: () => Promise.reject(new Error("The secrets of stored sessions are not known.")),
    setSession: (session) =>
      writing((tx) => {
        const hash = Buffer.from(hashSecret(session.id)).toString("hex");
        return tx.rows(sql`
          insert into app.sessions (tenant_id, id, participant_id, secret_hash, user_agent, created_at, expires_at)
          values (${tenantId}, ${session.attributes.public_id}, ${session.userId}, decode(${hash}, 'hex'),
            ${session.attributes.user_agent}, ${now().toISOString()}::timestamptz,
            ${session.expiresAt.toISOString()}::timestamptz)`);
      }),
    updateSessionExpiration: (secret, expiresAt) =>
      writing((tx) => {
        const hash = Buffer.from(hashSecret(secret)).toString("hex");
        return tx.rows(sql`
          update app.sessions set expires_at = ${expiresAt.toISOString()}::timestamptz
          where secret_hash = decode(${hash}, 'hex')`);
      }),
    deleteSession: (secret) =>
      writing((tx) => {
        const hash = Buffer.from(hashSecret(secret)).toString("hex");
        return tx.rows(sql`delete from app.sessions where secret_hash = decode(${hash}, 'hex')`);
      }),
    deleteUserSessions: (participantId) =>
      writing((tx) => tx.rows(sql`delete from app.sessions where participant_id = ${participantId}`)),
    deleteExpiredSessions: () =>
      writing((tx) => tx.rows(sql`delete from app.sessions where expires_at < ${now().toISOString()}::timestamptz`)),
  };
}

function toSession(secret: string, row: Row): DatabaseSession {
  return {
    id: secret,
    userId: row.participant_id,
    expiresAt: new Date(Number(row.expires_ms)),
    attributes: { public_id: row.public_id, user_agent: row.user_agent, used_ms: Number(row.used_ms) },
  };
}

function toUser(row: Row): DatabaseUser {
  return { id: row.participant_id, attributes: { roles: row.roles } };
}
