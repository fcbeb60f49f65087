import { eq, sql } from "drizzle-orm";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { TurnState } from "#/domain/ai/schema.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { cancelCalls } from "#/server/ai/tools/settle-call.ts";
import { sayText } from "#/server/ai/turns/say-text.ts";
import { enqueueTurn } from "#/server/ai/turns/start-turn.ts";
import { lockTurn, type TurnRow, turnEvent } from "#/server/ai/turns/turn-row.ts";
import { textOfTurn } from "#/server/ai/turns/turn-text.ts";
import type { Writer } from "#/server/database/transact.ts";

export type TurnEnd = {
  readonly state: Extract<TurnState, "done" | "cancelled" | "interrupted" | "failed">;
  /** Why it failed; its sentence is told unless `sentence` says more. */
  readonly code?: ErrorCode;
  readonly sentence?: string;
  /** Whether trying again may help. */
  readonly retryable?: boolean;
  /** The person who ended it. */
  readonly endedBy?: string | null;
};

const ends = { done: "done", cancelled: "stopped", interrupted: "interrupted", failed: "failed" } as const;

/**
 * Ends a turn, whoever asks for it: its worker, Stop, a newer message, the loss of its room, a crash. What was streamed and
 * is in no message yet becomes one if the AI may still speak there; calls that have not ended are called off; the next turn
 * of the place starts. Whatever its worker writes afterwards is refused. Nothing happens to one that has ended already, nor,
 * with `attempt`, to one that another attempt has taken over. One that ends well without words is `silent`.
 * Answers the events to be emitted, and the turn as it ended or null.
 */
export async function endTurn(
  tx: Writer,
  host: AiHost,
  turnId: string,
  end: TurnEnd,
  attempt?: number,
): Promise<{ turn: TurnRow | null; events: EventDraft[] }> {
  const row = await lockTurn(tx, turnId);
  if (!row || !isAtWork(row) || (attempt !== undefined && row.attempt !== attempt)) return { turn: null, events: [] };
  const text = await textOfTurn(tx, turnId);
  const rest = text.slice(row.saidUntil);
  const said = rest.trim() === "" ? null : await sayText(tx, host, row, rest, ends[end.state]);
  const silent = end.state === "done" && row.parts === 0 && rest.trim() === "";
  const calls = await cancelCalls(tx, host, turnId);
  const [ended] = await tx
    .update(aiTurns)
    .set({
      state: silent ? "silent" : end.state,
      code: end.code ?? null,
      endedBy: end.endedBy ?? null,
      endedAt: host.now(),
      ...(said ? { saidUntil: text.length, parts: row.parts + said.parts } : {}),
    })
    .where(eq(aiTurns.id, turnId))
    .returning();
  await tx.rows(sql`delete from app.ai_turn_chunks where turn_id = ${turnId}`);
  await startNext(tx, host, row);
  const events = [...(said?.events ?? []), ...calls, turnEvent(host.newId(), ended!)];
  if (end.state === "failed") events.push(errorEvent(host, ended!, end));
  return { turn: ended!, events };
}

/** The turn that was queued behind this one. */
async function startNext(tx: Writer, host: AiHost, ended: TurnRow): Promise<void> {
  if (ended.state === "queued") return;
  const [next] = await tx.rows<{ id: string }>(sql`
    select id from app.ai_turns
    where room_id = ${ended.roomId} and participant_id = ${ended.participantId} and state = 'queued'`);
  if (next) enqueueTurn(tx, host, next, 1);
}

export function errorEvent(host: Pick<AiHost, "newId">, turn: TurnRow, end: Omit<TurnEnd, "state">): EventDraft {
  const code = end.code ?? "SW_INTERNAL";
  return {
    id: host.newId(),
    type: "swp.model.error",
    room_id: turn.roomId,
    workspace_id: null,
    sender_id: turn.participantId,
    content: {
      turn_id: turn.id,
      participant_id: turn.participantId,
      code,
      message: end.sentence ?? errorTable[code][1],
      retryable: end.retryable ?? false,
    },
  };
}
