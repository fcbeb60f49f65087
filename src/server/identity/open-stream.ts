import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { neededScopes } from "#/domain/identity/scopes.ts";
import type { StickyPresence } from "#/domain/presence/events.ts";
import type { OpenFacts, OpenRequest } from "#/domain/stream/contract.ts";
import { type Reader, read } from "#/server/database/transact.ts";
import { proveBearer, type Verifier } from "#/server/identity/bearer.ts";
import { isTicket, redeemTicket } from "#/server/identity/stream-ticket.ts";
import { headOf } from "#/server/log/read.ts";
import { viewerOf } from "#/server/log/viewer.ts";
import type { Tenant, TenantFinder } from "#/server/tenants/find-tenant.ts";

export type StreamDoor = Verifier & { tenants: TenantFinder; scheme: "http" | "https" };

/** Whom the token of an opening names, and for how long. */
export type Opener = Pick<OpenFacts, "participant_id" | "session_id" | "client_id" | "expires_at" | "read_only">;

/**
 * Verifies the token of an opening stream and answers everything the hub must know of it, from one snapshot.
 * Programs may come without an Origin; a browser's must be the host it dials, or another site could listen along.
 */
export async function openStream(door: StreamDoor, question: OpenRequest): Promise<OpenFacts> {
  const { tenant, opener } = await proveOpener(door, question);
  return read(door.database, tenant.id, async (tx) => {
    const [viewer, presence, stream_position] = await Promise.all([
      viewerOf(tx, opener.participant_id),
      presenceFacts(tx, opener.participant_id),
      headOf(tx),
    ]);
    return {
      ...opener,
      tenant_id: tenant.id,
      server_name: tenant.serverName,
      room_ids: viewer.roomIds,
      workspace_ids: viewer.workspaceIds,
      presence,
      stream_position,
    };
  });
}

/** Verifies the token of an opening, of a stream or of anything else that opens by WebSocket. A ticket is used up by it. */
export async function proveOpener(
  door: StreamDoor,
  question: Pick<OpenRequest, "token" | "origin" | "host">,
): Promise<{ tenant: Tenant; opener: Opener }> {
  const tenant = await door.tenants.byHost(question.host);
  requireOwnOrigin(door, question);
  const opener = isTicket(question.token)
    ? await openerOfTicket(door, tenant, question.token)
    : await openerOfBearer(door, tenant, question.token);
  return { tenant, opener };
}

function requireOwnOrigin(door: StreamDoor, { origin, host }: Pick<OpenRequest, "origin" | "host">): void {
  if (origin === null) return;
  if (origin !== `${door.scheme}://${host}`) throw new SwError("SW_AUTH_BAD_ORIGIN");
}

async function openerOfTicket(door: StreamDoor, tenant: Tenant, token: string): Promise<Opener> {
  const ticket = await redeemTicket(door.database, tenant.id, door.now(), token);
  return {
    participant_id: ticket.participantId,
    session_id: ticket.sessionId,
    client_id: ticket.clientId,
    expires_at: ticket.sessionExpiresAt,
  };
}

async function openerOfBearer(door: StreamDoor, tenant: Tenant, token: string): Promise<Opener> {
  const { actor, expiresAt } = await proveBearer(door, tenant, token);
  const allows = (kind: "query" | "mutation") =>
    neededScopes(kind, "member").every((scope) => actor.scopes.includes(scope));
  if (!allows("query")) throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
  return {
    participant_id: actor.participantId,
    session_id: actor.sessionId,
    client_id: null,
    expires_at: expiresAt?.toISOString() ?? null,
    read_only: !allows("mutation"),
  };
}

/** Sticky presence is a fact of the database; those with a DM in the last 24 hours see through `appear_offline`. */
async function presenceFacts(tx: Reader, me: string): Promise<OpenFacts["presence"]> {
  const [row] = await tx.rows<{ sticky: StickyPresence; visible_to: string[] }>(sql`
    select p.sticky_presence as sticky, coalesce((
      select jsonb_agg(distinct other.participant_id)
      from app.room_members mine
      join app.rooms r on r.id = mine.room_id and r.room_type = 'dm'
      join app.room_members other on other.room_id = r.id and other.participant_id <> mine.participant_id
      where mine.participant_id = p.id and exists (
        select from app.events e where e.room_id = r.id and e.type = 'swp.room.message'
          and e.created_at > now() - interval '24 hours')
    ), '[]') as visible_to
    from app.participants p where p.id = ${me}`);
  return { sticky: row?.sticky ?? null, visible_to: (row?.visible_to ?? []).slice(0, 1_000) };
}
