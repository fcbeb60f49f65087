import { sql } from "drizzle-orm";
import { canEngage } from "#/domain/ai/rights.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { StopInput } from "#/domain/ai/turn-inputs.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { toTurn } from "#/server/ai/turns/turn-row.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { countTurn } from "#/server/metrics/ai.ts";
import { allow, refuse, seeRoom } from "#/server/rooms/access.ts";

/**
 * Ends what AIs do in a room, or what one of them does. After the answer no call of theirs starts and no word of theirs
 * appears. What oneself asked for one may end; what others asked for needs the power `engage`: without it, and with nothing
 * of one's own under way, SW_ROOM_FORBIDDEN. SW_ROOM_NOT_FOUND. Answers the turns that were ended, none if nothing was.
 */
export function stopTurns(ctx: Context, host: AiHost, input: StopInput): Promise<Turn[]> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "react");
    const found = await tx.rows<{ id: string; asker_id: string }>(sql`
      select id, asker_id from app.ai_turns
      where room_id = ${input.room_id} and state in ('queued', 'running', 'waiting')
        and (${input.participant_id ?? null}::uuid is null or participant_id = ${input.participant_id ?? null}::uuid)
      order by participant_id, case state when 'queued' then 0 else 1 end limit 200`);
    const refused = canEngage(seen);
    const mine = refused ? found.filter(({ asker_id }) => asker_id === me) : found;
    if (found.length > 0 && mine.length === 0) refuse(refused);
    const events: EventDraft[] = [];
    const ended: Turn[] = [];
    for (const { id } of mine) {
      const end = await endTurn(tx, host, id, { state: "cancelled", endedBy: me });
      events.push(...end.events);
      if (end.turn) ended.push(toTurn(end.turn));
    }
    return tx.emit(events, () => {
      for (const { state } of ended) countTurn(state);
      return ended;
    });
  });
}
