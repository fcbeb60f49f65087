import { sql } from "drizzle-orm";
import type { HelperInfo } from "#/domain/ai/tool-inputs.ts";
import { SwError } from "#/domain/errors.ts";
import { type Hold, holdBudget } from "#/server/ai/budget.ts";
import { endInvocation } from "#/server/ai/invocations.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { type Plugin, type PluginContext, type ToolDefinition, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { type ChatRequest, type Inference, InferenceError, type ModelInfo } from "#/server/ports/inference/port.ts";

/** Each with a tool of its own; others are called by name. */
const maxHelpers = 50;
const maxQuestion = 8_000;
/** In tokens. */
const maxAnswer = 2_000;

type Asked = { tenantId: string; askerId: string };
export type HelperDeps = AiHost & {
  readonly gateways: {
    of(asked: Asked): Promise<Inference>;
    modelFor(asked: Asked, wanted: string | null): Promise<ModelInfo>;
  };
};

type Helper = HelperInfo & { readonly prompt: string; readonly model: string | null; readonly temperature: number };

/**
 * Specialists that an AI consults: one question, one answer of theirs, without tools, so that none consults another. Paid
 * from the helper's own budgets. Their answer is a result like any other.
 */
export function helpers(deps: HelperDeps): Plugin {
  return {
    manifest: {
      id: "scaiwave.helpers",
      name: "Helpers",
      version: "1.0.0",
      description: "Lets an AI consult the specialists that the admins set up.",
      permissions: [],
      injectsContext: false,
      scope: "private",
      onByDefault: true,
      tools: [],
    },
    dynamicTools: async (ctx) => toolsOf(await reading(ctx.asker, (tx) => helpersOf(tx, ctx.ai.actor.participantId))),
    executeTool: async (tool, args, ctx) => {
      const known = await reading(ctx.asker, (tx) => helpersOf(tx, ctx.ai.actor.participantId));
      const name = String(args.name ?? "").toLowerCase();
      const helper =
        tool === "call_helper"
          ? known.find((each) => each.tool === null && each.local_id === name)
          : known.find((each) => each.tool === tool);
      if (!helper) throw new ToolFailure("There is no such helper.");
      return consult(deps, ctx, helper, String(args.query));
    },
  };
}

/** The helpers of a tenant but oneself, with the tool by which each is reached: null is `call_helper`. */
export async function helpersOf(tx: Reader, but: string): Promise<Helper[]> {
  const rows = await tx.rows<Omit<Helper, "tool"> & { dispatched: boolean }>(sql`
    select p.id as participant_id, p.local_id, p.display_name, p.model, a.system_prompt as prompt,
      coalesce(a.helper->>'helper_role_description', '') as description,
      coalesce((a.helper->>'helper_temperature')::float8, 30) / 100 as temperature,
      coalesce((a.helper->>'above_threshold_dispatcher_only')::boolean, false) as dispatched
    from app.ai_participants a join app.participants p on p.id = a.participant_id
    where p.participant_type = 'helper' and p.deactivated_at is null and a.participant_id <> ${but}
      and coalesce((a.helper->>'helper_enabled')::boolean, false)
    order by p.local_id limit ${maxHelpers}`);
  const taken = new Set<string>();
  return rows.map(({ dispatched, ...row }) => {
    const slug = `ask_${row.local_id.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`.slice(0, 64);
    // Two names that make one slug: the second is reached by its own name.
    const tool = dispatched || taken.has(slug) ? null : slug;
    if (tool) taken.add(tool);
    return { ...row, tool };
  });
}

const query = {
  type: "string",
  minLength: 1,
  maxLength: maxQuestion,
  description: "The whole question: nothing else is told",
};

function toolsOf(known: readonly Helper[]): ToolDefinition[] {
  const own = known.flatMap(({ tool, display_name, description }) =>
    tool ? [definition(tool, `Asks ${display_name}, a specialist. ${description}`, { query }, ["query"])] : [],
  );
  const others = known.filter(({ tool }) => tool === null);
  if (others.length === 0) return own;
  const list = others
    .map(({ local_id, description }) => `${local_id}: ${description.slice(0, 100)}`)
    .join("; ")
    .slice(0, 2_000);
  const name = { type: "string", enum: others.map(({ local_id }) => local_id) };
  return [...own, definition("call_helper", `Asks a specialist by name. ${list}`, { name, query }, ["name", "query"])];
}

function definition(name: string, description: string, properties: object, required: string[]): ToolDefinition {
  const parameters = { type: "object", properties, required, additionalProperties: false };
  return { name, description, parameters, permissionsRequired: [], sideEffects: false };
}

async function consult(deps: HelperDeps, ctx: PluginContext, helper: Helper, question: string): Promise<string> {
  const asked = { tenantId: ctx.asker.actor.tenantId, askerId: ctx.asker.actor.participantId };
  try {
    const model = await deps.gateways.modelFor(asked, helper.model);
    const inference = await deps.gateways.of(asked);
    const role = [helper.prompt, helper.description].filter(Boolean).join("\n\n");
    const hold = await holdBudget(deps, {
      tenantId: asked.tenantId,
      participantId: helper.participant_id,
      tokens: Math.ceil((role.length + question.length) / 2) + maxAnswer,
      purpose: "helper",
      roomId: ctx.roomId,
    });
    const request: ChatRequest = {
      model: model.id,
      messages: [...(role ? [{ role: "system", content: role } as const] : []), { role: "user", content: question }],
      tools: [],
      temperature: helper.temperature,
      maxTokens: maxAnswer,
    };
    return await ask(deps, ctx, hold, inference, request);
  } catch (error) {
    if (error instanceof InferenceError || (error instanceof SwError && error.status < 500)) {
      throw new ToolFailure(`${helper.display_name} can't answer: ${error.message}`);
    }
    throw error;
  }
}

async function ask(
  deps: HelperDeps,
  ctx: PluginContext,
  hold: Hold,
  inference: Inference,
  request: ChatRequest,
): Promise<string> {
  const from = performance.now();
  let text = "";
  let usage: { promptTokens: number; completionTokens: number } | null = null;
  let code: string | null = null;
  try {
    for await (const part of inference.chat(request, ctx.signal)) {
      if (part.kind === "text") text += part.text;
      if (part.kind === "usage") usage = part.usage;
      // A model that does not mind its bound.
      if (text.length > maxAnswer * 8) break;
    }
    return text;
  } catch (error) {
    code = error instanceof InferenceError ? error.code : "SW_INTERNAL";
    throw error;
  } finally {
    const heard = request.messages.reduce((sum, { content }) => sum + content.length, 0);
    await endInvocation(deps, hold, {
      purpose: "helper",
      participantId: hold.participantId,
      askerId: ctx.asker.actor.participantId,
      roomId: ctx.roomId,
      turnId: ctx.turnId,
      model: request.model,
      outcome: code ? "failed" : ctx.signal.aborted ? "cancelled" : "done",
      code,
      usage: usage ?? { promptTokens: Math.ceil(heard / 4), completionTokens: Math.ceil(text.length / 4) },
      measured: usage !== null,
      firstChunkMs: null,
      totalMs: performance.now() - from,
    });
  }
}
