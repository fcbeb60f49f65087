import { eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { ResponseMode } from "#/domain/workspaces/schema.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { lockTurnRow, type TurnRow, turnEvent, untouched } from "#/server/ai/turns/turn-row.ts";
import type { Writer } from "#/server/database/transact.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";

export const turnJob = "ai.turn";

type Making = Pick<AiHost, "now" | "newId">;

export type NewTurn = {
  readonly roomId: string;
  readonly threadRootId: string | null;
  readonly participantId: string;
  readonly askerId: string;
  readonly triggerEventId: string;
  readonly responseMode: ResponseMode;
  readonly chainDepth: number;
  readonly alternativeOf?: string | null;
};

/**
 * Makes a turn, under the lock of its place. Its job comes with it unless another turn is at work there: whoever ends that
 * one starts it. Answers the turn and the event to be emitted.
 */
export async function queueTurn(
  tx: Writer,
  host: Making,
  turn: NewTurn,
): Promise<{ turn: TurnRow; events: EventDraft[] }> {
  const [row] = await tx
    .insert(aiTurns)
    .values({
      tenantId: tx.tenantId,
      id: host.newId(),
      ...turn,
      alternativeOf: turn.alternativeOf ?? null,
      state: "queued",
      ...untouched,
      createdAt: host.now(),
    })
    .returning();
  const busy = await tx.rows(sql`
    select from app.ai_turns where room_id = ${turn.roomId} and participant_id = ${turn.participantId}
      and state in ('running', 'waiting') limit 1`);
  if (busy.length === 0) enqueueTurn(tx, host, row!, 1);
  return { turn: row!, events: [turnEvent(host.newId(), row!)] };
}

/**
 * A turn runs in stretches, one before each time that it waits; each has its own job, and of one stretch only one. Attempts
 * are counted within their stretch: 203 is the third try of the second.
 */
const stretch = 100;
export const stretchOf = (attempt: number): number => Math.floor(attempt / stretch);
export const firstOf = (number: number): number => number * stretch;
/** Whether a process has begun on this attempt. */
export const wasBegun = (attempt: number): boolean => attempt % stretch !== 0;

export function enqueueTurn(tx: Writer, host: Making, turn: Pick<TurnRow, "id">, number: number): void {
  enqueue(tx, {
    id: host.newId(),
    kind: turnJob,
    payload: { turn_id: turn.id, stretch: number },
    runAt: host.now(),
    dedupeKey: `${turn.id} ${number}`,
  });
}

/**
 * Lets a turn go on that waited, in the transaction in which its last call was decided or expired. Does nothing to one that
 * does not wait. Answers the events to be emitted. `host` first: what asks for it takes `(tx, turnId)`.
 */
export async function resumeTurn(host: Making, tx: Writer, turnId: string): Promise<EventDraft[]> {
  const row = await lockTurnRow(tx, turnId);
  if (row?.state !== "waiting") return [];
  const [resumed] = await tx
    .update(aiTurns)
    .set({ state: "running", attempt: firstOf(stretchOf(row.attempt) + 1) })
    .where(eq(aiTurns.id, turnId))
    .returning();
  enqueueTurn(tx, host, resumed!, stretchOf(resumed!.attempt));
  return [turnEvent(host.newId(), resumed!)];
}
