import { sql } from "drizzle-orm";
import { chosenResponseMode } from "#/domain/ai/seeding.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import type { RoomAiSettings } from "#/server/ai/room-settings.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { queueTurn } from "#/server/ai/turns/start-turn.ts";
import { lockPlace, type TurnRow } from "#/server/ai/turns/turn-row.ts";
import type { Writer } from "#/server/database/transact.ts";

export type Asking = {
  readonly askerId: string;
  readonly triggerEventId: string;
  readonly threadRootId: string | null;
  readonly chainDepth: number;
  readonly alternativeOf?: string | null;
};

/**
 * Makes an AI answer a message, in the place where it was asked. A person's words overtake what it does in that place; else
 * it comes after that. Of what waits only the newest is kept. Answers the turn and the events to be emitted.
 */
export async function askAi(
  tx: Writer,
  host: AiHost,
  settings: RoomAiSettings,
  asking: Asking,
  { overtakes }: { overtakes: boolean },
): Promise<{ turn: TurnRow; events: EventDraft[] }> {
  const { room_id: roomId, participant_id: participantId } = settings;
  await lockPlace(tx, roomId, participantId);
  const events: EventDraft[] = [];
  const before = await tx.rows<{ id: string; state: string; thread_root_id: string | null }>(sql`
    select id, state, thread_root_id from app.ai_turns
    where room_id = ${roomId} and participant_id = ${participantId} and state in ('queued', 'running', 'waiting')`);
  // The queued one first, so that ending the one at work does not start it.
  for (const turn of before.sort((a) => (a.state === "queued" ? -1 : 1))) {
    const given = overtakes && turn.thread_root_id === asking.threadRootId;
    if (!given && turn.state !== "queued") continue;
    events.push(...(await endTurn(tx, host, turn.id, { state: "cancelled" })).events);
  }
  const asker = await preferenceOf(tx, asking.askerId);
  const made = await queueTurn(tx, host, {
    roomId,
    participantId,
    ...asking,
    responseMode: chosenResponseMode({ ...settings.modes, asker }),
  });
  return { turn: made.turn, events: [...events, ...made.events] };
}

async function preferenceOf(tx: Writer, askerId: string): Promise<string | null> {
  const [row] = await tx.rows<{ mode: string | null }>(
    sql`select preferences ->> 'ai_response_mode' as mode from app.participants where id = ${askerId}`,
  );
  return row?.mode ?? null;
}
