import { eq, sql } from "drizzle-orm";
import type { Turn } from "#/domain/ai/schema.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { isErrorCode } from "#/domain/errors.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { keepRoom } from "#/server/rooms/access.ts";

/** A turn as its row has it: what prompts, tools and budgets are asked with. */
export type TurnRow = typeof aiTurns.$inferSelect;

/** What every turn begins with. */
export const untouched = {
  attempt: 0,
  step: 1,
  saidUntil: 0,
  parts: 0,
  promptTokens: 0,
  completionTokens: 0,
} as const satisfies Partial<TurnRow>;

/**
 * Turns of one AI in one room begin and end one after the other. Taken before any lock of a row of theirs, and by whoever
 * makes or ends one; going on after an approval is no beginning. The order of all locks here is the room, the place, the
 * turn, the call; places of several AIs are taken in the order of their ids.
 */
export async function lockPlace(tx: Writer, roomId: string, participantId: string): Promise<void> {
  await keepRoom(tx, roomId);
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`ai ${roomId} ${participantId}`}, 0))`);
}

export async function findTurn(tx: Reader, turnId: string): Promise<TurnRow | undefined> {
  const [row] = await tx.select().from(aiTurns).where(eq(aiTurns.id, turnId));
  return row;
}

/**
 * The turn under its own lock alone: nobody ends it, and no call of it begins, before the commit. Whoever goes on to
 * write in its room has taken the room first.
 */
export async function lockTurnRow(tx: Writer, turnId: string): Promise<TurnRow | undefined> {
  const [row] = await tx.select().from(aiTurns).where(eq(aiTurns.id, turnId)).for("no key update");
  return row;
}

/** The turn under the lock of its place and its own. */
export async function lockTurn(tx: Writer, turnId: string): Promise<TurnRow | undefined> {
  const found = await findTurn(tx, turnId);
  if (!found) return undefined;
  await lockPlace(tx, found.roomId, found.participantId);
  return lockTurnRow(tx, turnId);
}

/** Locks a turn for what its run writes; undefined when it was ended, or given to another attempt. */
export async function lockRunning(
  tx: Writer,
  run: Pick<TurnRow, "id" | "roomId" | "attempt">,
): Promise<TurnRow | undefined> {
  await keepRoom(tx, run.roomId);
  const row = await lockTurnRow(tx, run.id);
  return row?.state === "running" && row.attempt === run.attempt ? row : undefined;
}

/** A turn as it goes over the wire. */
export function toTurn(row: TurnRow): Turn {
  return {
    id: row.id,
    room_id: row.roomId,
    thread_root_id: row.threadRootId,
    participant_id: row.participantId,
    asker_id: row.askerId,
    trigger_event_id: row.triggerEventId,
    state: row.state,
    response_mode: row.responseMode,
    model: row.model,
    alternative_of: row.alternativeOf,
    code: isErrorCode(row.code) ? row.code : null,
    ended_by: row.endedBy,
    prompt_tokens: row.promptTokens,
    completion_tokens: row.completionTokens,
    context_window: row.contextWindow,
    created_at: row.createdAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

/** Tells a room how a turn stands now. */
export function turnEvent(id: string, row: TurnRow): EventDraft {
  return {
    id,
    type: "swp.ai.turn",
    room_id: row.roomId,
    workspace_id: null,
    sender_id: row.participantId,
    content: { turn: toTurn(row) },
  };
}
