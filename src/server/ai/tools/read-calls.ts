import { sql } from "drizzle-orm";
import type { ToolCall } from "#/domain/ai/schema.ts";
import { callsWhere, toToolCall } from "#/server/ai/tools/call-rows.ts";
import type { Reader } from "#/server/database/transact.ts";

/** A call of a turn with the name under which the model made it, which its result must carry. */
export type TurnCall = { readonly call: ToolCall; readonly modelCallId: string };

/** Every call of a turn by step, in the order in which the model made them, with arguments and results as the log has them. */
export async function callsOfTurn(tx: Reader, turnId: string): Promise<TurnCall[]> {
  const rows = await callsWhere(tx, sql`c.turn_id = ${turnId}`);
  return rows.map((row) => ({ call: toToolCall(row), modelCallId: row.model_call_id }));
}

/** Calls of a room that wait for a person, oldest first. Whoever calls has seen the room. */
export async function waitingCalls(tx: Reader, roomId: string, limit: number, offset = 0): Promise<ToolCall[]> {
  const rows = await callsWhere(tx, sql`c.room_id = ${roomId} and c.state = 'waiting'`, limit, offset);
  return rows.map(toToolCall);
}
