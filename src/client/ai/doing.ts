import { callWords, statusWords } from "#/client/ai/tool-words.tsx";
import { callsOf } from "#/client/ai/turns.ts";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Turn } from "#/domain/ai/schema.ts";

/** What a turn at work does, in words: the tool that runs, what it waits for, or what the stream says. */
export function doingOf(conversation: Conversation, turn: Turn, hasText: boolean): string {
  if (turn.state === "waiting") return say("Waiting for approval");
  const running = callsOf(conversation, turn.id).findLast((call) => call.state === "running");
  if (running) return callWords(running.tool);
  return statusWords(conversation.session.turns.of(turn.id)?.status ?? null, hasText);
}
