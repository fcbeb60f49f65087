import { callWords, statusWords } from "#/client/ai/tool-words.tsx";
import { callsOf } from "#/client/ai/turns.ts";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Turn } from "#/domain/ai/schema.ts";

/** What a turn at work does, in words: the tool that runs, what it waits for, or what the stream says. */
export function doingOf(conversation: Conversation, turn: Turn, hasText: boolean, zone: string): string {
  if (turn.state === "waiting") return say("Waiting for approval");
  if (turn.state === "queued" && isBehind(conversation, turn)) return say("Queued");
  // One that was approved runs at once; its beginning is told to nobody.
  const running = callsOf(conversation, turn.id).findLast(({ state }) => state === "running" || state === "approved");
  if (running) return callWords(running.tool);
  return statusWords(conversation.session.turns.of(turn.id)?.status ?? null, hasText, zone);
}

/** Every turn is queued for a moment; only one that waits for another answer of its AI says so. */
function isBehind(conversation: Conversation, turn: Turn): boolean {
  const turns = Object.values(conversation.view()?.ai?.turns ?? {});
  return turns.some(
    ({ participant_id, state }) =>
      participant_id === turn.participant_id && (state === "running" || state === "waiting"),
  );
}
