import type { PlaygroundInput } from "#/domain/ai/inputs.ts";
import type { PlaygroundAnswer } from "#/domain/ai/settings.ts";
import { type Hold, holdBudget, type WantedTokens } from "#/server/ai/budget.ts";
import type { Gateways } from "#/server/ai/gateways.ts";
import { endInvocation } from "#/server/ai/invocations.ts";
import { asRefusal } from "#/server/ai/models.ts";
import { type AiFacts, findAi } from "#/server/ai/read-participants.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { type ChatRequest, type Inference, InferenceError, type ModelInfo } from "#/server/ports/inference/port.ts";

/** In tokens: one question to try a prompt with, not a conversation. */
const maxAnswer = 1_000;
const playgroundMs = 60_000;

type Host = AiHost & { readonly gateways: Gateways };
type Said = { text: string; usage: { promptTokens: number; completionTokens: number }; measured: boolean };

/**
 * One question to an AI as it is set now, without tools, and without storing what was said. It is paid from the AI's
 * budget. SW_AI_NOT_FOUND, SW_AI_BUDGET_EXCEEDED, and what the gateway refuses with.
 */
export async function tryAi(
  host: Host,
  ctx: Context,
  facts: AiFacts,
  input: PlaygroundInput,
): Promise<PlaygroundAnswer> {
  const ai = await reading(ctx, (tx) => findAi(tx, facts, input.participant_id));
  const asked = { tenantId: ctx.actor.tenantId, askerId: ctx.actor.participantId };
  try {
    const model = await host.gateways.modelFor(asked, ai.participant.model);
    const system = input.system_prompt ?? ai.system_prompt;
    const request: ChatRequest = {
      model: model.id,
      messages: [
        ...(system ? [{ role: "system", content: system } as const] : []),
        { role: "user", content: input.query },
      ],
      tools: [],
      temperature:
        ai.participant.participant_type === "helper" ? ai.helper.helper_temperature / 100 : ai.sampling.temperature,
      maxTokens: Math.min(ai.sampling.max_tokens ?? maxAnswer, maxAnswer),
    };
    const wanted: WantedTokens = {
      tenantId: asked.tenantId,
      participantId: input.participant_id,
      tokens: Math.ceil((system.length + input.query.length) / 2) + maxAnswer,
      purpose: "playground",
    };
    const hold = await holdBudget(host, wanted);
    return await ask(host, ctx, hold, await host.gateways.of(asked), request, model);
  } catch (error) {
    throw asRefusal(error);
  }
}

async function ask(
  host: Host,
  ctx: Context,
  hold: Hold,
  inference: Inference,
  request: ChatRequest,
  model: ModelInfo,
): Promise<PlaygroundAnswer> {
  const from = host.now().getTime();
  const said: Said = { text: "", usage: { promptTokens: 0, completionTokens: 0 }, measured: false };
  let code: string | null = null;
  try {
    await listen(inference, request, said);
  } catch (error) {
    code = error instanceof InferenceError ? error.code : "SW_INTERNAL";
    throw error;
  } finally {
    const heard = request.messages.reduce((sum, { content }) => sum + content.length, 0);
    const estimate = { promptTokens: Math.ceil(heard / 4), completionTokens: Math.ceil(said.text.length / 4) };
    await endInvocation(host, hold, {
      purpose: "playground",
      participantId: hold.participantId,
      askerId: ctx.actor.participantId,
      roomId: null,
      turnId: null,
      model: model.id,
      outcome: code === null ? "done" : "failed",
      code,
      usage: said.measured ? said.usage : estimate,
      measured: said.measured,
      firstChunkMs: null,
      totalMs: host.now().getTime() - from,
    });
  }
  return { answer: said.text, model: model.id, demo: inference.kind === "demo", ...tokensOf(said) };
}

async function listen(inference: Inference, request: ChatRequest, said: Said): Promise<void> {
  for await (const part of inference.chat(request, AbortSignal.timeout(playgroundMs))) {
    if (part.kind === "text") said.text += part.text;
    if (part.kind === "usage") {
      said.usage = { ...part.usage };
      said.measured = true;
    }
  }
}

function tokensOf({ usage }: Said) {
  return { prompt_tokens: usage.promptTokens, completion_tokens: usage.completionTokens };
}
