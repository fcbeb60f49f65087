import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { mayActOn } from "#/domain/participants/roles.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";

export type Account = { id: string; roles: string[]; deactivated: boolean };
type Row = Account & { managed: boolean };

export type Acting = {
  /** The actor's roles as they are now, which may be fewer than when the request came. */
  actorRoles: readonly string[];
  target: Account;
  /** Whether the tenant keeps an active owner without the target. */
  hasOtherOwner: boolean;
};

/**
 * Sees the account that an admin acts on, and locks it with the actor's own and all owners', in one order: what is decided
 * on them still holds at the commit, so that of two owners who demote each other at once one stays.
 * @throws SwError SW_PARTICIPANT_NOT_FOUND for whoever is no person of this tenant, SW_PARTICIPANT_FORBIDDEN sideways and up
 */
export async function seeAccount(tx: Writer, { actor }: Context, participantId: string): Promise<Acting> {
  const rows = await tx.rows<Row>(sql`
    select id, to_jsonb(roles) as roles, deactivated_at is not null as deactivated,
      participant_type = 'human' and server_name = ${actor.serverName} as managed
    from app.participants
    where id in (${actor.participantId}, ${participantId}) or ('owner' = any(roles) and deactivated_at is null)
    order by id for no key update`);
  const self = rows.find(({ id }) => id === actor.participantId);
  if (!self || self.deactivated) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const target = rows.find(({ id }) => id === participantId);
  if (!target?.managed) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  if (!mayActOn(self.roles, target.roles)) throw new SwError("SW_PARTICIPANT_FORBIDDEN");
  const isOwner = (each: Account) => !each.deactivated && each.roles.includes("owner");
  return {
    actorRoles: self.roles,
    target: { id: target.id, roles: target.roles, deactivated: target.deactivated },
    hasOtherOwner: rows.some((each) => each.id !== participantId && isOwner(each)),
  };
}

/** Nobody locks themselves out: that is another's act, or the way out of the account's own page. */
export function refuseSelf({ actor }: Context, participantId: string): void {
  if (actor.participantId === participantId) {
    throw new SwError("SW_PARTICIPANT_FORBIDDEN", "You can't do this to your own account.");
  }
}
