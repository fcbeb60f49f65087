import { eq, sql } from "drizzle-orm";
import { aiTurns } from "#/server/ai/tables.ts";
import { type AiHost, writingIn } from "#/server/ai/tools/host.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { firstOf, stretchOf, wasBegun } from "#/server/ai/turns/start-turn.ts";
import { lockTurn, type TurnRow, turnEvent } from "#/server/ai/turns/turn-row.ts";
import { textOfTurn } from "#/server/ai/turns/turn-text.ts";
import type { Writer } from "#/server/database/transact.ts";

export type BegunRun = { readonly turn: TurnRow; readonly text: string };

/**
 * Takes a turn for this process: a queued one that may start, one that goes on after an approval, and one whose process died
 * before its step said anything. One that died while it spoke ends as interrupted with what it said: it is never said again.
 * `model` is told with the beginning, where it is known by then. Null when there is nothing to do.
 */
export function beginRun(
  host: AiHost,
  tenantId: string,
  turnId: string,
  stretch: number,
  model: string | null = null,
): Promise<BegunRun | null> {
  return writingIn(host, tenantId, async (tx) => {
    const row = await lockTurn(tx, turnId);
    if (!row) return tx.emit([], () => null);
    if (row.state === "queued" && stretch === 1) return start(tx, host, row, model);
    const mine = row.state === "running" && stretchOf(row.attempt) === stretch;
    if (!mine) return tx.emit([], () => null);
    if (wasBegun(row.attempt) && (await hasSpoken(tx, row))) {
      const { events } = await endTurn(tx, host, turnId, { state: "interrupted" });
      return tx.emit(events, () => null);
    }
    const turn = await take(tx, turnId, { attempt: row.attempt + 1 });
    const text = await textOfTurn(tx, turnId);
    return tx.emit([], () => ({ turn, text }));
  });
}

/** Whoever ends the one at work enqueues this one again. */
async function start(tx: Writer, host: AiHost, row: TurnRow, model: string | null) {
  const busy = await tx.rows(sql`
    select from app.ai_turns where room_id = ${row.roomId} and participant_id = ${row.participantId}
      and state in ('running', 'waiting')`);
  if (busy.length > 0) return tx.emit([], () => null);
  const turn = await take(tx, row.id, { state: "running", attempt: firstOf(1) + 1, startedAt: host.now(), model });
  return tx.emit([turnEvent(host.newId(), turn)], () => ({ turn, text: "" }));
}

async function take(tx: Writer, turnId: string, set: Partial<TurnRow>): Promise<TurnRow> {
  const [turn] = await tx.update(aiTurns).set(set).where(eq(aiTurns.id, turnId)).returning();
  return turn!;
}

async function hasSpoken(tx: Writer, { id, step }: TurnRow): Promise<boolean> {
  const found = await tx.rows(sql`select from app.ai_turn_chunks where turn_id = ${id} and step >= ${step} limit 1`);
  return found.length > 0;
}
