import { eq } from "drizzle-orm";
import { maxTurnText } from "#/domain/ai/bounds.ts";
import { maxCallsPerTurn } from "#/domain/ai/tool-calls.ts";
import { type Hold, holdBudget } from "#/server/ai/budget.ts";
import { endInvocation, type Invocation } from "#/server/ai/invocations.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import { writingIn } from "#/server/ai/tools/host.ts";
import { requestCalls } from "#/server/ai/tools/request-calls.ts";
import type { TurnTools } from "#/server/ai/tools/tools-for.ts";
import { afterRateLimit } from "#/server/ai/turns/after-rate-limit.ts";
import type { TurnEnd } from "#/server/ai/turns/end-turn.ts";
import type { Gathered } from "#/server/ai/turns/gathered.ts";
import { Listening } from "#/server/ai/turns/listening.ts";
import type { TurnDeps } from "#/server/ai/turns/run-turn.ts";
import { StepWords } from "#/server/ai/turns/step-words.ts";
import { lockRunning, type TurnRow, turnEvent } from "#/server/ai/turns/turn-row.ts";
import type { TurnStream } from "#/server/ai/turns/turn-streams.ts";
import { countTokens, noteFirstChunk } from "#/server/metrics/ai.ts";
import {
  type ChatPart,
  type Inference,
  InferenceError,
  type ModelToolCall,
  type Usage,
} from "#/server/ports/inference/port.ts";

/** With fewer left an answer makes no sense. */
const leastAnswerTokens = 64;

export type Run = TurnDeps & {
  /** As of the step under way. */
  turn: TurnRow;
  readonly stream: TurnStream;
  readonly signal: AbortSignal;
};

/** What one call of the model came to. */
type Answer = {
  readonly calls: ModelToolCall[];
  usage: Usage | null;
  reason: Extract<ChatPart, { kind: "end" }>["reason"] | null;
  /** The text was longer than a turn may be. */
  tooLong: boolean;
};

/**
 * One call of the model. `calls`: it asked for tools, which are recorded, and the next step begins with them; `waiting`: one
 * of them waits for a person, or the turn was ended meanwhile; else how the turn ends.
 */
export async function runStep(run: Run, { mayCall }: { mayCall: boolean }): Promise<"calls" | "waiting" | TurnEnd> {
  const { host, stream, signal } = run;
  stream.status("thinking");
  const gathered = await run.gather(host, run.turn, { signal });
  const asked = { tenantId: run.turn.tenantId, askerId: run.turn.askerId };
  const inference = await host.gateways.of(asked);
  if (!(await noteModel(run, gathered))) return "waiting";
  stream.contextUsage(gathered.promptTokens, gathered.contextWindow);
  const hold = await holdFor(run, gathered);
  const answer = await ask(run, gathered, inference, { hold, mayCall });
  if (signal.aborted) return "waiting";
  if (answer.tooLong) {
    return { state: "failed", code: "SW_CONTENT_TOO_LARGE", sentence: "The answer was longer than 256 KB and was cut.", retryable: false }; // biome-ignore format: one end
  }
  if (answer.reason === "filtered") {
    return {
      state: "failed",
      code: "SW_AI_REFUSED",
      sentence: "The AI gateway withheld the answer.",
      retryable: false,
    };
  }
  return answer.calls.length > 0 && mayCall ? record(run, gathered.turnTools, answer.calls) : { state: "done" };
}

/** Which model answers is known before its first word. False when the turn is not ours any more. */
function noteModel(run: Run, { model: { id: model }, promptTokens, contextWindow }: Gathered): Promise<boolean> {
  const { host, turn } = run;
  return writingIn(host, turn.tenantId, async (tx) => {
    const row = await lockRunning(tx, turn);
    if (!row) return tx.emit([], () => false);
    const [noted] = await tx.update(aiTurns).set({ model, promptTokens, contextWindow }).where(eq(aiTurns.id, turn.id)).returning(); // biome-ignore format: one write
    run.turn = noted!;
    return tx.emit([], () => true);
  });
}

function holdFor({ host, turn }: Run, { promptTokens, sampling }: Gathered): Promise<Hold> {
  return holdBudget(host, {
    tenantId: turn.tenantId,
    participantId: turn.participantId,
    tokens: promptTokens + sampling.max_tokens,
    atLeast: promptTokens + Math.min(leastAnswerTokens, sampling.max_tokens),
    purpose: "turn",
    roomId: turn.roomId,
  });
}

type Asking = { hold: Hold; mayCall: boolean };

/** Asks, and settles what it cost however it ended. */
async function ask(run: Run, gathered: Gathered, inference: Inference, { hold, mayCall }: Asking): Promise<Answer> {
  const { host, turn, stream } = run;
  const startedAt = performance.now();
  const before = stream.text.length;
  const answer: Answer = { calls: [], usage: null, reason: null, tooLong: false };
  let failure: unknown = null;
  try {
    await afterRateLimit(
      run,
      () => listen(run, chat(run, gathered, inference, { hold, mayCall }), answer),
      () => stream.text.length > before || answer.calls.length > 0,
    );
  } catch (error) {
    failure = error;
  }
  const first = stream.firstChunkAt;
  if (first !== null && turn.firstChunkAt === null && first >= startedAt) noteFirstChunk((first - startedAt) / 1_000);
  const usage = answer.usage ?? {
    promptTokens: gathered.promptTokens,
    completionTokens: Math.ceil((stream.text.length - before) / 4),
  };
  countTokens(usage);
  const line: Invocation = {
    purpose: "turn",
    participantId: turn.participantId,
    askerId: turn.askerId,
    roomId: turn.roomId,
    turnId: turn.id,
    model: gathered.model.id,
    outcome: failure !== null ? "failed" : run.signal.aborted ? "cancelled" : "done",
    code: failure instanceof InferenceError ? failure.code : null,
    usage,
    measured: answer.usage !== null,
    firstChunkMs: first !== null && first >= startedAt ? first - startedAt : null,
    totalMs: performance.now() - startedAt,
  };
  await endInvocation(host, hold, line);
  await noteUsage(run, usage);
  if (failure !== null && !run.signal.aborted) throw failure;
  return answer;
}

function chat(run: Run, gathered: Gathered, inference: Inference, { hold, mayCall }: Asking): AsyncIterable<ChatPart> {
  const { sampling, messages, tools, promptTokens } = gathered;
  const most = Math.max(1, hold.tokens - promptTokens);
  return inference.chat(
    {
      model: gathered.model.id,
      messages,
      tools: mayCall ? tools : [],
      temperature: sampling.temperature,
      topP: sampling.top_p,
      maxTokens: Math.min(sampling.max_tokens, most),
      frequencyPenalty: sampling.frequency_penalty,
      presencePenalty: sampling.presence_penalty,
      reasoningEffort: sampling.reasoning_effort,
    },
    run.signal,
  );
}

/** Reads what the model says as far as it may, and passes on what can be shown. */
async function listen(run: Run, parts: AsyncIterable<ChatPart>, answer: Answer): Promise<void> {
  const { stream, signal } = run;
  const words = new StepWords(run);
  const reading = parts[Symbol.asyncIterator]();
  const listening = new Listening(signal);
  try {
    for (;;) {
      const next = await listening.next(reading.next());
      if (next === "stopped") return;
      if (next.done) break;
      const part = next.value;
      if (part.kind === "text") {
        await words.add(part.text);
        if (stream.text.length >= maxTurnText) {
          answer.tooLong = true;
          return;
        }
      } else if (part.kind === "tool_call" && answer.calls.length <= maxCallsPerTurn) answer.calls.push(part.call);
      else if (part.kind === "usage") answer.usage = part.usage;
      else if (part.kind === "end") answer.reason = part.reason;
    }
    await words.end();
  } catch (error) {
    // What was kept back for what might follow it is all that there is: a number's last digit, half an emoji.
    if (!signal.aborted) await words.end();
    throw error;
  } finally {
    listening.end();
    // Not awaited: a gateway that hangs may not keep its turn.
    void reading.return?.().then(undefined, () => {});
  }
  if (answer.reason === null && !signal.aborted) {
    const detail = "The connection to the AI was lost in the middle of its answer.";
    throw new InferenceError("SW_AI_CONNECTION_LOST", detail, { retryable: true });
  }
}

async function noteUsage(run: Run, usage: Usage): Promise<void> {
  const { host, turn, stream } = run;
  await writingIn(host, turn.tenantId, async (tx) => {
    const row = await lockRunning(tx, turn);
    if (!row) return tx.emit([], () => undefined);
    const firstChunkAt = row.firstChunkAt ?? (stream.firstChunkAt === null ? null : host.now());
    const set = { completionTokens: row.completionTokens + usage.completionTokens, firstChunkAt };
    const [noted] = await tx.update(aiTurns).set(set).where(eq(aiTurns.id, turn.id)).returning();
    run.turn = noted!;
    return tx.emit([], () => undefined);
  });
}

/** Records the calls of a step once all its words are written, and says whether the turn goes on with them or waits. */
async function record(run: Run, tools: TurnTools, calls: readonly ModelToolCall[]): Promise<"calls" | "waiting"> {
  const { host, turn, stream, streams } = run;
  await streams.drain(stream);
  stream.status(callingWords(calls));
  return writingIn(host, turn.tenantId, async (tx) => {
    const row = await lockRunning(tx, turn);
    if (!row) return tx.emit([], () => "waiting" as const);
    const requested = await requestCalls(tx, host, row, tools, calls);
    const state = requested.waiting ? ("waiting" as const) : ("running" as const);
    const [next] = await tx
      .update(aiTurns)
      .set({ step: row.step + 1, state })
      .where(eq(aiTurns.id, turn.id))
      .returning();
    run.turn = next!;
    const told = requested.waiting ? [turnEvent(host.newId(), next!)] : [];
    return tx.emit([...requested.events, ...told], () => (requested.waiting ? "waiting" : "calls"));
  });
}

/** Names as models write them may be anything; only what can be a tool's is shown. */
function callingWords(calls: readonly ModelToolCall[]): string {
  const names = [...new Set(calls.map(({ name }) => name))].filter((name) => /^[a-z0-9_]{1,64}$/.test(name));
  return names.length > 0 && names.length <= 2 ? `calling ${names.join(" and ")}` : "calling tools";
}
