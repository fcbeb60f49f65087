import { sql } from "drizzle-orm";
import type { ToolCallState } from "#/domain/ai/schema.ts";
import { failureText } from "#/domain/ai/tool-calls.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { type CallRow, callEvent, callsWhere } from "#/server/ai/tools/call-rows.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import type { Writer } from "#/server/database/transact.ts";

type End = {
  state: Extract<ToolCallState, "done" | "failed" | "denied" | "expired" | "cancelled">;
  result: string | null;
};

/** Ends a call whose row is locked: its state, and the event that holds its result. Answers that event, to be emitted. */
export function endCall(tx: Writer, host: Pick<AiHost, "now" | "newId">, row: CallRow, end: End): EventDraft {
  const eventId = host.newId();
  const now = host.now();
  tx.alongside(sql`
    update app.ai_tool_calls set state = ${end.state}, result_event_id = ${eventId}, ended_at = ${now.toISOString()}::timestamptz
    where id = ${row.id}`);
  const took_ms = row.started_at === null ? null : now.getTime() - Date.parse(row.started_at);
  return callEvent(eventId, { ...row, ...end, took_ms });
}

/**
 * Calls off what has not ended of a turn, for whoever ends it, under its row lock. Nothing of it starts afterwards; what
 * runs at that moment is told to stop by its signal, and what it answers is dropped. Answers the events to be emitted.
 */
export async function cancelCalls(
  tx: Writer,
  host: Pick<AiHost, "now" | "newId">,
  turnId: string,
): Promise<EventDraft[]> {
  const rows = await callsWhere(tx, sql`c.turn_id = ${turnId} and c.state in ('waiting', 'approved', 'running')`);
  return rows.map((row) => {
    const sentence =
      row.state === "running" ? "The call was stopped; it may have had its effect." : "The call was called off.";
    return endCall(tx, host, row, { state: "cancelled", result: failureText(sentence) });
  });
}
