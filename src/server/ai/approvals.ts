import { sql } from "drizzle-orm";
import type { ToolCall } from "#/domain/ai/schema.ts";
import { failureText } from "#/domain/ai/tool-calls.ts";
import type { ApprovedTool, DecideCallInput, RevokeApprovalInput, WaitingCallsInput } from "#/domain/ai/tool-inputs.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { stillMayDecide } from "#/server/ai/tools/approvers.ts";
import { type CallRow, callEvent, callsWhere } from "#/server/ai/tools/call-rows.ts";
import { type AiHost, writingIn } from "#/server/ai/tools/host.ts";
import { waitingCalls } from "#/server/ai/tools/read-calls.ts";
import { endCall } from "#/server/ai/tools/settle-call.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import { keepRoom, seeRoom } from "#/server/rooms/access.ts";

/**
 * Lets a waiting turn go on, inside the transaction in which its last waiting call was decided, under the turn's row lock.
 * Answers the events to be emitted.
 */
export type ResumeTurn = (tx: Writer, turnId: string) => Promise<EventDraft[]>;

/**
 * A person's word on a call that waits: this once, always in this room for this AI, or not. It binds to the exact
 * arguments and is recorded with their name. Power `engage`, in a direct room either person; an AI never decides, whatever
 * its power. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_AI_TURN_NOT_FOUND (no such call in this room), SW_AI_APPROVAL_VOID
 * (decided, expired or called off).
 */
export function decideCall(ctx: Context, resume: ResumeTurn, input: DecideCallInput): Promise<ToolCall> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    await requireDecider(tx, ctx, input.room_id);
    const row = await lockCall(tx, input);
    const late = row.expires_at !== null && Date.parse(row.expires_at) <= ctx.now().getTime();
    if (row.state !== "waiting" || late) throw new SwError("SW_AI_APPROVAL_VOID");
    const decided = { ...row, decided_by: me, decided_at: ctx.now().toISOString() };
    tx.alongside(sql`
      update app.ai_tool_calls set decided_by = ${me}, decided_at = ${decided.decided_at}::timestamptz where id = ${row.id}`);
    const told = input.decision === "deny" ? deny(tx, ctx, decided) : approve(tx, ctx, decided);
    if (input.decision === "always") approveForGood(tx, ctx, row);
    const events = await resumed(tx, row.turn_id, resume);
    return tx.emit([told, ...events], () => (told.content as { call: ToolCall }).call);
  });
}

/** Calls of a room that wait, oldest first, for everyone in it: only those with the power decide. */
export function listWaitingCalls(ctx: Context, input: WaitingCallsInput): Promise<ToolCall[]> {
  return reading(ctx, async (tx) => {
    await requireMember(tx, ctx, input.room_id);
    return waitingCalls(tx, input.room_id, input.limit, input.offset);
  });
}

/** What was approved for good in a room: AI, tool, and by whom. */
export function listApprovedTools(ctx: Context, input: { room_id: string }): Promise<ApprovedTool[]> {
  return reading(ctx, async (tx) => {
    await requireMember(tx, ctx, input.room_id);
    return tx.rows<ApprovedTool>(sql`
      select a.participant_id, t.key as tool, t.value as approved_by
      from app.room_ai a, jsonb_each_text(a.approved_tools) t
      where a.room_id = ${input.room_id} order by a.participant_id, t.key limit 1000`);
  });
}

/** Takes an approval for good back; one that is not there is taken back too. */
export function revokeApproval(ctx: Context, input: RevokeApprovalInput): Promise<null> {
  return writing(ctx, async (tx) => {
    await requireDecider(tx, ctx, input.room_id);
    const gone = await tx.rows(sql`
      update app.room_ai set approved_tools = approved_tools - ${input.tool}, updated_at = ${ctx.now().toISOString()}::timestamptz
      where room_id = ${input.room_id} and participant_id = ${input.participant_id} and approved_tools ? ${input.tool}
      returning participant_id`);
    if (gone.length > 0) {
      const target = { type: "room", id: input.room_id };
      const details = { ai: input.participant_id, tool: input.tool };
      audit(tx, auditorOf(ctx), { action: "ai.approval_revoked", target, details });
    }
    return tx.emit([], () => null);
  });
}

/** What becomes of a call on which nobody decided in time. Safe twice. */
export async function expireApproval(
  host: AiHost,
  tenantId: string,
  callId: string,
  resume: ResumeTurn,
): Promise<void> {
  await writingIn(host, tenantId, async (tx) => {
    const [found] = await tx.rows<{ turn_id: string; room_id: string }>(sql`
      select turn_id, room_id from app.ai_tool_calls where id = ${callId}`);
    const row = found && (await lockCall(tx, { room_id: found.room_id, call_id: callId }));
    if (row?.state !== "waiting") return tx.emit([], () => undefined);
    const result = failureText("Nobody approved this call within 10 minutes.", ["Say what you wanted to do, and ask."]);
    const told = endCall(tx, host, row, { state: "expired", result });
    const events = await resumed(tx, row.turn_id, resume);
    return tx.emit([told, ...events], () => undefined);
  });
}

async function requireMember(tx: Parameters<typeof seeRoom>[0], ctx: Context, roomId: string): Promise<void> {
  const seen = await seeRoom(tx, ctx.actor, roomId);
  if (seen.membership !== "join") {
    throw new SwError(seen.room.room_type === "public" ? "SW_NOT_MEMBER" : "SW_ROOM_FORBIDDEN");
  }
}

async function requireDecider(tx: Writer, ctx: Context, roomId: string): Promise<void> {
  await requireMember(tx, ctx, roomId);
  const may = await stillMayDecide(tx, roomId, [ctx.actor.participantId]);
  if (!may.has(ctx.actor.participantId)) throw new SwError("SW_ROOM_FORBIDDEN");
}

/** First the room, then the turn, then the call: the order of everybody who ends one. */
async function lockCall(tx: Writer, { room_id, call_id }: { room_id: string; call_id: string }): Promise<CallRow> {
  await keepRoom(tx, room_id);
  await tx.rows(sql`
    select from app.ai_turns where id = (select turn_id from app.ai_tool_calls where id = ${call_id} and room_id = ${room_id})
    for no key update`);
  await tx.rows(sql`select from app.ai_tool_calls where id = ${call_id} for no key update`);
  const [row] = await callsWhere(tx, sql`c.id = ${call_id} and c.room_id = ${room_id}`);
  if (!row) throw new SwError("SW_AI_TURN_NOT_FOUND", "This call can't be found.");
  return row;
}

function approve(tx: Writer, ctx: Context, row: CallRow): EventDraft {
  tx.alongside(sql`update app.ai_tool_calls set state = 'approved' where id = ${row.id}`);
  return callEvent(ctx.newId(), { ...row, state: "approved" }, row.decided_by);
}

function deny(tx: Writer, ctx: Context, row: CallRow): EventDraft {
  const result = failureText("A person of the room did not allow this call.", [
    "Don't try it again unless they ask for it.",
  ]);
  return { ...endCall(tx, ctx, row, { state: "denied", result }), sender_id: row.decided_by };
}

function approveForGood(tx: Writer, ctx: Context, row: CallRow): void {
  tx.alongside(sql`
    update app.room_ai set updated_at = ${ctx.now().toISOString()}::timestamptz,
      approved_tools = approved_tools || jsonb_build_object(${row.tool}::text, ${ctx.actor.participantId}::text)
    where room_id = ${row.room_id} and participant_id = ${row.participant_id}`);
  const details = { ai: row.participant_id, tool: row.tool };
  audit(tx, auditorOf(ctx), { action: "ai.approved_for_good", target: { type: "room", id: row.room_id }, details });
}

/** The turn goes on once nothing of it waits. */
async function resumed(tx: Writer, turnId: string, resume: ResumeTurn): Promise<EventDraft[]> {
  const waiting = await tx.rows(
    sql`select from app.ai_tool_calls where turn_id = ${turnId} and state = 'waiting' limit 1`,
  );
  return waiting.length > 0 ? [] : resume(tx, turnId);
}
