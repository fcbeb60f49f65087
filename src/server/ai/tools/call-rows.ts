import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { ToolCall } from "#/domain/ai/schema.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Reader } from "#/server/database/transact.ts";

/** A call with what only the server knows of it. */
export type CallRow = ToolCall & {
  readonly room_id: string;
  readonly model_call_id: string;
  /** Hex of the SHA-256 that was approved. */
  readonly arguments_hash: string;
  readonly decided_at: string | null;
  /** When its last attempt began. */
  readonly started_at: string | null;
};

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Calls as they stand, oldest first. Arguments and results come from the log: forgotten ones are empty. */
export function callsWhere(tx: Reader, where: SQL, limit = 200, offset = 0): Promise<CallRow[]> {
  return tx.rows<CallRow>(sql`
    select c.id, c.turn_id, c.participant_id, c.step, c.tool, c.plugin_id, c.side_effects, c.state, c.decided_by,
      c.room_id, c.model_call_id, encode(c.arguments_hash, 'hex') as arguments_hash,
      ${iso("c.decided_at")} as decided_at, ${iso("c.expires_at")} as expires_at, ${iso("c.started_at")} as started_at,
      round(extract(epoch from c.ended_at - c.started_at) * 1000)::int as took_ms,
      coalesce(asked.content->'call'->>'arguments', '') as arguments, told.content->'call'->>'result' as result
    from app.ai_tool_calls c
    left join app.events asked on asked.id = c.event_id
    left join app.events told on told.id = c.result_event_id
    where ${where} order by c.step, c.id limit ${limit} offset ${offset}`);
}

/** What a room is told of a call. */
export function toToolCall(row: CallRow): ToolCall {
  const { room_id: _r, model_call_id: _m, arguments_hash: _h, decided_at: _d, started_at: _s, ...call } = row;
  return call;
}

/** Tells a room how a call stands now. `by` is the AI, or the person who decided. */
export function callEvent(id: string, row: CallRow, by: string | null = row.participant_id): EventDraft {
  return {
    id,
    type: "swp.ai.tool_call",
    room_id: row.room_id,
    workspace_id: null,
    sender_id: by,
    content: { call: toToolCall(row) },
  };
}

/** SHA-256 of the exact arguments, in hex. */
export function hashOf(argumentText: string): string {
  return createHash("sha256").update(argumentText).digest("hex");
}
