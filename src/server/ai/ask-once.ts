import { visibleText } from "#/domain/ai/visible-text.ts";
import { SwError } from "#/domain/errors.ts";
import { holdBudget, type Purpose } from "#/server/ai/budget.ts";
import type { Gateways } from "#/server/ai/gateways.ts";
import { endInvocation } from "#/server/ai/invocations.ts";
import { asRefusal } from "#/server/ai/models.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import type { Context } from "#/server/database/context.ts";
import { InferenceError, type ModelInfo, type ModelMessage, type Usage } from "#/server/ports/inference/port.ts";

export type AskHost = AiHost & { readonly gateways: Gateways };

export type Question = {
  readonly purpose: Purpose;
  /** The AI that is asked, and from whose budget it is paid. */
  readonly participantId: string;
  /** Whose words are sent; null for what is asked of no room. */
  readonly roomId: string | null;
  readonly model: ModelInfo;
  readonly messages: readonly ModelMessage[];
  /** An estimate of the prompt, and the most the answer may be. */
  readonly promptTokens: number;
  readonly maxTokens: number;
};

const askMs = 90_000;
const maxAnswer = 32_000;

/**
 * One question to a model without tools, outside of any turn: paid from its AI's budget and recorded, never what was said.
 *
 * @throws SwError with the gateway's code; SW_AI_BUDGET_EXCEEDED; SW_AI_REFUSED for an empty answer
 */
export async function askOnce(host: AskHost, ctx: Context, question: Question): Promise<string> {
  const { participantId, purpose, roomId, model, messages, promptTokens, maxTokens } = question;
  const asked = { tenantId: ctx.actor.tenantId, askerId: ctx.actor.participantId };
  try {
    const inference = await host.gateways.of(asked);
    const tokens = promptTokens + maxTokens;
    const hold = await holdBudget(host, {
      tenantId: asked.tenantId,
      participantId,
      tokens,
      purpose,
      ...(roomId === null ? {} : { roomId }),
    });
    const from = host.now().getTime();
    let text = "";
    let usage: Usage | undefined;
    let code: string | null = null;
    try {
      const request = { model: model.id, messages, tools: [], temperature: 0.3, maxTokens };
      const signal = AbortSignal.timeout(askMs);
      for await (const part of inference.chat(request, signal)) {
        if (part.kind === "text" && text.length < maxAnswer) text += part.text;
        if (part.kind === "usage") usage = part.usage;
      }
      if (signal.aborted) {
        throw new InferenceError("SW_AI_UNAVAILABLE", "The AI didn't answer in time.", { retryable: true });
      }
    } catch (error) {
      code = error instanceof InferenceError ? error.code : "SW_INTERNAL";
      throw error;
    } finally {
      await endInvocation(host, hold, {
        ...{ purpose, participantId, roomId, model: model.id, code },
        askerId: asked.askerId,
        turnId: null,
        outcome: code === null ? "done" : "failed",
        usage: usage ?? { promptTokens, completionTokens: Math.ceil(text.length / 4) },
        measured: usage !== undefined,
        firstChunkMs: null,
        totalMs: host.now().getTime() - from,
      });
    }
    const answer = visibleText(text).trim();
    if (answer === "") throw new SwError("SW_AI_REFUSED", "The AI answered nothing.");
    return answer;
  } catch (error) {
    throw asRefusal(error);
  }
}
