import { sql } from "drizzle-orm";
import { heldBack, pairWindowMs, rateWindowMs } from "#/domain/ai/loops.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import type { RoomAiSettings } from "#/server/ai/room-settings.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import type { Asking } from "#/server/ai/turns/ask-ai.ts";
import { errorEvent } from "#/server/ai/turns/end-turn.ts";
import { turnEvent, untouched } from "#/server/ai/turns/turn-row.ts";
import type { Writer } from "#/server/database/transact.ts";
import { log } from "#/server/log-lines.ts";
import { countTurn } from "#/server/metrics/ai.ts";

/**
 * Whether AIs talk among themselves too much for this one to answer another, by counts in the database that all processes
 * share. Then the turn ends before it begins, the room is told, and a person has to go on. Null when it may answer.
 */
export async function holdIfLooping(
  tx: Writer,
  host: AiHost,
  ai: RoomAiSettings,
  speakerId: string,
  asking: Asking,
): Promise<EventDraft[] | null> {
  const { room_id: roomId, participant_id: participantId } = ai;
  const now = host.now().getTime();
  const since = (ms: number) => new Date(now - ms).toISOString();
  const [counts] = await tx.rows<{ pair: number; minute: number }>(sql`
    select
      (select count(*)::int from app.ai_turns t join app.messages m on m.id = t.trigger_event_id
        where t.created_at > ${since(pairWindowMs)}::timestamptz and t.chain_depth > 0
          and ((t.participant_id = ${participantId} and m.sender_id = ${speakerId})
            or (t.participant_id = ${speakerId} and m.sender_id = ${participantId}))) as pair,
      (select coalesce(sum(t.parts), 0)::int from app.ai_turns t where t.participant_id = ${participantId}
        and t.ended_at > ${since(rateWindowMs)}::timestamptz) as minute`);
  const held = heldBack({
    fromAi: true,
    pairMentions: counts!.pair + 1,
    messagesInMinute: counts!.minute,
    chainDepth: asking.chainDepth,
  });
  if (held === null) return null;
  log.warn(
    { tenant: tx.tenantId, room: roomId, participant: participantId, held },
    "AIs that talk with each other are held",
  );
  const [turn] = await tx
    .insert(aiTurns)
    .values({
      tenantId: tx.tenantId,
      id: host.newId(),
      roomId,
      participantId,
      ...asking,
      alternativeOf: null,
      state: "failed",
      code: "SW_AI_HELD",
      responseMode: "streaming",
      ...untouched,
      createdAt: host.now(),
      endedAt: host.now(),
    })
    .returning();
  countTurn("failed");
  return [turnEvent(host.newId(), turn!), errorEvent(host, turn!, { code: "SW_AI_HELD" })];
}
