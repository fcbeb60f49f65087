import { assemblePrompt, type PromptBlock, type TurnStep } from "#/domain/ai/prompt.ts";
import { defaultTemperature, type Sampling } from "#/domain/ai/schema.ts";
import type { Said } from "#/domain/ai/transcript.ts";
import { SwError } from "#/domain/errors.ts";
import type { Gateways } from "#/server/ai/gateways.ts";
import { memoryFor } from "#/server/ai/memory/read-memories.ts";
import { readConversation, readSaid } from "#/server/ai/prompt/conversation.ts";
import { type TokenCounter, tokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import { type PromptFacts, promptFacts } from "#/server/ai/prompt/facts.ts";
import { houseRules, toolEtiquette } from "#/server/ai/prompt/words.ts";
import type { ToolHost, TurnRef } from "#/server/ai/tools/host.ts";
import { callsOfTurn } from "#/server/ai/tools/read-calls.ts";
import { type TurnTools, toolsFor } from "#/server/ai/tools/tools-for.ts";
import { textsOfSteps } from "#/server/ai/turns/turn-text.ts";
import { innerActor } from "#/server/database/context.ts";
import { type Reader, read } from "#/server/database/transact.ts";
import type { ModelInfo, ModelMessage, ModelTool } from "#/server/ports/inference/port.ts";
import { seeRoom } from "#/server/rooms/access.ts";

export type PromptHost = ToolHost & { readonly gateways: Pick<Gateways, "modelFor"> };

/** The turn to answer in; a row of `ai_turns` is one. */
export type PromptTurn = TurnRef & { readonly triggerEventId: string; readonly alternativeOf: string | null };

export type GatheredPrompt = {
  readonly messages: readonly ModelMessage[];
  /** As the model gets them; `turnTools` finds and runs them. */
  readonly tools: readonly ModelTool[];
  readonly turnTools: TurnTools;
  /** Of messages and tools: an estimate, until the gateway tells its count. */
  readonly promptTokens: number;
  readonly contextWindow: number;
  readonly model: ModelInfo;
  /** With `temperature` and `max_tokens` always given. */
  readonly sampling: Sampling & { readonly temperature: number; readonly max_tokens: number };
  /** The prompt piece by piece, for whoever looks at it. */
  readonly blocks: readonly PromptBlock[];
  /** Messages that were read and did not fit. */
  readonly leftOut: number;
};

/** Taken for a model whose gateway does not tell its own. */
const assumedContextWindow = 16_384;
/** Kept free for the answer unless the AI is set up otherwise. */
const answerTokens = 4_096;
/** More is of no use to a conversation, and costs its tenant for each answer. */
const mostPromptTokens = 128_000;

/**
 * Everything a model gets for the next step of a turn, within what it can read. Reads only what the AI may read in this
 * one room, a bounded number of messages however long the room is. What the turn said and called so far stands at the end.
 *
 * @throws SwError SW_ROOM_NOT_FOUND when the AI has left; SW_EVENT_NOT_FOUND when the words to answer are gone
 * @throws InferenceError where no model can be had
 */
export async function gatherPrompt(
  host: PromptHost,
  turn: PromptTurn,
  { signal }: { signal: AbortSignal },
): Promise<GatheredPrompt> {
  const { tenantId, askerId } = turn;
  const [count, facts] = await Promise.all([
    tokenCounter(),
    read(host.database, tenantId, (tx) => promptFacts(tx, turn)),
  ]);
  if (!facts) throw new SwError("SW_ROOM_NOT_FOUND");
  const [model, turnTools] = await Promise.all([
    host.gateways.modelFor({ tenantId, askerId }, facts.model),
    toolsFor(host, turn, signal),
  ]);
  signal.throwIfAborted();
  const room = budgetOf(model, { ...facts.sampling, ...facts.room_sampling });
  const tools = fitting(turnTools.definitions, room.prompt * 0.25, count);
  const budget = room.prompt - tools.tokens;
  const told = await read(host.database, tenantId, (tx) => readTold(tx, turn, facts, budget, count));
  const prompt = assemblePrompt({
    ...told,
    system: systemBlocks(facts, turn, turnTools, tools.list.length > 0, host.now()),
    budget,
    count,
  });
  return {
    messages: prompt.messages,
    tools: tools.list,
    turnTools,
    promptTokens: prompt.tokens + tools.tokens,
    contextWindow: room.window,
    model,
    sampling: room.sampling,
    blocks: prompt.blocks,
    leftOut: prompt.leftOut,
  };
}

export type Budget = {
  readonly window: number;
  readonly prompt: number;
  readonly sampling: GatheredPrompt["sampling"];
};

/** How a model's window is shared between prompt and answer. */
export function budgetOf(model: ModelInfo, set: Sampling): Budget {
  const window = model.contextWindow ?? assumedContextWindow;
  const most = Math.min(model.maxOutputTokens ?? answerTokens, Math.floor(window / 2));
  const answer = Math.max(1, Math.min(set.max_tokens ?? Math.min(answerTokens, Math.floor(window / 4)), most));
  // Ours is an estimate: what another tokenizer makes more of it must fit too.
  const prompt = Math.min(mostPromptTokens, Math.floor((window - answer) * 0.9));
  return {
    window,
    prompt,
    sampling: { ...set, temperature: set.temperature ?? defaultTemperature, max_tokens: answer },
  };
}

type Told = {
  conversation: Said[];
  trigger: Said | null;
  memory: string | null;
  summary: string | null;
  steps: TurnStep[];
};

async function readTold(
  tx: Reader,
  turn: PromptTurn,
  facts: PromptFacts,
  budget: number,
  count: TokenCounter,
): Promise<Told> {
  const { participantId, roomId, threadRootId } = turn;
  const { server_name: serverName, roles } = facts;
  const seen = await seeRoom(tx, innerActor({ tenantId: tx.tenantId, participantId, serverName, roles }), roomId);
  const trigger = await readSaid(tx, roomId, turn.triggerEventId, seen.history_from, participantId);
  if (!trigger?.said) throw new SwError("SW_EVENT_NOT_FOUND");
  const summaryEnd = threadRootId === null && facts.summary_until !== null ? Number(facts.summary_until) + 1 : 0;
  const stretch = {
    roomId,
    threadRootId,
    since: Math.max(seen.history_from, summaryEnd),
    before: trigger.position,
    selfId: participantId,
    withoutTurns: turn.alternativeOf ? [turn.id, turn.alternativeOf] : [turn.id],
  };
  const [conversation, memory, steps] = await Promise.all([
    readConversation(tx, stretch, budget, count),
    memoryFor(tx, turn, facts),
    stepsOf(tx, turn),
  ]);
  return { conversation, trigger: trigger.said, memory, summary: facts.summary, steps };
}

async function stepsOf(tx: Reader, turn: PromptTurn): Promise<TurnStep[]> {
  const [texts, calls] = await Promise.all([textsOfSteps(tx, turn.id), callsOfTurn(tx, turn.id)]);
  const steps = new Map<number, { text: string; calls: TurnStep["calls"][number][] }>();
  const at = (step: number) => {
    const known = steps.get(step) ?? { text: "", calls: [] };
    steps.set(step, known);
    return known;
  };
  for (const { step, text } of texts) at(step).text = text;
  for (const { call, modelCallId } of calls) {
    // Each call needs its answer, or a gateway refuses the whole request.
    const result = call.result ?? "This call has not ended.";
    at(call.step).calls.push({ id: modelCallId, name: call.tool, arguments: call.arguments, result });
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, step]) => step);
}

function systemBlocks(facts: PromptFacts, turn: PromptTurn, tools: TurnTools, hasTools: boolean, now: Date) {
  const rules = houseRules({
    name: facts.name,
    handle: facts.handle,
    roomName: facts.room_name,
    people: facts.people,
    direct: facts.room_type === "dm",
    incognito: facts.room_type === "incognito",
    inThread: turn.threadRootId !== null,
    hasTools,
    now,
  });
  return [
    { source: "system:participant" as const, text: [rules, facts.system_prompt].filter(Boolean).join("\n\n") },
    { source: "system:room" as const, text: facts.room_prompt ?? "" },
    ...tools.contextLines.map(({ pluginId, text }) => ({ source: `plugin:${pluginId}` as const, text })),
    { source: "tool_etiquette" as const, text: hasTools ? toolEtiquette : "" },
  ];
}

/** Tools as long as they leave room for what was said. */
function fitting(definitions: readonly ModelTool[], most: number, count: TokenCounter) {
  const list: ModelTool[] = [];
  let tokens = 0;
  for (const tool of definitions) {
    const more = count(JSON.stringify(tool)) + 8;
    if (tokens + more > most) continue;
    tokens += more;
    list.push(tool);
  }
  return { list, tokens };
}
