import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { hashSecret, newSecret } from "#/server/identity/secrets.ts";

/** Long enough to open a socket, short enough to be worthless in a log. */
const ticketLifeMs = 60_000;
const prefix = "swt_";

export function isTicket(token: string): boolean {
  return token.startsWith(prefix);
}

/** A ticket that opens one stream for this session, once, within 60 s. `clientId` names the page load. */
export async function issueTicket(ctx: Context, clientId: string): Promise<string> {
  const { sessionId, tenantId, credential } = ctx.actor;
  if (!sessionId) throw new SwError("SW_AUTH_INVALID_TOKEN");
  // A ticket lives as long as a browser's session; a program's token must not get longer or stronger by it.
  if (credential === "personal_token" || credential === "access_token") throw new SwError("SW_AUTH_NEEDS_SESSION");
  const ticket = `${prefix}${newSecret()}`;
  const hash = Buffer.from(hashSecret(ticket)).toString("hex");
  const expires = new Date(ctx.now().getTime() + ticketLifeMs).toISOString();
  await writing(ctx, async (tx) => {
    // A ticket that a crash forgets is asked for again by the next try: thousands who come back at once need no flush each.
    // Housekeeping takes the expired ones away.
    tx.alongside(sql`set local synchronous_commit = off`);
    await tx.rows(sql`
      insert into app.stream_tickets (tenant_id, secret_hash, session_id, client_id, expires_at)
      values (${tenantId}, decode(${hash}, 'hex'), ${sessionId}, ${clientId}, ${expires}::timestamptz)`);
    return tx.emit([], () => undefined);
  });
  return ticket;
}

export type Redeemed = { participantId: string; sessionId: string; clientId: string; sessionExpiresAt: string };

/** Uses a ticket up. SW_AUTH_INVALID_TOKEN when it is unknown, used, expired, or its session has ended. */
export async function redeemTicket(database: Database, tenantId: string, now: Date, ticket: string): Promise<Redeemed> {
  const hash = Buffer.from(hashSecret(ticket)).toString("hex");
  const [row] = await transact(database, tenantId, now, async (tx) => {
    const rows = await tx.rows<{
      participant_id: string;
      session_id: string;
      client_id: string;
      expires_ms: string;
    }>(sql`
      delete from app.stream_tickets t using app.sessions s
      where t.secret_hash = decode(${hash}, 'hex') and t.expires_at > ${now.toISOString()}::timestamptz
        and s.id = t.session_id and s.expires_at > ${now.toISOString()}::timestamptz
      returning s.participant_id, t.session_id, t.client_id, (extract(epoch from s.expires_at) * 1000)::bigint as expires_ms`);
    return tx.emit([], () => rows);
  });
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return {
    participantId: row.participant_id,
    sessionId: row.session_id,
    clientId: row.client_id,
    sessionExpiresAt: new Date(Number(row.expires_ms)).toISOString(),
  };
}
