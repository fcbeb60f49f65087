import { sql } from "drizzle-orm";
import type { ToolCall, ToolCallState } from "#/domain/ai/schema.ts";
import {
  approvalMs,
  failureText,
  maxCallsPerTurn,
  parseArguments,
  policyOf,
  storable,
} from "#/domain/ai/tool-calls.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { stillMayDecide } from "#/server/ai/tools/approvers.ts";
import { type CallRow, callEvent, hashOf, toToolCall } from "#/server/ai/tools/call-rows.ts";
import { problemWithArguments } from "#/server/ai/tools/check-arguments.ts";
import type { AiHost, TurnRef } from "#/server/ai/tools/host.ts";
import type { TurnTools } from "#/server/ai/tools/tools-for.ts";
import type { Writer } from "#/server/database/transact.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import type { ModelToolCall } from "#/server/ports/inference/port.ts";

/** Ends a call that nobody decided on in time. */
export const approvalExpiryJob = "ai.approval_expiry";

export type RequestedCalls = {
  /** To be emitted in the same transaction. */
  readonly events: EventDraft[];
  /** In the order of the request. Refused ones are `failed` and have their result. */
  readonly calls: readonly ToolCall[];
  /** At least one waits for a person: the turn waits with it. */
  readonly waiting: boolean;
  /** No more calls fit into this turn: offer the model none. */
  readonly exhausted: boolean;
};

type Verdict = Pick<CallRow, "tool" | "plugin_id" | "side_effects" | "arguments" | "state" | "result" | "decided_by">;

/**
 * Records the calls that a model made in one step of a turn, under the turn's row lock, and decides on each: what changes
 * nothing, and what a person approved for good, is `approved`; the rest is `waiting`. A call that is malformed, unknown,
 * turned off, doubled or one too many is recorded as `failed`, with the sentence that the model is told.
 */
export async function requestCalls(
  tx: Writer,
  host: AiHost,
  turn: TurnRef,
  tools: TurnTools,
  asked: readonly ModelToolCall[],
): Promise<RequestedCalls> {
  const [before] = await tx.rows<{ count: number; approved: Record<string, string> }>(sql`
    select (select count(*)::int from app.ai_tool_calls where turn_id = ${turn.id}) as count,
      coalesce((select approved_tools from app.room_ai
        where room_id = ${turn.roomId} and participant_id = ${turn.participantId}), '{}') as approved`);
  const approvers = await approversNow(tx, turn, before!.approved);
  const room = Math.max(0, maxCallsPerTurn - before!.count);
  const seen = new Set<string>();
  // One more than fit is recorded, so that the model and the room learn that there is an end.
  const taken = asked.slice(0, room + 1);
  // In order, although ids of one millisecond are not: calls are read by their ids.
  const ids = taken.map(() => host.newId()).sort();
  const names = new Set<string>();
  const rows = taken.map((call, index) => {
    const verdict = judge(call, tools, { seen, approvers, full: index >= room });
    const name = nameOf(call, names) ?? `call_${turn.step}_${index}`;
    return rowOf(host, turn, verdict, { id: ids[index]!, name });
  });
  const events = rows.map((row) => callEvent(host.newId(), row));
  for (const [index, row] of rows.entries()) insert(tx, host, row, events[index]!.id);
  return {
    events,
    calls: rows.map(toToolCall),
    waiting: rows.some((row) => row.state === "waiting"),
    exhausted: asked.length >= room,
  };
}

/** Tool to the person whose approval for good still holds: they are in the room and may still give it. */
async function approversNow(tx: Writer, turn: TurnRef, approved: Record<string, string>): Promise<Map<string, string>> {
  const holds = await stillMayDecide(tx, turn.roomId, Object.values(approved));
  return new Map(Object.entries(approved).filter(([, person]) => holds.has(person)));
}

type Around = { seen: Set<string>; approvers: ReadonlyMap<string, string>; full: boolean };

function judge(call: ModelToolCall, tools: TurnTools, { seen, approvers, full }: Around): Verdict {
  const parsed = parseArguments(call.arguments);
  const tool = storable(call.name).slice(0, 64);
  const found = tools.find(call.name);
  const known = typeof found === "string" ? null : found;
  const base = {
    tool,
    plugin_id: known?.plugin.manifest.id ?? null,
    side_effects: known?.definition.sideEffects ?? false,
    arguments: parsed.text,
    decided_by: null,
  };
  const fail = (sentence: string, suggestions?: string[]): Verdict => ({
    ...base, state: "failed", result: failureText(sentence, suggestions),
  }); // biome-ignore format: one verdict
  if (full) return fail(`At most ${maxCallsPerTurn} calls fit into one answer.`, ["Answer with what you have."]);
  if (typeof found === "string") return fail(found);
  const retry = ["Call it again with arguments that fit its schema."];
  if (!parsed.ok) return fail(parsed.problem, retry);
  const problem = problemWithArguments(found.definition.parameters, parsed.args);
  if (problem) return fail(problem, retry);
  const key = `${tool} ${parsed.text}`;
  if (seen.has(key)) return fail("The same call stands beside this one.", ["Use the result of the other call."]);
  seen.add(key);
  const approver = approvers.get(tool) ?? null;
  const asks = policyOf(found.definition, approver !== null) === "ask";
  const decided_by = found.definition.sideEffects ? approver : null;
  return { ...base, state: asks ? "waiting" : "approved", result: null, decided_by };
}

/** As the model named the call, where every gateway takes that name back and no other of the step has it. */
function nameOf({ id }: ModelToolCall, names: Set<string>): string | null {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || names.has(id)) return null;
  names.add(id);
  return id;
}

function rowOf(host: AiHost, turn: TurnRef, verdict: Verdict, { id, name }: { id: string; name: string }): CallRow {
  const now = host.now();
  return {
    ...verdict,
    id,
    turn_id: turn.id,
    room_id: turn.roomId,
    participant_id: turn.participantId,
    step: turn.step,
    model_call_id: name,
    arguments_hash: hashOf(verdict.arguments),
    decided_at: verdict.decided_by ? now.toISOString() : null,
    started_at: null,
    took_ms: null,
    expires_at: verdict.state === "waiting" ? new Date(now.getTime() + approvalMs).toISOString() : null,
  };
}

const ended: ReadonlySet<ToolCallState> = new Set(["failed"]);

function insert(tx: Writer, host: AiHost, row: CallRow, eventId: string): void {
  const now = host.now().toISOString();
  const end = ended.has(row.state);
  tx.alongside(sql`
    insert into app.ai_tool_calls (tenant_id, id, turn_id, room_id, participant_id, step, model_call_id, plugin_id, tool,
      side_effects, state, arguments_hash, event_id, result_event_id, decided_by, decided_at, expires_at, created_at, ended_at)
    values (${tx.tenantId}, ${row.id}, ${row.turn_id}, ${row.room_id}, ${row.participant_id}, ${row.step},
      ${row.model_call_id}, ${row.plugin_id}, ${row.tool}, ${row.side_effects}, ${row.state},
      decode(${row.arguments_hash}, 'hex'), ${eventId}, ${end ? eventId : null}, ${row.decided_by},
      ${row.decided_at}::timestamptz, ${row.expires_at}::timestamptz, ${now}::timestamptz, ${end ? now : null}::timestamptz)`);
  if (row.expires_at) {
    enqueue(tx, {
      id: host.newId(),
      kind: approvalExpiryJob,
      payload: { call_id: row.id },
      runAt: new Date(row.expires_at),
    });
  }
}
