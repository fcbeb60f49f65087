import { sql } from "drizzle-orm";
import { type Hold, type Purpose, settleHold } from "#/server/ai/budget.ts";
import { type AiHost, writingIn } from "#/server/ai/tools/host.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Usage } from "#/server/ports/inference/port.ts";

/** One call of a model as the admins see it: never what was said. */
export type Invocation = {
  readonly purpose: Purpose;
  readonly participantId: string | null;
  readonly askerId: string | null;
  readonly roomId: string | null;
  readonly turnId: string | null;
  readonly model: string;
  readonly outcome: "done" | "cancelled" | "failed";
  readonly code: string | null;
  readonly usage: Usage;
  /** The gateway said the usage; else it is our estimate. */
  readonly measured: boolean;
  readonly firstChunkMs: number | null;
  readonly totalMs: number;
};

export function recordInvocation(tx: Writer, { newId, now }: Pick<AiHost, "newId" | "now">, line: Invocation): void {
  tx.alongside(sql`
    insert into app.ai_invocations (tenant_id, id, purpose, participant_id, asker_id, room_id, turn_id, model, outcome, code,
      prompt_tokens, completion_tokens, measured, first_chunk_ms, total_ms, at)
    values (${tx.tenantId}, ${newId()}, ${line.purpose}, ${line.participantId}, ${line.askerId}, ${line.roomId},
      ${line.turnId}, ${line.model}, ${line.outcome}, ${line.code}, ${line.usage.promptTokens},
      ${line.usage.completionTokens}, ${line.measured}, ${whole(line.firstChunkMs)}, ${whole(line.totalMs)},
      ${now().toISOString()}::timestamptz)`);
}

/** Settles the hold of a call of a model and records the call, at once or not at all. */
export function endInvocation(host: AiHost, hold: Hold, line: Invocation): Promise<void> {
  return writingIn(host, hold.tenantId, async (tx) => {
    await settleHold(tx, hold, line.usage);
    recordInvocation(tx, host, line);
    return tx.emit([], () => undefined);
  });
}

function whole(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds);
}
