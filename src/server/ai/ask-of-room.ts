import { cut } from "#/domain/ai/prompt.ts";
import { fenced, harmless } from "#/domain/ai/transcript.ts";
import { SwError } from "#/domain/errors.ts";
import { type AskHost, askOnce } from "#/server/ai/ask-once.ts";
import { changedSince } from "#/server/ai/compact-room.ts";
import { asRefusal } from "#/server/ai/models.ts";
import { lastFitting, readConversation } from "#/server/ai/prompt/conversation.ts";
import { tokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import { budgetOf } from "#/server/ai/prompt/gather.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { headOf } from "#/server/log/read.ts";

/** Of the conversation; of a longer one the newest part is read. */
const maxSaidTokens = 24_000;

export type RoomQuestion = {
  readonly roomId: string;
  readonly ai: { readonly id: string; readonly model: string | null };
  /** Position in the log from which on it is read. */
  readonly since: number;
  readonly system: string;
  /** What is to be made of the conversation. */
  readonly request: string;
  readonly maxTokens: number;
  /** The sentence where nothing was said. */
  readonly nothing: string;
};

/**
 * What an AI makes of a room's conversation in one answer, and of how many messages. Whether the asker may have that is
 * the caller's to see.
 *
 * @throws SwError SW_BAD_REQUEST where nothing was said, SW_AI_BUSY when words were changed meanwhile, and what the gateway
 * and the budget refuse with
 */
export async function askOfRoom(
  host: AskHost,
  ctx: Context,
  { roomId, ai, since, system, request, maxTokens, nothing }: RoomQuestion,
): Promise<{ answer: string; messages: number }> {
  const { tenantId, participantId: askerId } = ctx.actor;
  const count = await tokenCounter();
  const model = await host.gateways.modelFor({ tenantId, askerId }, ai.model).catch((error: unknown) => {
    throw asRefusal(error);
  });
  const budget = Math.min(maxSaidTokens, Math.max(500, budgetOf(model, { max_tokens: maxTokens }).prompt - 500));
  const { said, head } = await reading(ctx, async (tx) => {
    const stretch = { roomId, threadRootId: null, since, before: null, selfId: "", withoutTurns: [] };
    return { said: await readConversation(tx, stretch, budget, count), head: await headOf(tx) };
  });
  if (said.length === 0) throw new SwError("SW_BAD_REQUEST", nothing);
  const words = said.map((each) => fenced(each, cut(harmless(each.text), budget / 4, count)));
  const told = lastFitting(words, budget, count);
  const content = [...told, request].join("\n\n");
  const answer = await askOnce(host, ctx, {
    purpose: "summary",
    participantId: ai.id,
    roomId,
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content },
    ],
    promptTokens: count(content),
    maxTokens,
  });
  if (await reading(ctx, (tx) => changedSince(tx, roomId, head))) {
    throw new SwError("SW_AI_BUSY", "Messages were changed in the meantime. Try again.");
  }
  return { answer, messages: told.length };
}
