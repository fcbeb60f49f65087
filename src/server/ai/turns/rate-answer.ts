import { sql } from "drizzle-orm";
import type { RatingInput } from "#/domain/ai/turn-inputs.ts";
import { SwError } from "#/domain/errors.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { findMessage } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Says whether an answer of an AI was good, once for each person; null takes it back. Admins see it, the room does not.
 * SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_EVENT_NOT_FOUND for what is no answer of an AI.
 */
export function rateAnswer(ctx: Context, { room_id, event_id, rating, reason }: RatingInput): Promise<null> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "react");
    const message = await findMessage(tx, room_id, event_id, seen.history_from);
    if (!message.content.ai || message.redacted_at !== null) throw new SwError("SW_EVENT_NOT_FOUND");
    await tx.rows(
      rating === null
        ? sql`delete from app.ai_ratings where event_id = ${event_id} and participant_id = ${me}`
        : sql`
          insert into app.ai_ratings (tenant_id, event_id, participant_id, rating, reason, at)
          values (${tx.tenantId}, ${event_id}, ${me}, ${rating}, ${reason || null}, ${ctx.now().toISOString()}::timestamptz)
          on conflict (tenant_id, event_id, participant_id)
          do update set rating = excluded.rating, reason = excluded.reason, at = excluded.at`,
    );
    return tx.emit([], () => null);
  });
}
