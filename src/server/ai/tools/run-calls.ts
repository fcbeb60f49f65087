import { sql } from "drizzle-orm";
import {
  approvalMs,
  failureText,
  maxToolResultRead,
  parseArguments,
  resultText,
  toolTimeoutMs,
} from "#/domain/ai/tool-calls.ts";
import { SwError } from "#/domain/errors.ts";
import { stillMayDecide } from "#/server/ai/tools/approvers.ts";
import { type CallRow, callsWhere, hashOf } from "#/server/ai/tools/call-rows.ts";
import { problemWithArguments } from "#/server/ai/tools/check-arguments.ts";
import { type ToolHost, type TurnRef, turnAtWork, writingIn } from "#/server/ai/tools/host.ts";
import { type PluginContext, ToolFailure, type ToolResult } from "#/server/ai/tools/plugin.ts";
import type { KnownTool } from "#/server/ai/tools/registry.ts";
import { endCall } from "#/server/ai/tools/settle-call.ts";
import { type TurnTools, toolsFor } from "#/server/ai/tools/tools-for.ts";
import { read, type Writer } from "#/server/database/transact.ts";
import { log } from "#/server/log-lines.ts";

/**
 * Carries out every call of a turn that is approved, at the same time, and those that an earlier attempt began and did not
 * end: the call's id is their idempotency key. Each begins only while the turn is at work in this attempt, so that nothing
 * starts once it was stopped. Ends when all have ended; what they answered is in the log.
 */
export async function runCalls(
  host: ToolHost,
  turn: TurnRef,
  signal: AbortSignal,
  timeoutMs = toolTimeoutMs,
): Promise<void> {
  const rows = await read(host.database, turn.tenantId, (tx) =>
    callsWhere(tx, sql`c.turn_id = ${turn.id} and c.state in ('approved', 'running')`),
  );
  if (rows.length === 0) return;
  // Anew: what was taken away since the request must not run.
  const tools = await toolsFor(host, turn, signal);
  await Promise.all(rows.map((row) => runCall(host, turn, tools, row, { signal, timeoutMs })));
}

type Running = { signal: AbortSignal; timeoutMs: number };

async function runCall(host: ToolHost, turn: TurnRef, tools: TurnTools, row: CallRow, running: Running): Promise<void> {
  if (running.signal.aborted) return;
  const started_at = host.now().toISOString();
  const gate = await begin(host, turn, tools, { ...row, started_at });
  if (gate === "closed") return;
  const end =
    gate.refusal !== undefined
      ? failed(gate.refusal)
      : await execute(gate.tool, gate.args, tools.context!, row, running);
  // Stopped by the signal: whoever stopped the turn has ended the call, or a later attempt runs it again.
  if (running.signal.aborted) return;
  await writingIn(host, turn.tenantId, async (tx) => {
    const mine = (await atWork(tx, turn)) && (await locked(tx, row.id, ["running"]));
    return tx.emit(mine ? [endCall(tx, host, { ...row, started_at }, end)] : [], () => undefined);
  });
}

type Gate =
  | "closed"
  | { refusal: string; tool?: never; args?: never }
  | { refusal?: never; tool: KnownTool; args: Readonly<Record<string, unknown>> };

/**
 * The one gate before a tool: the turn is at work, the call is approved, the plugin is still there, the arguments are those
 * that were approved, and whoever approved still may.
 */
function begin(host: ToolHost, turn: TurnRef, tools: TurnTools, row: CallRow): Promise<Gate> {
  return writingIn(host, turn.tenantId, async (tx) => {
    if (!(await atWork(tx, turn)) || !(await locked(tx, row.id, ["approved", "running"]))) {
      return tx.emit([], (): Gate => "closed");
    }
    tx.alongside(sql`
      update app.ai_tool_calls set state = 'running', started_at = ${row.started_at}::timestamptz where id = ${row.id}`);
    const gate = await gateOf(tx, host, tools, row);
    return tx.emit([], () => gate);
  });
}

async function gateOf(tx: Writer, host: ToolHost, tools: TurnTools, row: CallRow): Promise<Exclude<Gate, "closed">> {
  const tool = tools.find(row.tool);
  if (typeof tool === "string") return { refusal: tool };
  if (tool.plugin.manifest.id !== row.plugin_id)
    return { refusal: "This tool is no longer the one that was asked for." };
  const parsed = parseArguments(row.arguments);
  if (!parsed.ok || hashOf(parsed.text) !== row.arguments_hash || parsed.text !== row.arguments) {
    return { refusal: "The arguments are not those that were approved." };
  }
  const problem = problemWithArguments(tool.definition.parameters, parsed.args);
  if (problem) return { refusal: problem };
  if (tool.definition.sideEffects) {
    const refusal = await approvalProblem(tx, host, row);
    if (refusal) return { refusal };
  }
  return { tool, args: parsed.args };
}

async function approvalProblem(tx: Writer, host: ToolHost, row: CallRow): Promise<string | null> {
  if (!row.decided_by || !row.decided_at) return "Nobody approved this call.";
  if (host.now().getTime() > Date.parse(row.decided_at) + approvalMs) return "The approval of this call has expired.";
  const may = await stillMayDecide(tx, row.room_id, [row.decided_by]);
  return may.has(row.decided_by) ? null : "Whoever approved this call may no longer do so.";
}

/** Holds the turn's row until the commit: who stops it waits, and who stopped it before is seen. */
async function atWork(tx: Writer, turn: TurnRef): Promise<boolean> {
  const found = await tx.rows(sql`
    select from app.ai_turns where id = ${turn.id} and state = ${turnAtWork} and attempt = ${turn.attempt} for share`);
  return found.length > 0;
}

async function locked(tx: Writer, callId: string, states: readonly ("approved" | "running")[]): Promise<boolean> {
  const [row] = await tx.rows<{ state: string }>(
    sql`select state from app.ai_tool_calls where id = ${callId} for no key update`,
  );
  return states.some((state) => state === row?.state);
}

type End = { state: "done" | "failed"; result: string };

const failed = (sentence: string, suggestions?: readonly string[]): End => ({
  state: "failed",
  result: failureText(sentence, suggestions),
});

async function execute(
  { plugin, definition }: KnownTool,
  args: Readonly<Record<string, unknown>>,
  context: PluginContext,
  row: CallRow,
  { signal, timeoutMs }: Running,
): Promise<End> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const within = AbortSignal.any([signal, late.signal]);
  try {
    // A plugin that does not mind its signal is not waited for.
    const over = new Promise<never>((_, reject) => {
      const stop = () =>
        reject(new ToolFailure(`“${definition.name}” took longer than ${timeoutMs / 1000} seconds and was stopped.`));
      if (within.aborted) stop();
      within.addEventListener("abort", stop, { once: true });
    });
    const work = plugin
      .executeTool(definition.name, args, { ...context, signal: within }, row.id)
      .then((result) => textOf(result, within));
    return { state: "done", result: resultText(await Promise.race([work, over])) };
  } catch (error) {
    return failureOf(error, definition.name);
  } finally {
    clearTimeout(timer);
    late.abort();
  }
}

/** Reads a result in pieces only as far as anybody will see it. */
async function textOf(result: ToolResult, signal: AbortSignal): Promise<string> {
  if (typeof result === "string") return result;
  let text = "";
  for await (const piece of result) {
    text += piece.slice(0, maxToolResultRead);
    if (text.length >= maxToolResultRead || signal.aborted) break;
  }
  return text;
}

function failureOf(error: unknown, tool: string): End {
  if (error instanceof ToolFailure) return failed(error.message, error.suggestions);
  // Our own refusals are sentences for people; they tell nothing that the asker could not learn by trying.
  if (error instanceof SwError && error.status < 500) return failed(error.message);
  log.warn({ tool, reason: error instanceof Error ? error.name : "unknown" }, "a tool failed");
  return failed(`“${tool}” failed.`);
}
