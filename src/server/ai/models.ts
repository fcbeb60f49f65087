import type { AiModel, GatewayCheck } from "#/domain/ai/settings.ts";
import { SwError } from "#/domain/errors.ts";
import type { Gateways } from "#/server/ai/gateways.ts";
import type { Context } from "#/server/database/context.ts";
import { InferenceError } from "#/server/ports/inference/port.ts";

/** More models than this no list shows. */
const maxModels = 500;
/** An admin waits no longer than this to hear whether the gateway answers. */
const checkMs = 15_000;

type Asked = { readonly gateways: Gateways };

/** The models that AIs of the tenant may speak with. A gateway that fails is told with its code. */
export async function listModels({ gateways }: Asked, { actor }: Context): Promise<AiModel[]> {
  const asked = { tenantId: actor.tenantId, askerId: actor.participantId };
  try {
    const [settings, found] = [await gateways.settings(actor.tenantId), await gateways.models(asked)];
    return found
      .filter(({ modality }) => modality === "chat")
      .slice(0, maxModels)
      .map(({ id, name, contextWindow, maxOutputTokens }) => ({
        id,
        name,
        context_window: contextWindow,
        max_output_tokens: maxOutputTokens,
        is_default: id === settings.defaultModel,
        demo: settings.source === "none",
      }));
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Asks the gateway that is set now for its models. What goes wrong is part of the answer. */
export async function checkGateway({ gateways }: Asked, { actor, now }: Context): Promise<GatewayCheck> {
  const from = now().getTime();
  const took = () => now().getTime() - from;
  gateways.changed(actor.tenantId);
  try {
    const inference = await gateways.of({ tenantId: actor.tenantId, askerId: actor.participantId });
    const models = await inference.models(AbortSignal.timeout(checkMs));
    return { works: true, problem: null, models: models.length, took_ms: took() };
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    return { works: false, problem: error.message, models: 0, took_ms: took() };
  }
}

export function asRefusal(error: unknown): unknown {
  if (!(error instanceof InferenceError)) return error;
  const { code, message, retryAfter } = error;
  return new SwError(code, message, { cause: error, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
