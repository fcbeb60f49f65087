import { sql } from "drizzle-orm";
import * as z from "zod/mini";
import { errorTable, SwError } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { writingIn } from "#/server/ai/tools/host.ts";
import { runCalls } from "#/server/ai/tools/run-calls.ts";
import { beginRun } from "#/server/ai/turns/begin-run.ts";
import { endTurn, type TurnEnd } from "#/server/ai/turns/end-turn.ts";
import type { Gather } from "#/server/ai/turns/gathered.ts";
import { type Run, runStep } from "#/server/ai/turns/run-step.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import { findTurn, type TurnRow } from "#/server/ai/turns/turn-row.ts";
import type { TurnStreams } from "#/server/ai/turns/turn-streams.ts";
import { read } from "#/server/database/transact.ts";
import { errorKind } from "#/server/jobs/retry.ts";
import { log } from "#/server/log-lines.ts";
import { countTurn } from "#/server/metrics/ai.ts";
import { InferenceError } from "#/server/ports/inference/port.ts";

/** A model that goes on asking for tools answers with what it has after so many steps. */
export const maxSteps = 8;
/** Of one stretch: longer than any model that does something takes. */
export const stretchLimitMs = 600_000;

const payloadForm = z.object({ turn_id: id, stretch: z.int().check(z.gte(1)) });

export type TurnDeps = {
  readonly host: TurnHost;
  readonly streams: TurnStreams;
  readonly gather: Gather;
  readonly limitMs?: number;
};

/**
 * Does one stretch of a turn: asks the model, streams what it says, carries out its calls and asks again, until it has said
 * all, waits for an approval, or was ended by somebody. Safe to run again after a crash. What goes wrong ends the turn with
 * its code; only a database that is away is thrown.
 */
export async function runTurn(deps: TurnDeps, tenantId: string, payload: unknown, signal: AbortSignal): Promise<void> {
  const { host, streams } = deps;
  const { turn_id, stretch } = payloadForm.parse(payload);
  const model = stretch === 1 ? await modelSoon(host, tenantId, turn_id) : null;
  const begun = await beginRun(host, tenantId, turn_id, stretch, model);
  if (!begun) return;
  const stream = streams.open(begun.turn, begun.text);
  const late = AbortSignal.timeout(deps.limitMs ?? stretchLimitMs);
  const run: Run = {
    ...deps,
    turn: begun.turn,
    stream,
    signal: AbortSignal.any([signal, stream.ended.signal, late]),
  };
  if (begun.turn.step > 1) stream.status("calling tools");
  try {
    const end = await stepsOf(run).catch((error: unknown) => failureOf(error, run.turn));
    // The process ends, or lost the job: whoever takes it next sees what was said.
    if (signal.aborted || stream.ended.signal.aborted) return;
    const whole: TurnEnd | null = late.aborted
      ? {
          state: "failed",
          code: "SW_AI_UNAVAILABLE",
          sentence: "The answer took too long and was ended.",
          retryable: true,
        }
      : end;
    if (whole) await finish(run, whole);
  } finally {
    stream.status(null);
    streams.close(stream);
  }
}

/** A gateway that takes longer to list its models than this does not keep a turn from beginning. */
const modelWaitMs = 300;

/** Which model will answer, if that is known at once: the beginning of a turn is told only once. */
async function modelSoon(host: TurnHost, tenantId: string, turnId: string): Promise<string | null> {
  const [row] = await read(host.database, tenantId, (tx) =>
    tx.rows<{ asker_id: string; model: string | null }>(sql`
      select t.asker_id, p.model from app.ai_turns t join app.participants p on p.id = t.participant_id
      where t.id = ${turnId} and t.state = 'queued'`),
  );
  if (!row) return null;
  const late = AbortSignal.timeout(modelWaitMs);
  const known = host.gateways.modelFor({ tenantId, askerId: row.asker_id }, row.model);
  return Promise.race([
    // What is wrong with the gateway is told when it is asked.
    known.then(
      ({ id }) => id,
      () => null,
    ),
    new Promise<null>((resolve) => late.addEventListener("abort", () => resolve(null), { once: true })),
  ]);
}

/** The end of the stretch; null when the turn waits, or is not ours any more. */
async function stepsOf(run: Run): Promise<TurnEnd | null> {
  for (;;) {
    await carryOutCalls(run);
    if (run.signal.aborted) return null;
    const after = await runStep(run, { mayCall: run.turn.step < maxSteps });
    if (after !== "calls") return after === "waiting" ? null : after;
  }
}

async function carryOutCalls(run: Run): Promise<void> {
  const { host, turn, signal } = run;
  if (turn.step === 1) return;
  await runCalls(host, turn, signal);
  const now = await read(host.database, turn.tenantId, (tx) => findTurn(tx, turn.id));
  if (now) run.turn = { ...turn, step: now.step };
}

async function finish({ host, turn, stream, streams }: Run, end: TurnEnd): Promise<void> {
  await streams.drain(stream);
  const ended = await writingIn(host, turn.tenantId, async (tx) => {
    const done = await endTurn(tx, host, turn.id, end, turn.attempt);
    return tx.emit(done.events, () => done.turn);
  });
  if (ended) countTurn(ended.state);
}

function failureOf(error: unknown, turn: TurnRow): TurnEnd {
  if (error instanceof InferenceError) {
    return { state: "failed", code: error.code, sentence: error.message, retryable: error.retryable };
  }
  if (error instanceof SwError && error.status < 500) {
    return { state: "failed", code: error.code, sentence: error.message, retryable: false };
  }
  log.warn({ turn: turn.id, reason: errorKind(error) }, "a turn failed");
  return { state: "failed", code: "SW_INTERNAL", sentence: errorTable.SW_INTERNAL[1], retryable: true };
}
