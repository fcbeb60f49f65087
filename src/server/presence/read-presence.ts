import { sql } from "drizzle-orm";
import { isAi, type ParticipantType } from "#/domain/participants/participant.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Party } from "#/server/ports/party.ts";
import { askPresence } from "#/server/presence/hub.ts";

/**
 * The presence of those among `ids` with whom one shares a room, and of oneself; the others are left out, whether they
 * exist or not. AIs are always online; without a hub nobody else is.
 */
export async function readPresence(
  ctx: Context,
  party: Party | null,
  ids: readonly string[],
): Promise<Record<string, PresenceState>> {
  const me = ctx.actor.participantId;
  const seen = await reading(ctx, (tx) =>
    tx.rows<{ id: string; participant_type: ParticipantType }>(sql`
      select p.id, p.participant_type from app.participants p
      where p.id = any(${array(ids)}::uuid[]) and p.deactivated_at is null and (p.id = ${me} or exists (
        select from app.room_members mine
        join app.room_members theirs on theirs.room_id = mine.room_id and theirs.participant_id = p.id
          and theirs.membership = 'join'
        where mine.participant_id = ${me} and mine.membership = 'join'))`),
  );
  const people = seen.filter((each) => !isAi(each)).map(({ id }) => id);
  const question = { viewer_id: me, ids: people };
  const states = party && people.length > 0 ? await askPresence(party, ctx.actor.tenantId, question) : null;
  return Object.fromEntries(seen.map((each) => [each.id, isAi(each) ? "online" : (states?.[each.id] ?? "offline")]));
}
