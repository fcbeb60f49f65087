import { sql } from "drizzle-orm";
import { isAi } from "#/domain/participants/participant.ts";
import { isZone } from "#/domain/participants/zones.ts";
import type { PersonCard } from "#/domain/views/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { findPresent } from "#/server/participants/read.ts";

/**
 * What a card tells of somebody beyond their name. Their zone is told to those who share a room with them, as presence is.
 * SW_PARTICIPANT_NOT_FOUND, also for an AI of a tenant that hides them.
 */
export function personCard(ctx: Context, { participant_id }: { participant_id: string }): Promise<PersonCard> {
  const me = ctx.actor.participantId;
  return reading(ctx, async (tx) => {
    const found = await findPresent(tx, participant_id);
    const [row] = await tx.rows<{ bio: string | null; zone: string | null; shared: number; rooms: number }>(sql`
      select p.bio, p.preferences ->> 'timezone' as zone, common.shared, common.rooms
      from app.participants p cross join lateral (
        select count(*)::int as shared, (count(*) filter (where r.room_type <> 'dm'))::int as rooms
        from app.room_members mine
        join app.room_members theirs on theirs.room_id = mine.room_id and theirs.participant_id = p.id
          and theirs.membership = 'join'
        join app.rooms r on r.id = mine.room_id and r.deleted_at is null
        where mine.participant_id = ${me} and mine.membership = 'join'
      ) common
      where p.id = ${found.id}`);
    const zone = row?.zone ?? null;
    const isTold = found.id === me || ((row?.shared ?? 0) > 0 && !isAi(found));
    return {
      ...found,
      bio: row?.bio ?? null,
      timezone: isTold && zone !== null && isZone(zone) ? zone : null,
      shared_rooms: row?.rooms ?? 0,
    };
  });
}
