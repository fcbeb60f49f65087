import { sql } from "drizzle-orm";
import type { AnswerRating, OwnRating, OwnRatingsInput, RatingsInput } from "#/domain/ai/ratings.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Page } from "#/server/database/page.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** What one said oneself of these answers of a room; those that one did not rate are left out. */
export function readOwnRatings(ctx: Context, { room_id, event_ids }: OwnRatingsInput): Promise<Page<OwnRating>> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "read");
    const items = await tx.rows<OwnRating>(sql`
      select r.event_id, r.rating, r.reason
      from app.ai_ratings r join app.messages m on m.id = r.event_id and m.room_id = ${room_id}
      where r.event_id = any(${array(event_ids)}::uuid[]) and r.participant_id = ${ctx.actor.participantId}`);
    return { items, has_more: false };
  });
}

/**
 * What people said of answers, newest first, with the reason that they gave and not a word of the answer. Nothing of an
 * incognito room.
 */
export function listRatings(ctx: Context, { rating = null, limit, offset }: RatingsInput): Promise<AnswerRating[]> {
  return reading(ctx, (tx) =>
    tx.rows<AnswerRating>(sql`
      select r.event_id, m.room_id, m.sender_id as participant_id, r.participant_id as rater_id, r.rating, r.reason,
        to_char(r.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from app.ai_ratings r
      join app.messages m on m.id = r.event_id
      join app.rooms room on room.id = m.room_id and room.room_type <> 'incognito'
      where (${rating}::text is null or r.rating = ${rating})
      order by r.at desc, r.event_id desc, r.participant_id limit ${limit} offset ${offset}`),
  );
}
